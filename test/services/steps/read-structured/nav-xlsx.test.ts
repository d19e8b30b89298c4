import * as sheetjs from '@e965/xlsx';
import { expect, test } from 'vitest';
import { identify } from '#services/domain/identify/identify.ts';
import type { Reading } from '#services/domain/reading.ts';
import { readStructured } from '#services/steps/read-structured/read-structured.ts';

type Row = Record<string, string | number>;

const head: Row = {
  'Számla sorszáma': 'ŐSZ-2026/000041',
  'Számla kelte': '2026-10-05',
  'Teljesítés dátuma': 46297,
  'Számla pénzneme': 'EUR',
  'Alkalmazott árfolyam': '400,5',
  'Eladó adószáma (törzsszám)': '98123458',
  'Eladó adószáma (ÁFA-kód)': '2',
  'Eladó adószáma (megyekód)': '13',
  'Eladó neve': 'Őszirózsa Kertészet Kft.',
  'Eladó irányítószáma': '2000',
  'Eladó települése': 'Szentendre',
  'Eladó többi címadata': 'Tűzliliom köz 4.',
  'Vevő adószáma (törzsszám)': 99112231,
  'Vevő adószáma (ÁFA-kód)': 1,
  'Vevő adószáma (megyekód)': 2,
  'Vevő neve': 'Próba és Társa Bt.',
  'Eredeti számla száma': 'n/a',
  'Számla nettó összege (a számla pénznemében)': '1 100,00',
  'Számla nettó összege (forintban)': 440550,
  'Számla ÁFA összege (a számla pénznemében)': 270,
  'Számla ÁFA összege (forintban)': 108135,
  'Számla bruttó összege (a számla pénznemében)': 1370,
  'Számla bruttó összege (forintban)': 548685,
  'Fizetési határidő': '2026.10.19.',
  'Fizetési mód': 'Banki átutalás',
  'Számla típusa': 'Normál',
  'Az adatszolgáltatás maga a számla': 'Nem',
};
const line = (values: Row): Row => ({
  'Számla sorszáma': 'ŐSZ-2026/000041',
  'Eladó adószáma (törzsszám)': '98123458',
  'Tétel sorszáma': 1,
  Megnevezés: 'Tulipánhagyma',
  Mennyiség: 10,
  'Mennyiségi egység': 'DARAB',
  Egységár: '100',
  'Nettó összeg (a számla pénznemében)': 1000,
  'Adó mértéke': 0.27,
  'Áfamentesség esete': 'n/a',
  'ÁFA összeg (a számla pénznemében)': 270,
  'Bruttó összeg (a számla pénznemében)': 1270,
  'ÁFA tartalom': 'n/a',
  ...values,
});
const exempt = line({
  'Adó mértéke': 'n/a',
  'Áfamentesség esete': 'TAM',
  'Nettó összeg (a számla pénznemében)': 100,
  'ÁFA összeg (a számla pénznemében)': 0,
  'Bruttó összeg (a számla pénznemében)': 100,
});

function workbook(sheets: Record<string, Row[]>): Uint8Array {
  const book = sheetjs.utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) sheetjs.utils.book_append_sheet(book, sheetjs.utils.json_to_sheet(rows), name);
  return new Uint8Array(sheetjs.write(book, { type: 'array', bookType: 'xlsx' }) as ArrayBuffer);
}

const read = (bytes: Uint8Array): Promise<Reading | null> => readStructured(bytes, identify(bytes));

test('H-089, H-090 headers and lines are joined; numbers and days may be cells or text', async () => {
  const reading = await read(workbook({ 'Fejléc adatok': [head], 'Tétel adatok': [line({}), exempt] }));
  expect(reading?.warnings).toEqual([]);
  expect(reading).toMatchObject({ kind: 'invoice-data', textFrom: 'xml' });
  expect(reading?.invoice).toMatchObject({
    number: 'ŐSZ-2026/000041',
    kind: 'invoice',
    supplier: { taxNumber: '98123458-2-13', address: '2000 Szentendre, Tűzliliom köz 4.' },
    customer: { taxNumber: '99112231-1-02' },
    issuedOn: '2026-10-05',
    suppliedOn: '2026-10-02',
    dueOn: '2026-10-19',
    paymentMethod: 'transfer',
    currency: 'EUR',
    exchangeRate: '400.5',
    net: 110_000n,
    vat: 27_000n,
    gross: 137_000n,
    netHuf: 44_055_000n,
    vatLines: [
      { rate: '27', net: 100_000n, vat: 27_000n, gross: 127_000n },
      { rate: 'TAM', net: 10_000n, vat: 0n, gross: 10_000n },
    ],
    lines: [{ description: 'Tulipánhagyma', quantity: '10', unit: 'DARAB', unitPrice: '100', rate: '27', net: 100_000n }, {}],
    originalNumber: null,
  });
});

test('H-089 the same number of two suppliers stays two invoices; columns may stand anywhere', async () => {
  const other = Object.fromEntries(
    Object.entries({ ...head, 'Eladó adószáma (törzsszám)': '99112231', 'Eladó neve': 'Más Kft.' }).reverse(),
  );
  const reading = await read(workbook({ 'Fejléc adatok': [other, head], 'Tétel adatok': [line({})] }));
  expect(reading?.invoice).toBeNull();
  expect(reading?.parts.map(({ invoice }) => [invoice?.supplier.name, invoice?.lines.length])).toEqual([
    ['Más Kft.', 0],
    ['Őszirózsa Kertészet Kft.', 1],
  ]);
});

test('the older layout: one column of address, shorter words', async () => {
  const {
    'Eladó irányítószáma': _postal,
    'Eladó települése': _city,
    'Eladó többi címadata': _rest,
    'Számla nettó összege (forintban)': huf,
    ...rest
  } = head;
  const reading = await read(
    workbook({ 'FEJLÉC ADATOK': [{ ...rest, 'Eladó címe': '2000 Szentendre, Tűzliliom köz 4.', 'Számla nettó összege (Ft)': huf ?? 0 }] }),
  );
  expect(reading?.invoice).toMatchObject({ supplier: { address: '2000 Szentendre, Tűzliliom köz 4.' }, netHuf: 44_055_000n });
});

test('H-091 a row without its number is told and the others are read', async () => {
  const reading = await read(workbook({ 'Fejléc adatok': [head, { ...head, 'Számla sorszáma': 'n/a' }] }));
  expect(reading?.invoice?.number).toBe('ŐSZ-2026/000041');
  expect(reading?.warnings).toMatchObject([{ code: 'row-incomplete' }]);
});

test('AC-059 headers are found without accents and by their beginning; a row needs number, day, supplier and a total', async () => {
  const bare = Object.fromEntries(
    Object.entries(head).map(([name, value]) => [
      name
        .normalize('NFD')
        .replace(/\p{Mn}/gu, '')
        .toUpperCase(),
      value,
    ]),
  );
  expect((await read(workbook({ 'Fejlec adatok': [bare] })))?.invoice).toMatchObject({ number: 'ŐSZ-2026/000041', gross: 137_000n });
  const noTotal = Object.fromEntries(Object.entries(head).map(([name, value]) => [name, /összege/.test(name) ? '' : value]));
  const reading = await read(workbook({ 'Fejléc adatok': [head, { ...noTotal, 'Számla sorszáma': 'ÜRES-1' }] }));
  expect(reading?.invoice?.number).toBe('ŐSZ-2026/000041');
  expect(reading?.warnings).toMatchObject([{ code: 'row-incomplete' }]);
});

test('any other workbook is left to its own reader', async () => {
  expect(await read(workbook({ Munka1: [head] }))).toBeNull();
});

test('a damaged workbook is refused with a reason', async () => {
  const whole = workbook({ 'Fejléc adatok': [head] });
  const reading = await readStructured(whole.subarray(0, whole.length / 2), { form: 'xlsx', mediaType: 'application/vnd.ms-excel' });
  expect(reading?.refused?.code).toBe('unreadable');
});
