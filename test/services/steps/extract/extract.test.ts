import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extract } from '#services/steps/extract/extract.ts';
import { splitDocuments } from '#services/steps/extract/split-documents.ts';
import { taxNumberOf, typedPage } from '#test/support/typed-page.ts';

const sellers = taxNumberOf('9812345');
const buyers = taxNumberOf('9954321');
const voucher = [
  'SZÁMLA',
  'Számla sorszáma: PR-2026/0042',
  'Eladó | Vevő',
  'Fenyves Próba Kft. | Tölgyes Minta Zrt.',
  '6720 Szeged, Minta utca 1. | 1111 Budapest, Próba tér 2.',
  `Adószám: ${sellers} | Adószám: ${buyers}`,
  'Kelt: 2026.05.04. | Teljesítés: 2026.05.02.',
  'Fizetési határidő: 2026.05.12. | Fizetési mód: átutalás',
  'Megnevezés | Mennyiség | Nettó érték | ÁFA | Bruttó érték',
  'Fenyődeszka | 4 db | 40 000 | 27% | 50 800',
  'Szállítás | 1 db | 10 000 | 27% | 12 700',
  'Nettó összesen: | 50 000 Ft',
  'ÁFA összesen: | 13 500 Ft',
  'Bruttó végösszeg: | 63 500 Ft',
];
const read = (lines: readonly string[], own?: Parameters<typeof extract>[1]['own']) =>
  extract([typedPage(lines)], { kind: 'invoice', own });

describe('fields by their labels', () => {
  const { invoice, fields } = read(voucher);

  test('AC-L01 AC-L02 AC-L03 AC-L04 AC-L13 number, days and way of payment', () => {
    expect(invoice).toMatchObject({
      number: 'PR-2026/0042',
      issuedOn: '2026-05-04',
      suppliedOn: '2026-05-02',
      dueOn: '2026-05-12',
      paymentMethod: 'transfer',
    });
  });

  test('AC-L06 AC-L07 AC-L08 AC-052 the parties, each with the tax number beside it', () => {
    expect(invoice.supplier).toMatchObject({ name: 'Fenyves Próba Kft.', taxNumber: sellers });
    expect(invoice.customer).toMatchObject({ name: 'Tölgyes Minta Zrt.', taxNumber: buyers });
  });

  test('AC-027 sums that add up are sure, with the place they were read from', () => {
    expect(invoice).toMatchObject({ currency: 'HUF', net: 5_000_000n, vat: 1_350_000n, gross: 6_350_000n });
    expect(fields.gross).toMatchObject({ sure: true, source: 'embedded', page: 1 });
    expect(fields.gross?.box).not.toBeNull();
  });

  test('AC-L19 AC-L20 lines of the table', () => {
    expect(invoice.lines.map(({ description, quantity, net }) => ({ description, quantity, net }))).toEqual([
      { description: 'Fenyődeszka', quantity: '4', net: 4_000_000n },
      { description: 'Szállítás', quantity: '1', net: 1_000_000n },
    ]);
  });

  test('AC-048 számlaszám before an account is no invoice number', () => {
    const read48 = read(['SZÁMLA', 'Számlaszám: 99930989-27781328-32487910', 'Bizonylatszám: A-77/2026']);
    expect(read48.invoice.number).toBe('A-77/2026');
  });

  test('bilingual labels: the second language is no name', () => {
    const lines = ['Eladó · Seller | Vevő / Customer', 'Harmat Próba e.v. | Ködös Minta Kft.'];
    expect(read(lines).invoice).toMatchObject({ supplier: { name: 'Harmat Próba e.v.' }, customer: { name: 'Ködös Minta Kft.' } });
  });
});

test('AC-028 AC-053 what is payable may differ from the gross and never corrects it', () => {
  const { invoice } = read([...voucher, 'Előző egyenleg: | 10 000 Ft', 'Fizetendő: | 73 500 Ft']);
  expect(invoice).toMatchObject({ gross: 6_350_000n, payable: 7_350_000n });
});

test('sums that do not add up are never sure', () => {
  const { fields } = read(['SZÁMLA', 'Nettó összesen: | 50 000 Ft', 'ÁFA összesen: | 9 999 Ft', 'Bruttó végösszeg: | 63 500 Ft']);
  for (const name of ['net', 'vat', 'gross']) expect(fields[name]?.sure ?? false, name).toBe(false);
});

test('what OCR read in doubt is never sure', () => {
  const { fields } = extract([typedPage(voucher, { textFrom: 'ocr', confidence: 0.6 })], { kind: 'invoice' });
  expect(Object.values(fields).filter(({ sure }) => sure)).toEqual([]);
});

test('AC-L08 a tax number with a wrong check digit is none', () => {
  const wrong = sellers.replace(/^(\d{7})(\d)/, (_, seven: string, digit: string) => `${seven}${(Number(digit) + 1) % 10}`);
  expect(read(['Eladó', 'Fenyves Próba Kft.', `Adószám: ${wrong}`]).invoice.supplier.taxNumber).toBeNull();
});

test('AC-052 our own number, claimed by no label, is the side that pays', () => {
  const own = { baseNumbers: [sellers.slice(0, 8)], euVatNumbers: [], names: [] };
  const { invoice } = read(['SZÁMLA', sellers, buyers], own);
  expect(invoice.customer.taxNumber).toBe(sellers);
  expect(invoice.supplier.taxNumber).toBe(buyers);
});

test('AC-043 printed rate and VAT in forints are kept', () => {
  const { invoice } = read([
    'Devizanem: EUR',
    'Nettó összesen: | 100.00 EUR',
    'ÁFA összesen: | 27.00 EUR',
    'ÁFA forintban (MNB 391,27): | 10 564 HUF',
  ]);
  expect(invoice).toMatchObject({ currency: 'EUR', exchangeRate: '391.27', vatHuf: 1_056_400n });
});

test('AC-050 the day of a signature, after its place, is the day of issue', () => {
  const { invoice } = read([
    ...voucher.filter((line) => !line.startsWith('Kelt')),
    'Teljesítés: 2026.05.02.',
    'Kelt: Budapest, 2026. május 4.',
  ]);
  expect(invoice).toMatchObject({ issuedOn: '2026-05-04', suppliedOn: '2026-05-02' });
});

test('two numbers of equal weight are never sure', () => {
  const { fields } = read(['Számla sorszáma: A-2026/1', 'Bizonylatszám: B-2026/2']);
  expect(fields.number?.sure).toBe(false);
});

test('two invoices in one file are proposed as two; pages of one stay together', () => {
  const page = (number: number, name: string) => typedPage(['SZÁMLA', `Számla sorszáma: ${name}`], { number });
  expect(splitDocuments([page(1, 'A-2026/11'), page(2, 'A-2026/11'), page(3, 'B-2026/22')])).toEqual([
    [1, 2],
    [3, 3],
  ]);
});

test('any page of any words is read without an error', () => {
  const word = fc.constantFrom(
    'Számla',
    'sorszáma:',
    'Vevő',
    'Adószám:',
    sellers,
    '2026.05.04.',
    '12 700',
    'Ft',
    '27%',
    '-',
    ':',
    'x',
    '€',
    '1.234',
    '|',
  );
  fc.assert(
    fc.property(fc.array(fc.array(word, { maxLength: 6 }), { maxLength: 15 }), (lines) => {
      const { invoice, fields } = read(lines.map((words) => words.join(' ')));
      for (const { confidence } of Object.values(fields)) expect(confidence).toBeGreaterThan(0);
      if (invoice.net !== null && fields.net?.sure) expect(invoice.net + invoice.vat!).toBe(invoice.gross);
    }),
    { numRuns: 60 },
  );
});
