import { CsvError, parse } from 'csv-parse/sync';
import { decodeText } from '#services/domain/decode-text.ts';
import { DomainError } from '#services/domain/errors.ts';
import { parseXml, type XmlElement } from '#services/domain/xml-tree.ts';
import { isHeadingWord } from './headings.ts';
import { maxLines, tooManyRows, unreadable } from './refusal.ts';
import { type Row, type Table, tablesOfHtml, tablesOfSpreadsheetMl, tablesOfWorkbook } from './workbook.ts';

/** A file opened once, as each format wants it: XML, text, or rows of cells (from a workbook or separated text). */
export type Source = {
  xml: XmlElement | null;
  text: string | null;
  /** `sheets` from a spreadsheet, `separated` from text; empty for XML. */
  tables: () => Table[];
  shape: 'sheets' | 'separated' | 'xml';
  /** What an account is known to be kept in; null is the file that names none. */
  currencyOf?: (account: string | null) => string | null;
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: SWIFT files come between SOH and ETX, DOS files end in SUB
const framing = /[\u0001-\u0003]|\u001a+\s*$/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: those that no text has
const controls = /[\u0000-\u0008\u000e-\u001f]/;

/** Finds out from the first bytes what a file is, whatever its name says. @throws DomainError why it is no statement */
export function openSource(bytes: Uint8Array): Source {
  if (bytes.length === 0) throw new DomainError('empty-file', 'the file is empty');
  const start = String.fromCharCode(...bytes.subarray(0, 1024));
  if (start.includes('%PDF-')) throw new DomainError('not-a-statement', 'this is a PDF, whatever its name says');
  if (start.startsWith('PK') || start.startsWith('\xd0\xcf\x11\xe0')) return sheets(tablesOfWorkbook(bytes));
  const text = decodeText(bytes).text.replace(framing, '');
  if (controls.test(text)) throw new DomainError('not-a-statement', 'neither text nor a spreadsheet');
  if (text.trim() === '') throw new DomainError('empty-file', 'the file is empty');
  const head = text.trimStart().slice(0, 2000);
  if (/^(<!doctype html|<html|<table|<meta|<head|<body)/i.test(head)) return sheets(tablesOfHtml(text));
  if (!head.startsWith('<')) return separated(text);
  const xml = xmlOf(text);
  if (xml.name === 'Workbook') return sheets(tablesOfSpreadsheetMl(xml));
  if (xml.name.toLowerCase() === 'html') return sheets(tablesOfHtml(text));
  return { xml, text: null, tables: () => [], shape: 'xml' };
}

/** What is not well-formed is told with its place, and in words of the parser only. */
function xmlOf(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'unreadable') throw error;
    return unreadable('damaged', error.message.replace(/[^a-z() ]/gi, ''), Number(error.facts['line']));
  }
}

const sheets = (tables: Table[]): Source => ({ xml: null, text: null, tables: () => tables, shape: 'sheets' });

function separated(text: string): Source {
  let tables: Table[] | null = null;
  return {
    xml: null,
    text,
    shape: 'separated',
    tables() {
      tables ??= [{ name: '', rows: splitRows(text, delimiterOf(text)), isText: true }];
      return tables;
    },
  };
}

const delimiters = [';', '\t', ',', '|'] as const;

/** Decided by the line with the most heading words, never by the data: memos hold commas, amounts too. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 100_000).split(/\r\n|\n|\r/, 60);
  let best: { delimiter: string; score: number } = { delimiter: ';', score: 0 };
  for (const delimiter of delimiters) {
    const score = Math.max(
      ...lines.map((line) => line.split(delimiter).filter((cell) => isHeadingWord(cell.replace(/^"|"$/g, ''))).length),
    );
    if (score > best.score) best = { delimiter, score };
  }
  // No heading at all: the sign that stands in every line, most often.
  if (best.score < 2) {
    for (const delimiter of delimiters) {
      const filled = lines.filter((line) => line.trim() !== '');
      const score = 1 + Math.min(...filled.slice(0, -1).map((line) => line.split(delimiter).length));
      if (score > Math.max(best.score, 3)) best = { delimiter, score };
    }
  }
  return best.delimiter;
}

function splitRows(text: string, delimiter: string): Row[] {
  let records: string[][];
  try {
    records = parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: 200_000,
      to: maxLines + 1,
    });
  } catch (error) {
    const row = error instanceof CsvError ? Number(error['lines'] ?? 0) : 0;
    unreadable('cut', 'a quoted text does not end', row || undefined);
  }
  if (records.length > maxLines) tooManyRows();
  return records.flatMap((cells, index) =>
    cells.every((cell) => cell.trim() === '') ? [] : [{ number: index + 1, cells, isHidden: false }],
  );
}
