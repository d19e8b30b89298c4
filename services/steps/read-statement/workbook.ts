import * as sheetjs from '@e965/xlsx';
import { DomainError } from '#services/domain/errors.ts';
import { all, at, type XmlElement } from '#services/domain/xml-tree.ts';
import type { Cell } from './cells.ts';
import { maxLines, tooManyRows, unreadable } from './refusal.ts';
import { checkedZipNames } from './zip-sizes.ts';

/** One row as it stands in the file; `number` counts from 1, as a person sees it. Hidden rows are left-overs of a filter. */
export type Row = { number: number; cells: Cell[]; isHidden: boolean };
/** `isText`: every row has all its cells, also the empty ones at its end; a spreadsheet leaves those out. */
export type Table = { name: string; rows: Row[]; isText?: boolean };

/** Columns beyond this are decoration; a bank needs about forty. */
const maxColumns = 500;

/** Reads an Excel workbook (OOXML or BIFF); formulas are not evaluated, external links not followed. */
export function tablesOfWorkbook(bytes: Uint8Array): Table[] {
  if (bytes[0] === 0x50) {
    const names = checkedZipNames(bytes);
    if (!names.some((name) => name.startsWith('xl/'))) throw new DomainError('not-a-statement', 'a ZIP file that is not an Excel workbook');
  } else checkCompoundFile(bytes);
  return tablesBySheetJs(bytes, 'array');
}

/** Tables of an HTML page saved under a spreadsheet's name. */
export const tablesOfHtml = (text: string): Table[] => tablesBySheetJs(withLetters(text), 'string');

/** `&#337;` is ő; what would be a mark of the page itself stays as it is. */
const withLetters = (text: string): string =>
  text.replace(/&#(?:x([\da-f]{2,5})|(\d{3,6}));/gi, (whole, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code >= 0xa0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });

function tablesBySheetJs(content: Uint8Array | string, type: 'array' | 'string'): Table[] {
  let workbook: sheetjs.WorkBook;
  try {
    workbook = sheetjs.read(content, {
      type,
      dense: true,
      raw: true,
      cellFormula: false,
      cellHTML: false,
      cellText: false,
      cellNF: true,
      cellStyles: true,
      sheetRows: maxLines + 1,
    });
  } catch (error) {
    if (error instanceof Error && /password|encrypt/i.test(error.message)) throw new DomainError('encrypted', 'the workbook is encrypted');
    throw new DomainError('statement-unreadable', 'the workbook cannot be read');
  }
  // A hidden sheet is a helper of whoever made the file, unless there is no other.
  const shown = workbook.SheetNames.filter((_, index) => !workbook.Workbook?.Sheets?.[index]?.Hidden);
  return (shown.length > 0 ? shown : workbook.SheetNames).map((name) => ({
    name,
    rows: rowsOf(workbook.Sheets[name] ?? {}, workbook.Workbook?.WBProps?.date1904 === true),
  }));
}

function rowsOf(sheet: sheetjs.WorkSheet, date1904: boolean): Row[] {
  const rows: Row[] = [];
  const lines = (sheet['!data'] ?? []) as (sheetjs.CellObject[] | undefined)[];
  const below = mergedDown(sheet, lines);
  // forEach leaves out the holes of a sparse sheet, whatever size it claims.
  lines.forEach((line, index) => {
    if (!line) return;
    const cells: Cell[] = [];
    line.slice(0, maxColumns).forEach((cell, column) => {
      cells[column] = cellOf(cell, date1904);
    });
    for (const [column, text] of below.get(index) ?? []) cells[column] ||= text;
    for (let column = 0; column < cells.length; column += 1) cells[column] ??= '';
    if (cells.every((cell) => cell === '')) return;
    if (rows.length >= maxLines) tooManyRows();
    rows.push({ number: index + 1, cells, isHidden: sheet['!rows']?.[index]?.hidden === true });
  });
  return rows;
}

/** Headings of two rows: a word merged downwards heads its column in the lower row too. Figures stand once, whatever covers them. */
function mergedDown(sheet: sheetjs.WorkSheet, lines: readonly (sheetjs.CellObject[] | undefined)[]): Map<number, [number, string][]> {
  const below = new Map<number, [number, string][]>();
  for (const { s: start, e: end } of sheet['!merges'] ?? []) {
    const text = lines[start.r]?.[start.c]?.v;
    if (typeof text !== 'string' || /\d/.test(text) || end.r !== start.r + 1 || end.c !== start.c) continue;
    below.set(end.r, [...(below.get(end.r) ?? []), [start.c, text]]);
  }
  return below;
}

function cellOf(cell: sheetjs.CellObject | undefined, date1904: boolean): Cell {
  if (!cell || cell.v === undefined || cell.v === null || cell.t === 'e') return '';
  if (cell.v instanceof Date) return cell.v.toISOString().slice(0, 19).replace('T', ' ');
  if (typeof cell.v === 'number')
    return cell.z !== undefined && sheetjs.SSF.is_date(String(cell.z)) ? dateOfSerial(cell.v, date1904) : cell.v;
  return String(cell.v);
}

function dateOfSerial(serial: number, date1904: boolean): Cell {
  const parts = sheetjs.SSF.parse_date_code(serial, { date1904 }) as {
    y: number;
    m: number;
    d: number;
    H: number;
    M: number;
    S: number;
  } | null;
  if (!parts) return serial;
  const two = (value: number) => String(value).padStart(2, '0');
  const time = parts.H + parts.M + parts.S > 0 ? ` ${two(parts.H)}:${two(parts.M)}:${two(Math.floor(parts.S))}` : '';
  return `${String(parts.y).padStart(4, '0')}-${two(parts.m)}-${two(parts.d)}${time}`;
}

/** SheetJS fills a cut BIFF file up with nothing; so the stream's stated size is compared with what is there. */
function checkCompoundFile(bytes: Uint8Array): void {
  let file: { FileIndex: { name: string; size: number; content: Uint8Array }[] };
  try {
    file = sheetjs.CFB.read(bytes, { type: 'array' });
  } catch {
    unreadable('cut', 'the workbook is cut or damaged');
  }
  if (file.FileIndex.some((entry) => entry.name === 'EncryptedPackage')) throw new DomainError('encrypted', 'the workbook is encrypted');
  const book = file.FileIndex.find((entry) => /^(workbook|book)$/i.test(entry.name));
  if (!book) throw new DomainError('not-a-statement', 'an Office file that is not an Excel workbook');
  if (bytes.length % 512 !== 0 || book.content.length < book.size) unreadable('cut', 'the workbook is cut');
}

/** The worksheets of Excel 2003 XML (SpreadsheetML). */
export function tablesOfSpreadsheetMl(workbook: XmlElement): Table[] {
  return all(workbook, 'Worksheet').map((sheet) => {
    const rows: Row[] = [];
    let number = 0;
    for (const row of all(at(sheet, 'Table'), 'Row')) {
      number = positionOf(row, number);
      const cells: Cell[] = [];
      let column = 0;
      for (const cell of all(row, 'Cell')) {
        column = Math.min(positionOf(cell, column), maxColumns);
        const value = at(cell, 'Data');
        const text = value === null ? '' : wholeText(value);
        cells[column - 1] = value?.attributes['Type'] === 'Number' && /^-?\d/.test(text.trim()) ? numberOf(text.trim()) : text;
      }
      for (let index = 0; index < cells.length; index += 1) cells[index] ??= '';
      if (cells.every((cell) => cell === '')) continue;
      if (rows.length >= maxLines) tooManyRows();
      rows.push({ number, cells, isHidden: row.attributes['Hidden'] === '1' });
    }
    return { name: sheet.attributes['Name'] ?? '', rows };
  });
}

/** Long account numbers keep their digits: only what a double holds exactly becomes a number. */
const numberOf = (text: string): Cell => (/^-?\d{16,}$/.test(text) || !Number.isFinite(Number(text)) ? text : Number(text));

const positionOf = (node: XmlElement, before: number): number => {
  const index = Number(node.attributes['Index'] ?? '');
  return Number.isInteger(index) && index > before ? index : before + 1;
};

const wholeText = (node: XmlElement): string => node.text + node.children.map(wholeText).join('');
