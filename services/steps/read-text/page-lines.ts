import type { Box, Word } from '#services/domain/reading.ts';

/** A word with its place in any unit (points, pixels), before the page is put in order. */
export type PlacedWord = {
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
  confidence: number;
  size: number;
  bold: boolean;
};

/**
 * Words of one page in reading order: lines from top to bottom, words from left to right. Pieces of one printed row
 * share a line even across columns, as a table row must; a gap wide as a column stays visible in the boxes.
 */
export function inReadingOrder(words: readonly PlacedWord[], width: number, height: number): Word[] {
  const lines: { words: PlacedWord[]; middle: number; size: number; top: number }[] = [];
  for (const word of words.toSorted((a, b) => middleOf(a) - middleOf(b))) {
    const middle = middleOf(word);
    const size = word.bottom - word.top;
    // The nearest of the last few lines: sizes mix within a row (superscripts, a bold total).
    let best: (typeof lines)[number] | null = null;
    for (const line of lines.slice(-6)) {
      const reach = 0.35 * Math.min(line.size, size) + 0.1 * Math.max(line.size, size);
      const distance = Math.abs(line.middle - middle);
      if (distance <= reach && !overlaps(line.words, word) && (!best || distance < Math.abs(best.middle - middle))) best = line;
    }
    if (best) {
      best.words.push(word);
      best.middle += (middle - best.middle) / best.words.length;
      best.size += (size - best.size) / best.words.length;
    } else lines.push({ words: [word], middle, size, top: word.top });
  }
  return lines
    .toSorted((a, b) => a.middle - b.middle)
    .flatMap((line, number) =>
      line.words
        .toSorted((a, b) => a.left - b.left)
        .map((word) => ({
          text: word.text,
          box: boxOf(word, width, height),
          confidence: word.confidence,
          line: number,
          size: fraction(word.size / height),
          ...(word.bold ? { bold: true } : {}),
        })),
    );
}

const middleOf = (word: PlacedWord) => (word.top + word.bottom) / 2;

/** Two words over each other are two lines, however near their middles. */
function overlaps(words: readonly PlacedWord[], word: PlacedWord): boolean {
  return words.some((other) => {
    const shared = Math.min(other.right, word.right) - Math.max(other.left, word.left);
    return shared > 0.5 * Math.min(other.right - other.left, word.right - word.left);
  });
}

export function boxOf(
  { left, top, right, bottom }: Pick<PlacedWord, 'left' | 'top' | 'right' | 'bottom'>,
  width: number,
  height: number,
): Box {
  const x = within(left / width);
  const y = within(top / height);
  return [fraction(x), fraction(y), fraction(within(right / width) - x), fraction(within(bottom / height) - y)];
}

const within = (value: number) => Math.min(1, Math.max(0, value));
/** Five decimals are a tenth of a millimetre on a poster. */
const fraction = (value: number) => Math.round(value * 1e5) / 1e5;
