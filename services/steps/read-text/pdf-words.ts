import type { PlacedWord } from './page-lines.ts';
import type { Glyph } from './pdf-glyphs.ts';

/** Letters reach so far above and below the base line, in letter sizes (measured on common fonts). */
const ascent = 0.74;
const descent = 0.2;
/** A gap wider than this share of the letter size parts two words (a space is 0.25 to 0.33 wide; kerning stays under 0.1). */
const wordGap = 0.16;

/** Joins glyphs into words along each line of writing; text turned sideways gives boxes too. */
export function wordsOf(glyphs: readonly Glyph[]): PlacedWord[] {
  const words: PlacedWord[] = [];
  let run: Glyph[] = [];
  const close = () => {
    if (run.length > 0) words.push(wordOf(run));
    run = [];
  };
  for (const glyph of orderedGlyphs(glyphs)) {
    if (isBlank(glyph)) {
      close();
      continue;
    }
    const last = run.at(-1);
    if (last && !continues(last, glyph)) close();
    run.push(glyph);
  }
  close();
  return words;
}

const isBlank = (glyph: Glyph) => glyph.text.trim() === '';

/**
 * Writing order within one base line, left to right in the line's own direction. Programs print in any order (justified
 * text word by word, fake bold twice); glyphs printed again on the same place are dropped.
 */
function orderedGlyphs(glyphs: readonly Glyph[]): Glyph[] {
  const rows = new Map<string, Glyph[]>();
  for (const glyph of glyphs) {
    const { along: _, across } = turned(glyph);
    // Half a point apart is the same base line; rounding may part a row in two, never merge two.
    const key = `${glyph.angleDegrees}/${Math.round(across * 2)}`;
    const row = rows.get(key);
    if (row) row.push(glyph);
    else rows.set(key, [glyph]);
  }
  return [...rows.values()].flatMap((row) => {
    const sorted = row.map((glyph) => ({ glyph, along: turned(glyph).along })).sort((a, b) => a.along - b.along);
    return sorted.flatMap(({ glyph, along }, at) => {
      for (let before = at - 1; before >= 0 && before >= at - 4; before--) {
        const other = sorted[before]!;
        if (other.glyph.text === glyph.text && along - other.along < 0.25 * Math.max(glyph.advance, 0.2 * glyph.size)) return [];
      }
      return [glyph];
    });
  });
}

/** Place along and across the direction of writing. */
function turned({ x, y, angleDegrees }: Glyph): { along: number; across: number } {
  if (angleDegrees === 0) return { along: x, across: y };
  const radians = (angleDegrees * Math.PI) / 180;
  return { along: x * Math.cos(radians) + y * Math.sin(radians), across: y * Math.cos(radians) - x * Math.sin(radians) };
}

function continues(last: Glyph, next: Glyph): boolean {
  if (last.angleDegrees !== next.angleDegrees) return false;
  const from = turned(last);
  const to = turned(next);
  const size = Math.max(last.size, next.size);
  const gap = to.along - from.along - last.advance;
  return Math.abs(to.across - from.across) < 0.3 * size && gap < wordGap * size && gap > -size;
}

function wordOf(run: readonly Glyph[]): PlacedWord {
  const corners = run.flatMap(({ x, y, advance, size, angleDegrees }) => {
    const radians = (angleDegrees * Math.PI) / 180;
    const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
    return [
      [x + sin * ascent * size, y - cos * ascent * size],
      [x - sin * descent * size, y + cos * descent * size],
      [x + cos * advance + sin * ascent * size, y + sin * advance - cos * ascent * size],
      [x + cos * advance - sin * descent * size, y + sin * advance + cos * descent * size],
    ] as const;
  });
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return {
    text: run
      .map((glyph) => glyph.text)
      .join('')
      .normalize('NFKC'),
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
    confidence: 1,
    size: Math.max(...run.map((glyph) => glyph.size)),
    bold: run.filter((glyph) => glyph.bold).length * 2 > run.length,
  };
}
