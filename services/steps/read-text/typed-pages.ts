import type { Page } from '#services/domain/reading.ts';
import { inReadingOrder, type PlacedWord } from './page-lines.ts';

/** A piece of a typed line and where it begins, in fractions of the page's width. */
export type Piece = { text: string; at: number };
/** Letter sizes in points; 11 where the document says nothing. */
export type TypedLine = { pieces: Piece[]; size?: number; bold?: boolean };

/** A4 in points. */
const width = 595;
const height = 842;
const margin = 40;
const usualSize = 11;
/** Letters are about half as wide as they are high. */
const letterWidth = 0.5;
const lineStep = 1.35;

/** Lays typed lines on made-up pages, so that what reads printed pages reads these too. Columns begin where they are said to. */
export function typedPages(lines: readonly TypedLine[], maxPages: number): { pages: Page[]; isCut: boolean } {
  const pages: Page[] = [];
  let words: PlacedWord[] = [];
  let top = margin;
  const close = () => {
    pages.push({
      number: pages.length + 1,
      width,
      height,
      words: inReadingOrder(words, width, height),
      textFrom: words.length > 0 ? 'embedded' : 'none',
    });
    words = [];
    top = margin;
  };
  for (const line of lines) {
    const size = Math.min(24, Math.max(6, line.size ?? usualSize));
    const columns = line.pieces.map(({ text, at }, number) => wrapped(text, { at, end: line.pieces[number + 1]?.at ?? 1, size }));
    const rows = Math.max(1, ...columns.map((column) => column.length));
    for (let row = 0; row < rows; row++) {
      if (top + size > height - margin) {
        if (pages.length + 1 >= maxPages) {
          close();
          return { pages, isCut: true };
        }
        close();
      }
      for (const column of columns)
        for (const { text, left, right } of column[row] ?? [])
          words.push({ text, left, right, top, bottom: top + size, confidence: 1, size, bold: line.bold === true });
      top += size * lineStep;
    }
  }
  close();
  return { pages, isCut: false };
}

type Laid = { text: string; left: number; right: number };

function wrapped(text: string, { at, end, size }: { at: number; end: number; size: number }): Laid[][] {
  const from = margin + at * (width - 2 * margin);
  const to = margin + end * (width - 2 * margin);
  const rows: Laid[][] = [[]];
  let left = from;
  for (const word of text.split(/\s+/u)) {
    if (word === '') continue;
    const long = word.length * size * letterWidth;
    if (left + long > to && left > from) {
      rows.push([]);
      left = from;
    }
    rows.at(-1)?.push({ text: word, left, right: Math.min(left + long, Math.max(to, from + size)) });
    left += long + size * letterWidth;
  }
  return rows;
}

/** Rows of a table as lines: the first paragraphs of all its cells side by side, then the second ones. */
export function tableLines(rows: readonly (readonly (readonly string[])[])[], style: Omit<TypedLine, 'pieces'> = {}): TypedLine[] {
  const columns = Math.max(1, ...rows.map((row) => row.length));
  return rows.flatMap((cells) => {
    const deepest = Math.max(1, ...cells.map((cell) => cell.length));
    return Array.from({ length: deepest }, (_, depth) => ({
      ...style,
      pieces: cells.flatMap((cell, column) => (cell[depth]?.trim() ? [{ text: cell[depth], at: column / columns }] : [])),
    }));
  });
}
