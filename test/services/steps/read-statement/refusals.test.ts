import { crc32, deflateRawSync } from 'node:zlib';
import * as sheetjs from '@e965/xlsx';
import { expect, test } from 'vitest';
import { readStatement } from '#services/steps/read-statement/read-statement.ts';

const bytesOf = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);
const heading = 'Könyvelési dátum;Értéknap;Összeg;Devizanem;Partner név;Partner számlaszám;Közlemény 1';
const row = (day = '2025.02.03', amount = '-1 000,00') => `${day};${day};${amount};HUF;Minta Kft.;;KG-1`;
const csv = (...rows: string[]) => bytesOf([heading, ...rows].join('\n'));

test('a PDF renamed to CSV is refused', async () => {
  const reading = await readStatement(bytesOf('%PDF-1.7\n%âãÏÓ\n'), { name: 'history.csv' });
  expect(reading).toMatchObject({ statements: [], refused: { code: 'not-a-statement' } });
});

test.each([
  ['an empty file', bytesOf(''), 'empty-file'],
  ['random bytes', Buffer.from(Array.from({ length: 500 }, (_, index) => (index * 89) % 256)), 'not-a-statement'],
  ['a letter', bytesOf('Tisztelt Ügyfelünk!\nKöszönjük a levelét.\n'), 'not-a-statement'],
  ['UTF-16 read as nothing but text', Buffer.from('levél; nem történet', 'utf16le'), 'not-a-statement'],
  ['XML of something else', bytesOf('<Invoice><ID>1</ID></Invoice>'), 'not-a-statement'],
  ['XML with a DOCTYPE', bytesOf('<!DOCTYPE a [<!ENTITY b "c">]><Document>&b;</Document>'), 'statement-unreadable'],
  ['a ZIP that is no workbook', zipOf('letter.txt', bytesOf('x'), 1), 'not-a-statement'],
])('%s is refused', async (_, bytes, code) => {
  expect(await readStatement(bytes)).toMatchObject({ statements: [], refused: { code } });
});

test('B-073 one bad row refuses the whole file, with the row and the reason', async () => {
  expect((await readStatement(csv(row(), row('2025.02.30')))).refused).toEqual({
    code: 'statement-unreadable',
    message: 'row 3: the booking day is not a day',
    row: 3,
    fault: 'day',
  });
  expect((await readStatement(csv(row(), row(), row('2025.02.03', '12x')))).refused).toMatchObject({
    row: 4,
    message: expect.stringContaining('not an amount'),
  });
  expect((await readStatement(csv(row('1889.01.01')))).refused).toMatchObject({ row: 2 });
  expect((await readStatement(csv(row('2150.01.01')))).refused).toMatchObject({ row: 2 });
});

test('swapped columns are refused, not read as something else', async () => {
  const swapped = await readStatement(csv('-1 000,00;2025.02.03;2025.02.03;HUF;Minta Kft.;;KG-1'));
  expect(swapped.refused).toMatchObject({ code: 'statement-unreadable', row: 2 });
  const account = await readStatement(csv('2025.02.03;2025.02.03;117730161111101800000000;HUF;Minta Kft.;;KG-1'));
  expect(account.refused).toMatchObject({ code: 'statement-unreadable', row: 2 });
});

test('a file cut in its last row is refused', async () => {
  expect((await readStatement(csv(row(), row(), '2025.02.03;2025.02.03;-1 0'))).refused).toMatchObject({ row: 4 });
  expect((await readStatement(csv(row(), row(), '2025.02.03;2025.02.03;-1 000,00;HUF;"Minta'))).refused).toMatchObject({
    code: 'statement-unreadable',
  });
  expect((await readStatement(bytesOf(':20:A\n:25:123\n:60F:C240101HUF1,\n:61:240102C5,NTRF\n'))).refused?.message).toContain('cut');
  expect((await readStatement(bytesOf('<Document><BkToCstmrStmt><Stmt>'))).refused?.code).toBe('statement-unreadable');
});

test('a workbook cut anywhere is refused', async () => {
  const sheet = sheetjs.utils.aoa_to_sheet([
    heading.split(';'),
    ...Array.from({ length: 300 }, (_, index) => row(undefined, String(index)).split(';')),
  ]);
  for (const bookType of ['xlsx', 'biff8'] as const) {
    const book = sheetjs.utils.book_new();
    sheetjs.utils.book_append_sheet(book, sheet, 'S');
    const whole: Buffer = sheetjs.write(book, { type: 'buffer', bookType });
    expect((await readStatement(whole)).statements[0]?.transactions.length).toBe(300);
    for (const share of [0.2, 0.5, 0.9]) {
      const { refused, statements } = await readStatement(whole.subarray(0, Math.floor(whole.length * share)));
      expect(refused, `${bookType} ${share}`).not.toBeNull();
      expect(statements).toEqual([]);
    }
  }
});

test('B-074 200 000 rows are read, one more is refused', async () => {
  const rows = Array.from({ length: 200_001 }, () => row());
  expect((await readStatement(bytesOf([heading, ...rows].join('\n')))).refused).toMatchObject({ code: 'too-many-entries', row: 200_001 });
  rows.pop();
  expect((await readStatement(bytesOf([heading, ...rows].join('\n')))).statements[0]?.transactions.length).toBe(200_000);
});

/** A ZIP of one deflated file that claims to unpack to `claims` bytes. */
function zipOf(name: string, content: Buffer, claims: number): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(claims, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(crc32(content), 16);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(claims, 24);
  central.writeUInt16LE(name.length, 28);
  const start = 30 + name.length + packed.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end]);
}

test('B-074 spreadsheet bombs are refused, whether their directory is honest or lies', async () => {
  const zeros = Buffer.alloc(30_000_000);
  expect((await readStatement(zipOf('xl/workbook.xml', zeros, 900_000_000))).refused?.code).toBe('too-large-unpacked');
  expect((await readStatement(zipOf('xl/workbook.xml', zeros, 1000))).refused?.code).toBe('too-large-unpacked');
});

test('B-074 formulas are never evaluated', async () => {
  const book = sheetjs.utils.book_new();
  const sheet = sheetjs.utils.aoa_to_sheet([heading.split(';'), ['2025.02.03', '2025.02.03', 5, 'HUF', '', '', 'KG-1']]);
  sheet['G2'] = { t: 's', v: 'as saved', f: 'WEBSERVICE("http://example.invalid")' };
  sheetjs.utils.book_append_sheet(book, sheet, 'S');
  const { statements } = await readStatement(sheetjs.write(book, { type: 'buffer', bookType: 'xlsx' }));
  expect(statements[0]?.transactions[0]?.memo).toBe('as saved');
  const text = await readStatement(csv('2025.02.03;2025.02.03;5,00;HUF;=1+1;;KG-1'));
  expect(text.statements[0]?.transactions[0]?.counterpartyName).toBe('=1+1');
});

test('B-073 a file cut in its only row is refused, for its amount may be cut too; a spreadsheet leaves empty cells out', async () => {
  expect((await readStatement(csv('2025.02.03;2025.02.03;-1 0'))).refused).toMatchObject({ row: 2, fault: 'cut' });
  const sheet = sheetjs.utils.aoa_to_sheet([heading.split(';'), ['2025.02.03', '2025.02.03', -1000]]);
  const book = sheetjs.utils.book_new();
  sheetjs.utils.book_append_sheet(book, sheet, 'S');
  const { statements } = await readStatement(sheetjs.write(book, { type: 'buffer', bookType: 'xlsx' }));
  expect(statements[0]?.transactions.map(({ amount }) => amount)).toEqual([-100_000n]);
});

test.each([
  ['the reference of a page', ':20:B', ';20:B'],
  ['the first reference', ':20:A', ';20:A'],
  ['a balance', ':60F:C240102', ':6_F:C240102'],
  ['the account of a second page', ':25:12345679\r\n:28C:2/2', ':25:98765432\r\n:28C:2/2'],
])('B-073 MT940: %s that is damaged refuses the file, for a page would be lost without a word', async (_, whole, damaged) => {
  const text = [
    ...[':20:A', ':25:12345679', ':28C:1/1', ':60F:C240101EUR1,', ':61:240101C1,NTRFNONREF', ':62F:C240101EUR2,'],
    ...[':20:B', ':25:12345679', ':28C:2/1', ':60F:C240102EUR2,', ':61:240102C1,NTRFNONREF', ':62M:C240102EUR3,'],
    ...[':20:C', ':25:12345679', ':28C:2/2', ':60M:C240102EUR3,', ':61:240102C1,NTRFNONREF', ':62F:C240102EUR4,', '-'],
  ].join('\r\n');
  expect((await readStatement(bytesOf(text))).statements.map(({ transactions }) => transactions.length)).toEqual([1, 2]);
  expect(text).toContain(whole);
  expect((await readStatement(bytesOf(text.replace(whole, damaged)))).refused).toMatchObject({ code: 'statement-unreadable' });
});

test('an account that a spreadsheet rounded is unknown, never a wrong number; two own ones cannot be told apart', async () => {
  const sheetOf = (...accounts: number[]) => {
    const cells = accounts.map((account) => ['2025-02-03', account, 'Vevő', -1000, 'HUF', 1.04e23]);
    const sheet = sheetjs.utils.aoa_to_sheet([
      ['Könyvelés dátuma', 'Könyvelési számla', 'Partner elnevezése', 'Összeg', 'Összeg devizaneme', 'Partner számla'],
      ...cells,
    ]);
    const book = sheetjs.utils.book_new();
    sheetjs.utils.book_append_sheet(book, sheet, 'S');
    return readStatement(sheetjs.write(book, { type: 'buffer', bookType: 'biff8' }));
  };
  const { statements } = await sheetOf(9.99e23, 9.99e23);
  expect(statements).toMatchObject([{ account: null, transactions: [{ counterpartyAccount: null }, {}] }]);
  expect((await sheetOf(9.99e23, 9.98e23)).refused).toMatchObject({ row: 3, fault: 'account' });
});

test('what a file leaves open is asked, not guessed: day or month first, thousands or decimals, fees inside or beside', async () => {
  const days = (...cells: string[]) => bytesOf(['Date;Details;Amount;Currency', ...cells.map((day) => `${day};A;-5.00;EUR`)].join('\n'));
  expect((await readStatement(days('01/02/2026', '03/04/2026'))).refused).toMatchObject({ row: 2, fault: 'day' });
  expect((await readStatement(days('01/02/2026', '03/14/2026'))).statements[0]?.transactions[0]?.bookedOn).toBe('2026-01-02');
  expect((await readStatement(days('04/01/2026', '12/01/2026', '03/02/2026'))).statements[0]?.transactions[2]?.bookedOn).toBe('2026-02-03');
  expect((await readStatement(days('26.01.05', '05.01.26'))).refused).toMatchObject({ row: 2, fault: 'day' });
  const amounts = 'Date;Details;Amount;Currency\n2026-01-31;A;1.234;EUR\n2026-02-01;B;5.678;EUR\n';
  expect((await readStatement(bytesOf(amounts))).refused).toMatchObject({ row: 2, fault: 'thousands' });
  const fees = 'Dátum;Megnevezés;Összeg;Díj;Pénznem\n2026-01-31;A;-100;5;EUR\n';
  expect((await readStatement(bytesOf(fees))).refused).toMatchObject({ code: 'not-a-statement' });
});
