import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as sheetjs from '@e965/xlsx';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StatementReading } from '#services/domain/statement.ts';
import { readStatement } from '#services/steps/read-statement/read-statement.ts';

const root = fileURLToPath(new URL('../../../../fixtures/bank/', import.meta.url));
const files = [
  'otp-xlsx-2021/unsigned.xlsx',
  'otp-xlsx-2021/direction-word.xlsx',
  'otp-xlsx-2026/two-accounts.xlsx',
  'kh-history/fee-shares-id.xls',
  'mbh-history/numbers.xlsx',
  'unknown-workbook/any-bank.xlsx',
];

type Cells = (sheetjs.CellObject | undefined)[];
type Way = {
  bookType: 'xlsx' | 'biff8' | 'xlml' | 'xlsb';
  shuffle: number;
  extra: boolean;
  blanks: number;
  hidden: boolean;
  cover: boolean;
  days: 'as they are' | 'serials' | 'texts';
  amounts: 'as they are' | 'texts' | 'formulas';
};

/** The rows of a workbook's first sheet from its heading on: the row with the most words. */
function tableOf(path: string): { rows: Cells[]; hidden: ReadonlySet<number> } {
  const book = sheetjs.read(readFileSync(root + path), { dense: true, cellNF: true, cellStyles: true, cellText: false });
  const sheet = book.Sheets[book.SheetNames[0]!]!;
  const lines = Array.from((sheet['!data'] ?? []) as Cells[], (line) => line ?? []);
  const texts = lines.map((line) => line.filter((cell) => cell?.t === 's' && /^\D+$/.test(String(cell.v))).length);
  const heading = texts.indexOf(Math.max(...texts.slice(0, 20)));
  const isHidden = (at: number) => sheet['!rows']?.[at]?.hidden === true;
  return {
    rows: lines.slice(heading),
    hidden: new Set([...lines.keys()].filter(isHidden).map((at) => at - heading)),
  };
}

const order = (count: number, seed: number): number[] => {
  const places = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1, left = seed; at > 0; at--, left = (left * 1_103_515_245 + 12_345) >>> 0) {
    const other = left % (at + 1);
    [places[at], places[other]] = [places[other]!, places[at]!];
  }
  return places;
};

const isDay = (cell: sheetjs.CellObject): boolean =>
  (cell.t === 'n' && sheetjs.SSF.is_date(String(cell.z ?? ''))) || (cell.t === 's' && /^\d{4}[-.]\d\d[-.]\d\d\.?$/.test(String(cell.v)));

function dressed(cell: sheetjs.CellObject | undefined, way: Way): sheetjs.CellObject | undefined {
  if (!cell) return undefined;
  if (isDay(cell)) {
    const text =
      cell.t === 's' ? String(cell.v).replace(/\.$/, '').replaceAll('.', '-') : sheetjs.SSF.format('yyyy-mm-dd', cell.v as number);
    if (way.days === 'texts') return { t: 's', v: `${text.replaceAll('-', '.')}.` };
    if (way.days === 'serials') return { t: 'n', v: Date.parse(text) / 86_400_000 + 25_569, z: 'yyyy-mm-dd' };
    return cell;
  }
  if (cell.t !== 'n' || Math.abs(cell.v as number) >= 1e12) return cell;
  const value = cell.v as number;
  if (way.amounts === 'formulas') return { ...cell, f: `${value}*1` };
  if (way.amounts === 'texts')
    return {
      t: 's',
      v: value
        .toFixed(2)
        .replace('.', ',')
        .replace(/\B(?=(\d{3})+,)/g, '\u00a0'),
    };
  return cell;
}

/** The same history as another program would save it. */
function saved(path: string, way: Way): Buffer {
  const { rows, hidden } = tableOf(path);
  const width = Math.max(...rows.map((row) => row.length));
  const places = way.shuffle === 0 ? Array.from({ length: width }, (_, at) => at) : order(width, way.shuffle);
  const sheet: sheetjs.WorkSheet = {};
  const hide: { hidden?: boolean }[] = [];
  let line = 0;
  const put = (cells: Cells, isHidden = false) => {
    cells.forEach((cell, at) => {
      if (cell) sheet[sheetjs.utils.encode_cell({ r: line, c: at })] = cell;
    });
    if (isHidden) hide[line] = { hidden: true };
    line += 1;
  };
  // The BIFF writers of this library do not keep what is hidden; sums have their own tests.
  const keepsHidden = way.bookType === 'xlsx' || way.bookType === 'xlml';
  rows.forEach((row, at) => {
    if ((hidden.has(at) && !keepsHidden) || row.filter((cell) => cell).length < 4) return;
    const cells = places.map((place) => (at === 0 ? row[place] : dressed(row[place], way)));
    if (way.extra) cells.splice(width >> 1, 0, { t: 's', v: at === 0 ? 'Belső megjegyzés' : 'saját' });
    put(cells, hidden.has(at));
    if (at === 1 && way.hidden && keepsHidden) put(cells, true);
  });
  line += way.blanks;
  sheet['!ref'] = `A1:${sheetjs.utils.encode_cell({ r: line, c: width + 1 })}`;
  sheet['!rows'] = hide;
  const book = sheetjs.utils.book_new();
  if (way.cover) sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet([['Kimutatás'], ['2026']]), 'Borító');
  sheetjs.utils.book_append_sheet(book, sheet, 'Tranzakciók');
  return sheetjs.write(book, { type: 'buffer', bookType: way.bookType });
}

const saying = ({ format, refused, statements }: StatementReading) => ({
  format,
  refused: refused?.message ?? null,
  statements: statements.map(({ account, currency, balances, transactions }) => ({
    account,
    currency,
    balances,
    transactions: transactions.map(({ raw: _, memo, ...line }) => ({ ...line, memo: memo?.split(/\s+/).sort().join(' ') ?? null })),
  })),
});

const way: fc.Arbitrary<Way> = fc.record({
  bookType: fc.constantFrom('xlsx', 'biff8', 'xlml', 'xlsb'),
  shuffle: fc.oneof(fc.constant(0), fc.nat(1_000_000)),
  extra: fc.boolean(),
  blanks: fc.nat(5),
  hidden: fc.boolean(),
  cover: fc.boolean(),
  days: fc.constantFrom('as they are', 'serials', 'texts'),
  amounts: fc.constantFrom('as they are', 'texts', 'formulas'),
});
const plain: Way = {
  bookType: 'xlsx',
  shuffle: 0,
  extra: false,
  blanks: 0,
  hidden: false,
  cover: false,
  days: 'as they are',
  amounts: 'as they are',
};

test.each(files)('B-068 B-070 B-074 %s says the same however another program saves it', async (path) => {
  const wanted = saying(await readStatement(saved(path, plain)));
  expect(wanted.statements.flatMap(({ transactions }) => transactions).length).toBeGreaterThan(0);
  await fc.assert(
    fc.asyncProperty(way, async (given) => {
      expect(saying(await readStatement(saved(path, given)))).toEqual(wanted);
    }),
    { numRuns: 40 },
  );
});

const heading = ['Könyvelés dátuma', 'Összeg', 'Devizanem', 'Közlemény'];
const sheetOf = (rows: unknown[][], bookType: 'xlsx' | 'biff8' = 'xlsx'): Buffer => {
  const book = sheetjs.utils.book_new();
  sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet(rows), 'S');
  return sheetjs.write(book, { type: 'buffer', bookType });
};

test.each(['xlsx', 'biff8'] as const)('B-073 %s: one bad cell refuses the whole file, with its row and what is wrong', async (bookType) => {
  const refusedBy = async (...row: unknown[]) =>
    (await readStatement(sheetOf([heading, ['2026-01-05', 1, 'HUF', 'jó'], row], bookType))).refused;
  expect(await refusedBy('2026-13-05', 1, 'HUF', 'a')).toMatchObject({ row: 3, fault: 'day' });
  expect(await refusedBy('', 1, 'HUF', 'a')).toMatchObject({ row: 3, fault: 'day' });
  expect(await refusedBy('1912-01-05', 1, 'HUF', 'a')).toMatchObject({ row: 3, fault: 'day' });
  expect(await refusedBy(3, 1, 'HUF', 'a')).toMatchObject({ row: 3, fault: 'day' });
  expect(await refusedBy('2026-01-05', '1..5', 'HUF', 'a')).toMatchObject({ row: 3, fault: 'amount' });
  expect(await refusedBy('2026-01-05', 0.123, 'EUR', 'a')).toMatchObject({ row: 3, fault: 'amount' });
  expect(await refusedBy('2026-01-05', 1e15, 'HUF', 'a')).toMatchObject({ row: 3, fault: 'amount' });
  expect(await refusedBy('2026-01-05', '', 'HUF', 'a')).toMatchObject({ row: 3, fault: 'amount' });
  expect(await refusedBy('2026-01-05', 1, 'forint', 'a')).toMatchObject({ row: 3, fault: 'currency' });
  expect(await refusedBy('HUF', '2026-01-05', 1, 'a')).toMatchObject({ row: 3 });
});

test('B-074 200 001 rows of a workbook are refused, and a sheet that only claims to be vast is read', { timeout: 120_000 }, async () => {
  const many = Array.from({ length: 200_001 }, (_, at) => ['2026-01-05', at, 'HUF', 'a']);
  expect((await readStatement(sheetOf([heading, ...many]))).refused).toMatchObject({ code: 'too-many-entries', row: 200_001 });
  const xml = `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>${[
    `<Row>${heading.map((word) => `<Cell><Data ss:Type="String">${word}</Data></Cell>`).join('')}</Row>`,
    '<Row ss:Index="99999999"><Cell><Data ss:Type="String">2026-01-05</Data></Cell><Cell><Data ss:Type="Number">1</Data></Cell><Cell><Data ss:Type="String">HUF</Data></Cell><Cell ss:Index="99999999"><Data ss:Type="String">a</Data></Cell></Row>',
  ].join('')}</Table></Worksheet></Workbook>`;
  expect((await readStatement(Buffer.from(xml))).statements).toMatchObject([{ transactions: [{ bookedOn: '2026-01-05', amount: 100n }] }]);
});

test('B-074 200 001 entries of camt and of MT940 are refused', { timeout: 120_000 }, async () => {
  const entry = '<Ntry><Amt Ccy="HUF">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt></Ntry>';
  const camt = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Acct><Id><Othr><Id>1</Id></Othr></Id></Acct>${entry.repeat(200_001)}</Stmt></BkToCstmrStmt></Document>`;
  const swift = `:20:A\r\n:25:12345679\r\n:60F:C260101HUF0,\r\n${':61:260105C1,NTRFNONREF\r\n'.repeat(200_001)}:62F:C260105HUF200001,\r\n-`;
  for (const text of [camt, swift]) {
    const { refused, statements } = await readStatement(Buffer.from(text));
    expect([refused?.code, statements]).toEqual(['too-many-entries', []]);
  }
});

test('duplicate headings: the first column that holds a field is taken, none is lost from the raw cells', async () => {
  const { statements } = await readStatement(
    sheetOf([
      ['Könyvelés dátuma', 'Összeg', 'Összeg', 'Devizanem', 'Közlemény', 'Közlemény'],
      ['2026-01-05', 1, 2, 'HUF', 'a', 'b'],
    ]),
  );
  expect(statements[0]!.transactions[0]).toMatchObject({
    amount: 100n,
    memo: 'a b',
    raw: { Összeg: '1', 'Összeg (2)': '2', Közlemény: 'a', 'Közlemény (2)': 'b' },
  });
});
