import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { shrink } from '#services/steps/read-text/grey-picture.ts';
import { openPdfPictures } from '#services/steps/read-text/pdf-pictures.ts';
import { greyPage, openPictures } from '#services/steps/read-text/pictures.ts';
import { printedLines, printedPdf } from '#test/support/printed-page.ts';

const size = { width: 413, height: 585 };
let pixels: Uint8Array;

beforeAll(async () => {
  using pictures = await openPdfPictures(await printedPdf([printedLines(4, 20)]));
  const { data, width, height } = await pictures.grey(1, 50);
  pixels = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize({ ...size, fit: 'fill' })
    .extractChannel(0)
    .raw()
    .toBuffer();
});

const page = (): Sharp => sharp(pixels, { raw: { ...size, channels: 1 } });
const grey = async (bytes: Uint8Array) => greyPage(await openPictures(bytes, 'image'), 1);

/** By how much the page differs from the plain one, its pixels in eights, 0 to 255. */
async function difference(bytes: Uint8Array): Promise<number> {
  const seen = await grey(bytes);
  expect({ width: seen.width, height: seen.height }).toEqual(size);
  const [a, b] = [shrink(seen, 8), shrink({ data: pixels, ...size }, 8)];
  return a.data.reduce((sum, value, at) => sum + Math.abs(value - b.data[at]!), 0) / a.data.length;
}

/** What its viewer does by EXIF orientation, undone: the stored picture that looks upright with that mark. */
const stored: Readonly<Record<number, (picture: Sharp) => Sharp>> = {
  2: (picture) => picture.flop(),
  3: (picture) => picture.rotate(180),
  4: (picture) => picture.flip(),
  6: (picture) => picture.rotate(270),
  8: (picture) => picture.rotate(90),
};

describe('H-085 H-094 a picture of any kind is the same grey page', () => {
  test.for([
    ['16 bits', () => page().toColourspace('grey16').png()],
    ['a palette', () => page().png({ palette: true, colours: 16 })],
    ['clear paper', () => page().unflatten().png()],
    ['CMYK', () => page().toColourspace('cmyk').jpeg({ quality: 95 })],
    ['progressive', () => page().jpeg({ quality: 95, progressive: true })],
    ['WebP', () => page().webp({ quality: 95 })],
    ['TIFF with LZW', () => page().tiff({ compression: 'lzw' })],
    ['TIFF of one bit', () => page().threshold(128).tiff({ bitdepth: 1, compression: 'deflate' })],
    ['GIF', () => page().gif()],
  ] as const)('%s', async ([, make]) => {
    expect(await difference(await make().toBuffer())).toBeLessThan(12);
  });

  test.for(Object.keys(stored).map(Number))('EXIF orientation %i', async (orientation) => {
    const turned = await stored[orientation]!(page()).png().toBuffer();
    expect(await difference(await sharp(turned).withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer())).toBeLessThan(12);
  });

  test.for([1, 2, 7])('a picture of %i pixels a side has no print and does no harm', async (side) => {
    const bytes = await sharp({ create: { width: side, height: side, channels: 3, background: '#888' } })
      .png()
      .toBuffer();
    expect(await grey(bytes)).toMatchObject({ width: side, height: side });
  });

  test('an animation is its first picture', async () => {
    const frames = await Promise.all([page().png().toBuffer(), page().negate().png().toBuffer()]);
    expect(
      await difference(
        await sharp(frames, { join: { animated: true } })
          .gif()
          .toBuffer(),
      ),
    ).toBeLessThan(12);
  });
});
