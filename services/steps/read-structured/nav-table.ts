import * as sheetjs from '@e965/xlsx';
import { DomainError } from '#services/domain/errors.ts';
import { folded, tidy } from '#services/domain/text.ts';

/** A cell as written; numbers keep their exact shortest form, dates are days. Null for an empty one and for NAV's `n/a`. */
export type NavCell = string | null;
/** One row, asked by words of its heading (see {@link NavTable}). */
export type NavRow = { number: number; cell: (...words: string[]) => NavCell };
export type NavTable = { sheet: string; rows: NavRow[] };

/** What a list export of some hundred thousand lines unpacks to; more is a bomb. */
const maxUnpackedBytes = 300 * 1024 * 1024;
const maxRows = 500_000;

/** Public copies of the headings differ in brackets, case and shortened words; the words themselves stay. */
const wordsOf = (heading: string): string[] =>
  folded(heading)
    .replace(/\bft\b/, 'forintban')
    .replace(/\balkalm\./, 'alkalmazott')
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** The sizes that the directory of the ZIP states; one that lies meets the walls of the reader process. */
function checkStatedSizes(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let total = 0;
  for (let at = bytes.length - 22; at >= 0 && at > bytes.length - 66_000; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    let entry = view.getUint32(at + 16, true);
    for (let left = view.getUint16(at + 10, true); left > 0 && entry + 46 <= bytes.length; left--) {
      total += view.getUint32(entry + 24, true);
      entry += 46 + view.getUint16(entry + 28, true) + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
    }
    break;
  }
  if (total > maxUnpackedBytes)
    throw new DomainError('too-large-unpacked', 'the workbook unpacks to too much', { limit: maxUnpackedBytes });
}

function open(bytes: Uint8Array, options: sheetjs.ParsingOptions): sheetjs.WorkBook {
  try {
    return sheetjs.read(bytes, { type: 'array', dense: true, cellFormula: false, cellHTML: false, cellText: false, ...options });
  } catch (error) {
    throw new DomainError('unreadable', `the workbook cannot be opened: ${error instanceof Error ? error.message : 'unknown reason'}`);
  }
}

function cellText(cell: sheetjs.CellObject | undefined, isDate: boolean): NavCell {
  if (cell?.v === undefined || cell.v === null || cell.t === 'e') return null;
  if (cell.v instanceof Date) return cell.v.toISOString().slice(0, 10);
  // A serial counts days from 1899-12-30; the times of day that Excel adds are of no use here.
  if (typeof cell.v === 'number' && isDate && cell.v > 10_000)
    return new Date(Date.UTC(1899, 11, 30 + Math.floor(cell.v))).toISOString().slice(0, 10);
  const text = tidy(String(cell.v));
  return text === '' || folded(text) === 'n/a' ? null : text;
}

/** The column whose heading has all the words (by their beginnings) and the fewest others; -1 when none has. */
function shortestWith(headings: readonly string[][], words: readonly string[]): number {
  const fitting = headings.flatMap((heading, column) =>
    words.every((word) => heading.some((part) => part.startsWith(word))) ? [column] : [],
  );
  return fitting.reduce(
    (best, column) => (best >= 0 && (headings[best]?.length ?? 0) <= (headings[column]?.length ?? 0) ? best : column),
    -1,
  );
}

/** Rows below the line of headings, wherever that stands. */
function tableOf(sheet: string, lines: readonly (sheetjs.CellObject[] | undefined)[]): NavTable | null {
  const headAt = lines
    .slice(0, 20)
    .findIndex((line) => line?.some((cell) => /^szamla (sor)?szama$/.test(wordsOf(String(cell?.v ?? '')).join(' '))));
  const headings = (lines[headAt] ?? []).map((cell) => wordsOf(String(cell?.v ?? '')));
  if (headAt < 0) return null;
  const known = new Map<string, number>();
  const columnOf = (words: string[]): number => {
    const key = words.join(' ');
    const column = known.get(key) ?? shortestWith(headings, words);
    known.set(key, column);
    return column;
  };
  const rows = lines.slice(headAt + 1, headAt + 1 + maxRows).flatMap((line, index): NavRow[] => {
    if (!line?.some((cell) => cell?.v !== undefined)) return [];
    const cell = (...words: string[]) => {
      const column = columnOf(words);
      return column < 0 ? null : cellText(line[column], /datum|kelte|hatarido/.test((headings[column] ?? []).join(' ')));
    };
    return [{ number: headAt + index + 2, cell }];
  });
  return { sheet, rows };
}

/**
 * The two sheets of NAV's list export, or null when the workbook is something else (only its sheet names are read then).
 *
 * @throws DomainError `unreadable`, `too-large-unpacked`
 */
export function navTables(bytes: Uint8Array): { heads: NavTable; lines: NavTable | null } | null {
  checkStatedSizes(bytes);
  const names = open(bytes, { bookSheets: true }).SheetNames;
  const headName = names.find((name) => folded(tidy(name)) === 'fejlec adatok');
  const lineName = names.find((name) => folded(tidy(name)) === 'tetel adatok');
  if (headName === undefined) return null;
  const book = open(bytes, { sheets: [headName, ...(lineName === undefined ? [] : [lineName])], sheetRows: maxRows });
  const linesOf = (name: string) => (book.Sheets[name]?.['!data'] ?? []) as (sheetjs.CellObject[] | undefined)[];
  const heads = tableOf(headName, linesOf(headName));
  return heads && { heads, lines: lineName === undefined ? null : tableOf(lineName, linesOf(lineName)) };
}
