import { describe, expect, test } from 'vitest';
import { classify } from '#services/steps/classify/classify.ts';
import { extract } from '#services/steps/extract/extract.ts';
import { taxNumberOf, typedPage } from '#test/support/typed-page.ts';

const scan = (lines: readonly string[]) => typedPage(lines, { textFrom: 'ocr', confidence: 0.94 });
const read = (lines: readonly string[], kind: 'invoice' | 'receipt' = 'invoice') => extract([scan(lines)], { kind }).invoice;

describe('what OCR gets wrong in its own ways', () => {
  test('figures after a label are its value, however like the label they make it', () => {
    const invoice = read(['Nettó összesen: 10 000 Ft', 'ÁFA összesen: 2 700 Ft', 'Bruttó összesen: 12 700 Ft']);
    expect([invoice.net, invoice.vat, invoice.gross]).toEqual([1_000_000n, 270_000n, 1_270_000n]);
  });

  test('AC-047 a label with a slip of one letter still counts, a word of its own does not', () => {
    expect(read(['Szamla sorszárna: T-2026/77']).number).toBe('T-2026/77');
    const bill = ['SZÁMLA', 'Számla sorszáma: T-2026/77', 'Számla kelte: 2026.11.02.', 'Fizetési határidő: 2026.11.10.'];
    const { supplier, customer } = read([...bill, 'Termék / szolgáltatás megnevezése | Nettó érték', 'Fenyődeszka | 12 700']);
    expect([supplier.name, customer.name]).toEqual([null, null]);
  });

  test('a year and a number that came apart are put together', () => {
    const invoice = read(['Számla sorszáma: A -2026- 1370', 'Számla kelte: 2 026. július 13.']);
    expect([invoice.number, invoice.issuedOn]).toEqual(['A-2026-1370', '2026-07-13']);
  });

  test('a space between thousands that was not seen', () => {
    expect(read(['Bruttó összesen: 3022 134 Ft', 'Fizetendő: 3022 134 Ft']).gross).toBe(302_213_400n);
  });

  test('a tax number alone on a picture is nobody’s for sure: the other side’s may be what was not seen', () => {
    const [one, other] = [taxNumberOf('9811223'), taxNumberOf('9922334')];
    const sureOf = (lines: readonly string[]) =>
      Object.entries(extract([scan(lines)], { kind: 'invoice' }).fields).flatMap(([name, { sure }]) =>
        sure && name.endsWith('.taxNumber') ? [name] : [],
      );
    const seller = ['Eladó: Kőrózsa Kft.', `Adószám: ${one}`, ''];
    const buyer = ['Vevő: Hársfa Bt.', `Adószám: ${other}`, ''];
    expect(sureOf([...seller, ...buyer])).toEqual(['supplier.taxNumber', 'customer.taxNumber']);
    expect(sureOf(seller)).toEqual([]);
  });

  test('AC-035 a sum whose front was not seen is corrected by the prices', () => {
    const lines = ['ELEM | 3 965', 'GÁZOLAJ | 2 567', 'KENYÉR | 5 961', 'RÉSZÖSSZEG | 12 493', 'ÖSSZESEN | 493 Ft', 'VISSZAJÁRÓ | 505 Ft'];
    expect(read(lines, 'receipt').gross).toBe(1_249_300n);
  });
});

describe('AC-C10 a pro forma is never booked as an invoice', () => {
  const rest = [
    'Eladó / Seller',
    'Vevő / Buyer',
    'Fizetési határidő / Due date',
    'Nettó / Subtotal',
    'ÁFA / VAT',
    'Fizetendő / Amount due',
  ];
  test.for(['PROFORMA SZÁMLA / PROFORMA INVOICE', 'PROFORMARECHNUNG / PROFORMA INVOICE', 'PRO F o RMA SZÁM LA'])('`%s`', (title) => {
    const page = scan([title, ...rest, ...rest]);
    for (const word of page.words.filter(({ line }) => line === 1)) word.bold = true;
    expect(classify([page], { form: 'pdf' }).kind).toBe('pro-forma');
  });
});
