import { expect, test } from 'vitest';
import { codePicture } from '#fixtures/vouchers/code-picture.ts';
import { a4, pdfOf } from '#fixtures/vouchers/drawing.ts';
import { readDocument } from '#services/read-document.ts';
import { extract } from '#services/steps/extract/extract.ts';
import { typedPage } from '#test/support/typed-page.ts';

const box = [0.7, 0.1, 0.2, 0.05] as const;
const read = (number: string, codes: readonly string[], isScan = true) => {
  const page = typedPage([`Számla sorszáma: ${number}`], isScan ? { textFrom: 'ocr', confidence: 0.9 } : {});
  const given = { ...page, codes: codes.map((text) => ({ format: 'Code128', text, box })) };
  const { invoice, fields } = extract([given], { kind: 'invoice' });
  return { number: invoice.number, sure: fields['number']?.sure, source: fields['number']?.source };
};

test('AC-L01 a number that page and code say alike is sure, though OCR alone never is', () => {
  expect(read('SZ-2026/00417', [])).toMatchObject({ number: 'SZ-2026/00417', sure: false });
  expect(read('SZ-2026/00417', ['SZ-2026/00417'])).toMatchObject({ number: 'SZ-2026/00417', sure: true });
  expect(read('SZ-2026/00417', ['https://pelda.test/?nr=SZ-2026/00417&k=1'])).toMatchObject({ sure: true });
});

test('a code puts a misread number right, and a person sees it', () => {
  expect(read('SZ-2O26/00411', ['SZ-2026/00417'])).toEqual({ number: 'SZ-2026/00417', sure: false, source: 'code' });
});

test('codes of goods, two codes alike, and typed numbers change nothing', () => {
  expect(read('SZ-2026/00417', ['5991234567890'])).toMatchObject({ number: 'SZ-2026/00417', sure: false, source: 'ocr' });
  expect(read('SZ-2026/00417', ['SZ-2026/00418', 'SZ-2026/00419'])).toMatchObject({ number: 'SZ-2026/00417', source: 'ocr' });
  expect(read('SZ-2026/00417', ['SZ-2026/00418'], false)).toMatchObject({ number: 'SZ-2026/00417', source: 'embedded' });
});

test('a bar code on a page is found and read', { timeout: 60_000 }, async () => {
  const page = a4();
  const lines = ['SZÁMLA', 'Számla sorszáma: SZ-2026/00417', 'Kelt: 2026.11.02.', 'Fizetendő: 12 700 Ft'];
  page.texts = lines.map((text, at) => ({ text, x: 50, y: 50 + at * 22, size: 11 }));
  page.pictures = [{ png: await codePicture('SZ-2026/00417', 'Code128'), x: 300, y: 40, width: 240 }];
  const { fields } = await readDocument(await pdfOf([page], 'DejaVuSans'), { name: 'vonalkód.pdf' });
  expect(fields['number']).toMatchObject({ sure: true, because: 'code agrees' });
});
