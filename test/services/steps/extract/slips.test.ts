import { describe, expect, test } from 'vitest';
import type { Page } from '#services/domain/reading.ts';
import { extract } from '#services/steps/extract/extract.ts';
import { splitDocuments } from '#services/steps/extract/split-documents.ts';
import { typedPage } from '#test/support/typed-page.ts';

const slip = (lines: readonly string[], second?: readonly string[]): Page => ({
  ...typedPage(lines, { textFrom: 'ocr', confidence: 0.8 }),
  ...(second ? { secondWords: typedPage(second, { confidence: 0.8 }).words } : {}),
});
const grossOf = (page: Page) => extract([page], { kind: 'receipt' }).invoice.gross;

describe('the sum of a slip by its own arithmetic', () => {
  test('cash less change finds a sum whose label was not read', () => {
    expect(grossOf(slip(['SHOP', 'BREAD | 12.30', 'T0+4| 28.70', 'CASH | 50.00', 'CHANGE | 21.30']))).toBe(2_870n);
  });

  test('AC-035 the payment tells the rounded sum from the one before rounding', () => {
    const lines = ['SHOP', 'Total (Inclusive of GST): | 65.53', 'Rounding Adj: | 0.02', 'VISA | 65.55'];
    expect(grossOf(slip(lines))).toBe(6_555n);
  });

  test('a second reading decides where the first misread the sum', () => {
    const lines = (total: string) => ['SHOP', `TOTAL | ${total}`, 'CASH | 20.00', 'CHANGE | 1.10'];
    expect(grossOf(slip(lines('16.30'), lines('18.90')))).toBe(1_890n);
  });

  test('a point that was not seen is put in where every other price has cents', () => {
    const lines = ['SHOP', 'A | 17.40', 'B | 13.05', 'Discount | 0.00', 'Total Sales: | 3045', 'Tax base | 30.45', 'Tax | 0.00'];
    expect(grossOf(slip(lines))).toBe(3_045n);
  });

  test('what one reading saw of cents holds for the other, and figures set apart are cents', () => {
    const first = [
      'SHOP',
      'A | 17.40',
      'B | 13.05',
      'Discount | 0.00',
      'Total Sales: | 3045',
      'Cash | 40 45',
      'Change | 10.00',
      'Tax | 0.00',
    ];
    const second = ['SHOP', 'A | 1740', 'B | 1305', 'Discount | 0.00', 'Total Sales: | 3045'];
    expect(grossOf(slip(first, second))).toBe(3_045n);
  });

  test('letters printed wider than high are one amount, with a space behind its point', () => {
    const page = slip(['SHOP', 'COPY A3 | RM1. 38', 'BASE | RM1. 30', 'GST | RM0. 08', 'TOTAL | RM1. 38', 'THANK YOU']);
    for (const word of page.words.filter(({ text }) => /^RM|^\d\d$/.test(text))) {
      const isCents = /^\d\d$/.test(word.text);
      const left = 0.5 + (isCents ? 5 * 0.016 : 0);
      word.box = [left, word.box[1], word.text.length * 0.016, 0.008];
    }
    expect(grossOf(page)).toBe(138n);
  });

  test('nothing of it is sure', () => {
    const { fields } = extract([slip(['SHOP', 'TOTAL | 18.90', 'CASH | 20.00', 'CHANGE | 1.10'])], { kind: 'receipt' });
    expect(Object.values(fields).filter(({ sure }) => sure)).toEqual([]);
  });
});

test('AC-045 a day with two meanings is not sure, one that has a single meaning is', () => {
  const read = (day: string) =>
    extract([typedPage(['Invoice no.: INV-2026-17', `Invoice date: ${day}`])], { kind: 'invoice' }).fields['issuedOn'];
  expect(read('04/05/2026')?.sure).toBe(false);
  expect(read('14/05/2026')?.sure).toBe(true);
  expect(read('2026-05-04')?.sure).toBe(true);
});

test('a day far from the other days of the same bill is not sure', () => {
  const { fields } = extract([typedPage(['Számla kelte: 2026.05.04.', 'Fizetési határidő: 2027.05.12.'])], { kind: 'invoice' });
  expect(fields['issuedOn']?.sure).toBe(false);
});

test('a bill titled in another language begins a new document though its number was not read', () => {
  const page = (title: string, number: number) => typedPage([title, 'x'], { number });
  const pages = [page('SZÁMLA', 1), page('INVOICE', 2), page('Terms', 3)];
  expect(splitDocuments(pages, ['hu', 'en', 'hu'])).toEqual([
    [1, 1],
    [2, 3],
  ]);
});

test('AC-046 months by their names, AC-051 right of, after and below the label', () => {
  const dayOf = (lines: readonly string[]) => extract([typedPage(lines)], { kind: 'invoice' }).invoice.issuedOn;
  expect(dayOf(['Számla kelte: 2026. november 4.'])).toBe('2026-11-04');
  expect(dayOf(['Számla kelte | 2026. szept. 4.'])).toBe('2026-09-04');
  expect(dayOf(['Számla kelte', '2026. május 4.'])).toBe('2026-05-04');
});
