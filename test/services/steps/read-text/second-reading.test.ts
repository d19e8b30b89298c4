import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { type Ocr, openOcr, type RecogniseOptions } from '#services/steps/read-text/ocr.ts';
import { readText } from '#services/steps/read-text/read-text.ts';
import { printedLines, scanned } from '#test/support/printed-page.ts';

const ocr = openOcr({ workers: 1 });
afterAll(() => ocr[Symbol.asyncDispose]());

/** Coarse enough that its words are in doubt. */
const faint = async () =>
  sharp(await scanned(printedLines(5, 12)))
    .resize({ width: 750 })
    .blur(0.7)
    .jpeg({ quality: 35 })
    .toBuffer();

async function readCounting(picture: Buffer, isUnderstood?: (words: number) => boolean) {
  const modes: number[] = [];
  const counting: Ocr = {
    ...ocr,
    recognise(image: Uint8Array, options: RecogniseOptions) {
      modes.push(options.mode);
      return ocr.recognise(image, options);
    },
  };
  const { pages } = await readText(
    picture,
    { mediaType: 'image/jpeg', form: 'image' },
    {
      ocr: counting,
      doubtfulRows: ({ words }) => [words.slice(0, 4).map(({ box }) => box)],
      ...(isUnderstood ? { isUnderstood: ({ words }) => isUnderstood(words.length) } : {}),
    },
  );
  return { modes, page: pages[0]! };
}

test('a doubtful picture is read twice, but once where its first words are understood', { timeout: 120_000 }, async () => {
  const twice = await readCounting(await faint());
  expect(twice.modes.slice(0, 2)).toEqual([3, 6]);
  expect(twice.modes.slice(2).every((mode) => mode === 7)).toBe(true);
  expect(twice.page.secondWords).toBeDefined();
  const seen: number[] = [];
  const once = await readCounting(await faint(), (words) => seen.push(words) > 0);
  expect(once.modes).toEqual([3]);
  expect(once.page.secondWords).toBeUndefined();
  expect(seen).toEqual([once.page.words.length]);
});

test('a clear picture is recognised once, whatever its rows', { timeout: 120_000 }, async () => {
  const { modes, page } = await readCounting(await scanned(printedLines(5, 12)));
  expect(modes).toEqual([3]);
  expect(page.secondWords).toBeUndefined();
});
