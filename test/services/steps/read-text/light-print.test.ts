import { expect, test } from 'vitest';
import { darkOnLight } from '#services/steps/read-text/light-print.ts';
import { openOcr } from '#services/steps/read-text/ocr.ts';
import { openPdfPictures } from '#services/steps/read-text/pdf-pictures.ts';
import { recognisePage } from '#services/steps/read-text/recognise-page.ts';
import { printedLines, printedPdf } from '#test/support/printed-page.ts';

const letterHeight = 17;

/** A page at 200 dpi whose lines are at `50 + 18 n` points; the rows of pixels given are filled, their letters light. */
async function filled(lines: readonly string[], from: number, to: number) {
  using pictures = await openPdfPictures(await printedPdf([lines]));
  const { data, width, height } = await pictures.grey(1, 200);
  const edge = Math.round(width * 0.05);
  const head = data.map((value, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return y >= from && y < to && x > edge && x < width - edge ? 255 - value * 0.55 : value;
  });
  return { data: head, width, height };
}

test('light letters on a filled head are read as the rest is', { timeout: 60_000 }, async () => {
  await using ocr = openOcr({ workers: 1 });
  const lines = ['Invoice Number      Issue Date      Charges', '34278587      6/18/2026      56 651', ...printedLines(3, 12)];
  const { words } = await recognisePage(await filled(lines, 130, 178), ocr);
  const texts = words.map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(['Invoice', 'Number', 'Issue', 'Date', 'Charges', '34278587']));
});

test('a filled area without letters, and print on paper, stay as they are', async () => {
  const plain = await filled(printedLines(3, 12), 0, 0);
  expect(darkOnLight(plain, letterHeight)).toBe(plain);
  const blind = { ...plain, data: plain.data.map((value, at) => (at < plain.width * 100 ? 120 : value)) };
  expect(darkOnLight(blind, letterHeight)).toBe(blind);
});
