import type { Page, Word } from '#services/domain/reading.ts';
import { isBaseNumber } from '#services/domain/tax-number.ts';

/** An A4 page typed line by line; `|` in a line begins the next of the columns. Words are as wide as their letters. */
export function typedPage(lines: readonly string[], given: Partial<Page> & { confidence?: number } = {}): Page {
  const { confidence = 1, ...page } = given;
  const words: Word[] = [];
  let line = 0;
  for (const [row, text] of lines.entries()) {
    const columns = text.split('|');
    for (const [column, cell] of columns.entries()) {
      line += 1;
      let x = 0.06 + (column * 0.88) / Math.max(columns.length, 2);
      for (const word of cell.trim().split(/\s+/).filter(Boolean)) {
        words.push({ text: word, box: [x, 0.05 + row * 0.025, word.length * 0.008, 0.012], confidence, line });
        x += word.length * 0.008 + 0.005;
      }
    }
  }
  return { number: 1, width: 595, height: 842, words, textFrom: 'embedded', ...page };
}

/** A tax number of nobody, its check digit right. */
export const taxNumberOf = (seven: string): string =>
  `${Array.from({ length: 10 }, (_, digit) => `${seven}${digit}`).find(isBaseNumber)}-2-41`;
