import type { LabelFound } from './find-labels.ts';
import type { Layout, Segment } from './layout.ts';

/** Where a label's value may stand: a segment from a letter on, and how much that place counts (AC-051: right of, below, column). */
export type Place = { segment: Segment; from: number; weight: number; kind: 'after' | 'right' | 'below' };

/** How far below its label a value may stand, in heights of the label. */
const rowsBelow = 4.5;

/** Places in the order of belief. `labelsOf` tells which segments begin with a label of their own. */
export function placesOf(label: LabelFound, layout: Layout, labelsOf: ReadonlyMap<Segment, readonly LabelFound[]>): Place[] {
  const { segment } = label;
  const to = endOfLabel(label);
  const places: Place[] = [];
  const last = segment.tokens[to - 1]!;
  const glued = /^.*[\p{L}.]:(?=.*\d)/u.exec(last.text);
  if (glued) places.push({ segment, from: segment.offsets[to - 1]! + glued[0].length, weight: 1, kind: 'after' });
  if (to < segment.tokens.length) places.push({ segment, from: segment.offsets[to]!, weight: 1, kind: 'after' });
  const wrapped = to === segment.tokens.length && label.from > 1 ? lineBelow(segment, layout) : undefined;
  if (wrapped) places.push({ segment: wrapped, from: 0, weight: 0.82, kind: 'after' });
  const row = layout.rows[segment.row] ?? [];
  const rightOnes = row.filter((other) => other.x > segment.x && other !== segment).toSorted((a, b) => a.x - b.x);
  let weight = to >= segment.tokens.length ? 0.95 : 0.6;
  for (const other of rightOnes.slice(0, 5)) {
    if (labelsOf.get(other)?.some((its) => its.from === 0 && its.field !== label.field && !isWayOfPaying(label, its))) break;
    places.push({ segment: other, from: 0, weight, kind: 'right' });
    weight -= 0.06;
  }
  const labelLeft = segment.tokens[label.from]!.x;
  const labelRight = last.x + last.w;
  for (let index = segment.row + 1; index < Math.min(layout.rows.length, segment.row + 7); index++) {
    const below = (layout.rows[index] ?? []).filter(
      (other) =>
        other.page === segment.page &&
        other.y - segment.y < (rowsBelow + 1) * segment.h &&
        other.x < labelRight + 0.01 &&
        other.x + other.w > labelLeft - 0.01,
    );
    for (const other of below) {
      if (labelsOf.get(other)?.some((its) => its.from === 0 && !its.isWeak && !isWayOfPaying(label, its))) continue;
      const distance = (other.y - segment.y) / segment.h;
      const aligned = Math.min(Math.abs(other.x - labelLeft), Math.abs(other.x + other.w - labelRight)) < 0.02 ? 0.1 : 0;
      // Columns set so close that they read as one: what stands left of the label is its neighbour's.
      const under = other.tokens.findIndex(({ x, w }) => x + w > labelLeft);
      places.push({ segment: other, from: other.offsets[under] ?? 0, weight: 0.78 - 0.06 * distance + aligned, kind: 'below' });
    }
  }
  const value = captioned(segment, layout);
  if (value && !labelsOf.get(value)?.some(({ from, isWeak }) => from === 0 && !isWeak))
    places.push({ segment: value, from: 0, weight: 0.84, kind: 'below' });
  return places;
}

/** The same once more in another language, ` / Számla:`, ` | Rechnung Nr.`, or a remark, ` (gépi)`. */
const twin = /^\s*(?:[/|·]\s*[\p{L} .-]+|\([\p{L} .]+\))[):]*$/u;

/** Behind the words of a label and their translation, as tokens of its segment. */
export const endOfLabel = ({ segment, to }: LabelFound): number =>
  to < segment.tokens.length && twin.test(segment.text.slice(segment.offsets[to])) ? segment.tokens.length : to;

/** Narrower than this part of the page a line is no sentence that goes on. */
const shortLine = 0.3;

/** Where a sentence that the line's end breaks goes on: `Rechnung Nr. 17 vom` over its day. */
const lineBelow = (line: Segment, { rows }: Layout): Segment | undefined =>
  line.w < shortLine || rows[line.row]?.at(-1) !== line
    ? undefined
    : rows[line.row + 1]?.find(({ page, x, y }) => page === line.page && Math.abs(x - line.x) < 0.012 && y - line.y < 2 * line.h);

/** `Bankkártya` behind `Fizetési mód` is its value, though a till prints it before an amount. */
const isWayOfPaying = (label: LabelFound, other: LabelFound): boolean => label.field === 'paymentMethod' && other.field === 'otherAmount';

/** How much larger the letters of a value are than those of its caption. */
const captionLetters = 1.15;

/** The value that stands right above its label, as captions of a form do: closer than anything below, in larger letters. */
export function captioned(label: Segment, { rows }: Layout): Segment | null {
  const inColumn = ({ page, x }: Segment) => page === label.page && Math.abs(x - label.x) < 0.015;
  const above = rows
    .slice(Math.max(0, label.row - 3), label.row)
    .flat()
    .findLast(inColumn);
  const below = rows
    .slice(label.row + 1, label.row + 4)
    .flat()
    .find(inColumn);
  if (!above || letters(above) < captionLetters * letters(label)) return null;
  const gap = label.y - (above.y + above.h);
  return gap < 1.2 * label.h && (!below || gap < below.y - (label.y + label.h)) ? above : null;
}

const letters = ({ tokens }: Segment): number => Math.max(...tokens.map(({ h }) => h));
