import { afterAll, expect, test } from 'vitest';
import type { Page } from '#services/domain/reading.ts';
import { doubtfulRows } from '#services/steps/extract/doubtful-rows.ts';
import { lookCloser } from '#services/steps/read-text/closer-look.ts';
import type { GreyPicture } from '#services/steps/read-text/grey-picture.ts';
import { type Ocr, openOcr, type RecogniseOptions } from '#services/steps/read-text/ocr.ts';
import type { PlacedWord } from '#services/steps/read-text/page-lines.ts';
import { openPdfPictures } from '#services/steps/read-text/pdf-pictures.ts';
import { printedPdf } from '#test/support/printed-page.ts';
import { typedPage } from '#test/support/typed-page.ts';

const ocr = openOcr({ workers: 1 });
afterAll(() => ocr[Symbol.asyncDispose]());

/** Two lines of ten-point print at 200 dpi. */
async function printedRows(): Promise<GreyPicture> {
  using pictures = await openPdfPictures(await printedPdf([['Kelt 11/05/2018 Fizetve 18.90', 'Egy másik sor 77 431']]));
  return pictures.grey(1, 200);
}

const placed = (text: string, left: number, right: number, confidence = 0.95): PlacedWord => ({
  text,
  left,
  right,
  top: 142,
  bottom: 166,
  confidence,
  size: 24,
  bold: false,
});

test('figures that a row, looked at alone, shows otherwise are put right and are not sure; words stay', async () => {
  const picture = await printedRows();
  const words = [placed('Kéit', 139, 180), placed('11/06/2018', 190, 345), placed('Fizetve', 355, 446)];
  const row = words.map(({ left, right, top, bottom }) => ({ left, top, width: right - left, height: bottom - top }));
  row.push({ left: 455, top: 142, width: 100, height: 24 });
  const corrected = await lookCloser({ picture, letterHeight: 18, skewDegrees: 0 }, [row], words, [], ocr);
  const text = corrected.toSorted((a, b) => a.left - b.left).map((word) => word.text);
  expect(text).toEqual(['Kéit', '11/05/2018', 'Fizetve', '18.90']);
  expect(corrected.filter((word) => /\d/.test(word.text)).every(({ confidence }) => confidence < 0.85)).toBe(true);
});

test('a row whose first readings agree is looked at twice, one that they dispute four times', async () => {
  const picture = await printedRows();
  const looksAt = async (own: readonly PlacedWord[], second: readonly PlacedWord[]) => {
    let looks = 0;
    const counting: Ocr = {
      ...ocr,
      recognise(image: Uint8Array, options: RecogniseOptions) {
        looks++;
        return ocr.recognise(image, options);
      },
    };
    const row = [...own, ...second].map(({ left, right, top, bottom }) => ({ left, top, width: right - left, height: bottom - top }));
    await lookCloser({ picture, letterHeight: 18, skewDegrees: 0 }, [row], own, second, counting);
    return looks;
  };
  const rest = [placed('Kelt', 139, 180), placed('Fizetve', 355, 446), placed('18.90', 455, 555, 0.8)];
  const right = [...rest, placed('11/05/2018', 190, 345, 0.8)];
  expect(await looksAt(right, right)).toBe(2);
  expect(await looksAt([...rest, placed('11/06/2018', 190, 345)], [...rest, placed('11/06/2018', 190, 345)])).toBe(4);
});

const page = (lines: readonly string[], second: readonly string[], confidence = 0.95): Page => ({
  ...typedPage(lines, { textFrom: 'ocr', confidence }),
  secondWords: typedPage(second, { confidence }).words,
});
const textsOf = (page: Page) =>
  doubtfulRows(page).map((row) => page.words.filter((word) => row.includes(word.box)).map(({ text }) => text));

test('a closer look is for the rows of the day, the sums and the payment that are in doubt', () => {
  const lines = ['SHOP 12', 'BREAD | 4.30', 'DATE: 11/06/2018', 'TOTAL | 18.90', 'CHANGE | 1.10'];
  expect(textsOf(page(lines, lines))).toEqual([]);
  expect(textsOf(page(lines, ['SHOP 13', 'BREAD | 4.80', 'DATE: 11/05/2018', 'TOTAL | 18.90', 'CHANGE | 1.70']))).toEqual([
    ['DATE:', '11/06/2018'],
    ['CHANGE', '1.10'],
  ]);
  expect(textsOf(page(lines, lines, 0.7))).toEqual([
    ['DATE:', '11/06/2018'],
    ['TOTAL', '18.90'],
    ['CHANGE', '1.10'],
  ]);
});

test('a row that slants otherwise than its page, or lies at its edge, does no harm', async () => {
  const picture = await printedRows();
  const words = [placed('Kelt', 139, 180), placed('11/06/2018', 190, 345), placed('18.90', 455, 555)];
  const row = words.map(({ left, right, top, bottom }) => ({ left, top, width: right - left, height: bottom - top }));
  const edge = [
    { left: 2, top: 0, width: 3, height: 2 },
    { left: picture.width - 5, top: picture.height - 3, width: 5, height: 3 },
  ];
  const corrected = await lookCloser({ picture, letterHeight: 18, skewDegrees: 7 }, [row, edge, edge.slice(1)], words, [], ocr);
  expect(corrected.map((word) => word.text)).toContain('11/05/2018');
});
