import { expect, test } from 'vitest';
import { extract } from '#services/steps/extract/extract.ts';
import { typedPage } from '#test/support/typed-page.ts';

const numberOn = (lines: readonly string[], name: string | null = null) => {
  const { invoice, fields } = extract([typedPage(lines)], { kind: 'invoice', name });
  return { number: invoice.number, sure: fields['number']?.sure ?? false };
};
const body = ['Kelt: 2026.05.04.', 'Fizetendő: 63 500 Ft'];

test('AC-L01 a number that only a title names is sure where it stands a second time, or names the file', () => {
  expect(numberOn(['Számla PR-2026/0042', ...body])).toEqual({ number: 'PR-2026/0042', sure: false });
  expect(numberOn(['Számla PR-2026/0042', ...body, 'Közlemény PR-2026/0042'])).toEqual({ number: 'PR-2026/0042', sure: true });
  expect(numberOn(['Számla PR-2026/0042', ...body], 'szamla_PR-2026-0042.pdf')).toEqual({ number: 'PR-2026/0042', sure: true });
  expect(numberOn(['Számla PR-2026/0042', ...body], 'szamla.pdf').sure).toBe(false);
});

test('what stands twice as the number of something else is not', () => {
  expect(numberOn(['Számla 4500771209', ...body, 'Rendelésszám: 4500771209']).sure).toBe(false);
  expect(numberOn(['Számla 4500771209', 'Ügyfélszám: 4500771209', ...body]).sure).toBe(false);
});

test('a number of few digits stands twice by chance', () => {
  expect(numberOn(['Számla 17', ...body, '17 db alma']).sure).toBe(false);
});

test('the letters that a number begins with are no word for number', () => {
  expect(numberOn(['SZÁMLA', 'SZT0012345', ...body]).number).toBe('SZT0012345');
  expect(numberOn(['SZÁMLA (gépi)', 'SZLA-0093/000447', ...body]).number).toBe('SZLA-0093/000447');
  expect(numberOn(['SZÁMLA | Sz.: 0012345', ...body]).number).toBe('0012345');
});

test('AC-L01 a compound with Nr. and the day in one breath', () => {
  const { invoice, fields } = extract([typedPage(['Handelsrechnung Nr. 471102 vom 05.03.2018', 'Gesamtbetrag: 529,87 EUR'])], {
    kind: 'invoice',
  });
  expect(invoice).toMatchObject({ number: '471102', issuedOn: '2018-03-05' });
  expect([fields['number']?.sure, fields['issuedOn']?.sure]).toEqual([true, true]);
});
