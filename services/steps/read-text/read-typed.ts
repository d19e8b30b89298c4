import { read, utils } from '@e965/xlsx';
import { decodeText } from '#services/domain/decode-text.ts';
import { DomainError } from '#services/domain/errors.ts';
import { htmlLines } from './html-lines.ts';
import { docxLines, odtLines } from './office-lines.ts';
import type { FormRead } from './text-read.ts';
import { type TypedLine, tableLines, typedPages } from './typed-pages.ts';
import { openZip } from './zip-parts.ts';

/** Rows of one sheet that are worth reading as a page; a longer one is data, not a letter. */
const mostRows = 2_000;
/** More than fill the pages that are read; further lines are not even taken apart. */
const mostLines = 50_000;
/** Letters of a typed line in plain text, whose columns are made of blanks. */
const usualColumns = 95;

export type TypedForm = 'docx' | 'odt' | 'html' | 'text' | 'csv' | 'xlsx' | 'xls' | 'ods';

/** Documents without pages of their own, laid on made-up ones. */
export function readTyped(bytes: Uint8Array, form: TypedForm, maxPages: number): FormRead {
  const { pages, isCut } = typedPages(linesOf(bytes, form), maxPages);
  return { pages, warnings: isCut ? [{ code: 'cut-short', message: 'the document is longer than is read' }] : [] };
}

function linesOf(bytes: Uint8Array, form: TypedForm): TypedLine[] {
  switch (form) {
    case 'docx':
      return docxLines(bytes);
    case 'odt':
      return odtLines(bytes);
    case 'html':
      return htmlLines(decodeText(bytes).text);
    case 'text':
    case 'csv':
      return plainLines(decodeText(bytes).text);
    default:
      return sheetLines(bytes, form);
  }
}

/** Plain text as a terminal shows it: blanks and tabs make its columns. */
function plainLines(text: string): TypedLine[] {
  const head = text.slice(0, 8_192);
  const strange = head.match(/(?!\s)\p{Cc}|\ufffd/gu)?.length ?? 0;
  if (strange > 2 + head.length * 0.02) throw new DomainError('unreadable', 'not a text');
  return text.split(/\r\n|\r|\n|\f/, mostLines).map((line) => {
    const spread = line.replaceAll('\t', '        ');
    const columns = Math.max(usualColumns, spread.length);
    // Two blanks part columns; one only parts words.
    return {
      pieces: [...spread.matchAll(/\S+(?: \S+)*/gu)].map((found) => ({
        text: found[0],
        at: spread.length > 400 ? 0 : found.index / columns,
      })),
    };
  });
}

/** Cells as they are shown, not as they are kept: dates and amounts in the words of their formats. */
function sheetLines(bytes: Uint8Array, form: 'xlsx' | 'xls' | 'ods'): TypedLine[] {
  if (form !== 'xls') openZip(bytes);
  let book: ReturnType<typeof read>;
  try {
    book = read(bytes, { type: 'array', sheetRows: mostRows, cellFormula: false, cellHTML: false, dense: true });
  } catch (error) {
    if (error instanceof Error && /password|encrypt/i.test(error.message))
      throw new DomainError('encrypted', 'the workbook asks for a password');
    throw new DomainError('unreadable', 'the workbook is damaged');
  }
  return book.SheetNames.flatMap((name) => {
    const sheet = book.Sheets[name];
    if (!sheet) return [];
    const rows = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: false, blankrows: false, defval: '' });
    return tableLines(rows.map((row) => row.map((cell) => [String(cell ?? '')])));
  });
}
