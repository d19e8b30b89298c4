import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import type { StatementReading } from '#services/domain/statement.ts';
import { readStatement } from '#services/steps/read-statement/read-statement.ts';

const root = fileURLToPath(new URL('../../../../fixtures/bank/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.[ct]sv$/.test(path) && !path.startsWith('unknown-'))
  .sort();
/** No headings, or the first columns go by position (the references say so). */
const byPosition = /^(?:otpdirekt-csv|otp-business-csv|paypal-activity|wise-history\/(?!english|german))/;
/** Blocks of their own, each with a heading. */
const inBlocks = new Set(['raiffeisen-csv']);

type Sheet = { rows: string[][]; delimiter: string; heading: number };

function sheetOf(path: string): Sheet {
  const bytes = readFileSync(root + path);
  const text = isUtf8(bytes) ? bytes.toString('utf8') : iconv.decode(bytes, path.includes('-852.') ? 'cp852' : 'win1250');
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const heading = lines.reduce((best, line, at) => (cells(line) > cells(lines[best]!) ? at : best), 0);
  const delimiter = [';', '\t', ','].reduce((best, each) =>
    lines[heading]!.split(each).length > lines[heading]!.split(best).length ? each : best,
  );
  const rows = parse(text, { bom: true, delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: false }) as string[][];
  const filled = rows.map((row) => row.filter((cell) => cell !== '').length);
  return { rows, delimiter, heading: filled.indexOf(Math.max(...filled)) };
}
const cells = (line: string): number => Math.max(...[';', '\t', ','].map((each) => line.split(each).length));
const isUtf8 = (bytes: Buffer): boolean => !bytes.toString('utf8').includes('\ufffd');

type Way = {
  delimiter: string | null;
  quotes: boolean;
  end: string;
  encoding: 'utf8' | 'utf8-bom' | 'win1250' | 'utf-16le';
  shuffle: number;
  extra: number | null;
  blankAfter: number;
  preamble: boolean;
  total: boolean;
  dates: 'as they are' | 'spaced' | 'closed';
};

const written = (row: readonly string[], delimiter: string, quotes: boolean): string =>
  row
    .map((cell) => (quotes || cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(delimiter);

/** The columns in another order, the same for one seed. */
function orderOf(count: number, seed: number): number[] {
  const order = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1, left = seed; at > 0; at--, left = (left * 1_103_515_245 + 12_345) >>> 0) {
    const other = left % (at + 1);
    [order[at], order[other]] = [order[other]!, order[at]!];
  }
  return order;
}

/** `2025-11-17` and `2025.11.17.` as other programs write the same day. */
function dated(cell: string, dates: Way['dates']): string {
  const match = /^(\d{4})[-.](\d\d)[-.](\d\d)\.?$/.exec(cell);
  if (!match || dates === 'as they are') return cell;
  const [, year, month, day] = match;
  return dates === 'spaced' ? `${year}. ${month}. ${day}.` : `${year}.${month}.${day}.`;
}

function mutated(path: string, way: Way): Buffer {
  const format = path.split('/')[0]!;
  const sheet = sheetOf(path);
  const isPositional = byPosition.test(path);
  const width = Math.max(...sheet.rows.map((row) => row.length));
  const delimiter = isPositional ? sheet.delimiter : (way.delimiter ?? sheet.delimiter);
  const order = isPositional || inBlocks.has(format) || way.shuffle === 0 ? null : orderOf(width, way.shuffle);
  const rows = sheet.rows.map((row, at) => {
    const full =
      at < sheet.heading ? row : Array.from({ length: Math.max(row.length, order ? width : 0) }, (_, column) => row[column] ?? '');
    const ordered = order && at >= sheet.heading ? order.map((column) => full[column]!) : full;
    const moved = ordered.map((cell) => (isPositional ? cell : dated(cell, way.dates)));
    if (way.extra === null || isPositional || inBlocks.has(format) || at < sheet.heading) return moved;
    const place = way.extra % (moved.length + 1);
    return [...moved.slice(0, place), at === sheet.heading ? 'Belső megjegyzés' : 'saját, "idézett"; szöveg', ...moved.slice(place)];
  });
  const lines = rows.map((row) => written(row, delimiter, way.quotes));
  if (way.preamble && !isPositional && !inBlocks.has(format)) lines.unshift(written(['Számlatörténet'], delimiter, way.quotes), '');
  if (way.total && !isPositional) lines.push(written(['Összesen:', '12 345,00'], delimiter, way.quotes));
  for (let at = 0; at < way.blankAfter; at++) lines.push('');
  const text = `${lines.join(way.end)}${way.end}`;
  if (way.encoding === 'win1250' && iconv.decode(iconv.encode(text, 'win1250'), 'win1250') === text) return iconv.encode(text, 'win1250');
  if (way.encoding === 'utf-16le') return iconv.encode(text, 'utf-16le', { addBOM: true });
  return Buffer.from(`${way.encoding === 'utf8-bom' ? '\ufeff' : ''}${text}`);
}

/** What the file says, without how it says it. */
const saying = ({ format, refused, statements }: StatementReading) => ({
  format,
  refused: refused?.message ?? null,
  statements: statements.map(({ account, currency, openingBalance, closingBalance, balances, transactions }) => ({
    account,
    currency,
    openingBalance,
    closingBalance,
    balances,
    transactions: transactions.map(({ raw: _, memo, ...line }) => ({ ...line, memo: memo?.split(/\s+/).sort().join(' ') ?? null })),
  })),
});

const way: fc.Arbitrary<Way> = fc.record({
  delimiter: fc.constantFrom(null, ';', '\t', ','),
  quotes: fc.boolean(),
  end: fc.constantFrom('\n', '\r\n'),
  encoding: fc.constantFrom('utf8', 'utf8-bom', 'win1250', 'utf-16le'),
  shuffle: fc.oneof(fc.constant(0), fc.nat(1_000_000)),
  extra: fc.oneof(fc.constant(null), fc.nat(40)),
  blankAfter: fc.nat(3),
  preamble: fc.boolean(),
  total: fc.boolean(),
  dates: fc.constantFrom('as they are', 'spaced', 'closed'),
});

test.each(files)('B-068 B-069 B-070 %s says the same in whatever order, encoding, delimiter and dress it comes', async (path) => {
  const name = basename(path);
  const wanted = saying(await readStatement(readFileSync(root + path), { name }));
  await fc.assert(
    fc.asyncProperty(way, async (given) => {
      expect(saying(await readStatement(mutated(path, given), { name }))).toEqual(wanted);
    }),
    { numRuns: 60 },
  );
});

test.each(files.filter((path) => !byPosition.test(path)))('B-068 %s without a line is a statement without a line', async (path) => {
  const { rows, delimiter, heading } = sheetOf(path);
  const text = rows
    .slice(0, heading + 1)
    .map((row) => written(row, delimiter, false))
    .join('\r\n');
  const reading = await readStatement(Buffer.from(text), { name: basename(path) });
  expect([reading.format, reading.refused, reading.statements.flatMap(({ transactions }) => transactions)]).toEqual([
    path.split('/')[0],
    null,
    [],
  ]);
});
