import decodeHeic from 'heic-decode';
import sharp, { type Sharp } from 'sharp';
import { DomainError } from '#services/domain/errors.ts';
import { gifExtents } from './gif-extents.ts';
import type { GreyPicture } from './grey-picture.ts';

/** A phone takes 50 megapixels, a bomb claims billions. */
export const mostPixels = 100_000_000;
/** What OCR needs of a page: the long side of A4 at 450 dpi, in pixels. */
const longestUsefulSide = 5_300;
const knownFormats = new Set(['jpeg', 'png', 'tiff', 'webp', 'gif', 'heif']);

/** Stills of the file, its pages, upright as their own EXIF says, on white; a `whole` one fails where the file is cut. */
export type Pictures = { pageCount: number; page(number: number, demand?: 'whole'): Promise<Sharp> };

/** @throws DomainError `too-many-pixels`, `unreadable` before anything large is unpacked */
export async function openPictures(bytes: Uint8Array, form: string): Promise<Pictures> {
  if (form === 'heic' || isHeic(bytes)) return openHeic(bytes);
  const facts = await sharp(bytes, { failOn: 'none', limitInputPixels: false }).metadata().catch(unreadable);
  if (!knownFormats.has(facts.format ?? '')) throw new DomainError('unreadable', 'not a picture of a kind that can be read');
  refuseTooLarge(facts.width ?? 0, facts.pageHeight ?? facts.height ?? 0);
  if (facts.format === 'gif' && gifExtents(bytes) > mostPixels)
    throw new DomainError('too-many-pixels', 'a frame of the picture lies too far out', { mostPixels });
  const pageCount = facts.format === 'tiff' ? (facts.pages ?? 1) : 1;
  return {
    pageCount,
    async page(number, demand) {
      const options = { page: number - 1, failOn: 'none', limitInputPixels: mostPixels, sequentialRead: true } as const;
      if (pageCount > 1) {
        const own = await sharp(bytes, options).metadata().catch(unreadable);
        refuseTooLarge(own.width ?? 0, own.height ?? 0);
      }
      return sharp(bytes, { ...options, failOn: demand === 'whole' ? 'truncated' : 'none' })
        .autoOrient()
        .flatten({ background: 'white' });
    },
  };
}

/** One page as grey pixels, no larger than reading needs; of a damaged one what is there, and it is told. */
export async function greyPage(pictures: Pictures, number: number): Promise<GreyPicture & { isDamaged: boolean }> {
  try {
    return { ...(await greyOf(await pictures.page(number, 'whole'))), isDamaged: false };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    return { ...(await greyOf(await pictures.page(number)).catch(unreadable)), isDamaged: true };
  }
}

async function greyOf(page: Sharp): Promise<GreyPicture> {
  const { data, info } = await page
    .toColourspace('b-w')
    .removeAlpha()
    .resize({
      width: longestUsefulSide,
      height: longestUsefulSide,
      fit: 'inside',
      withoutEnlargement: true,
    })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function refuseTooLarge(width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw new DomainError('unreadable', 'the picture has no size');
  if (width * height > mostPixels) throw new DomainError('too-many-pixels', 'the picture is too large', { width, height, mostPixels });
}

function unreadable(error: unknown): never {
  if (error instanceof Error && /pixel limit/i.test(error.message))
    throw new DomainError('too-many-pixels', 'the picture is too large', { mostPixels });
  throw new DomainError('unreadable', 'the picture is damaged');
}

/** ISO 14496-12 §4.3: the brands under which phones write HEIC. */
function isHeic(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(4, 12)).toString('latin1');
  return /^ftyp(heic|heix|hevc|hevx|mif1|msf1|heim|heis)/.test(head);
}

async function openHeic(bytes: Uint8Array): Promise<Pictures> {
  const facts = await sharp(bytes, { failOn: 'none', limitInputPixels: false }).metadata().catch(unreadable);
  refuseTooLarge(facts.width ?? 0, facts.height ?? 0);
  const { data, width, height } = await decodeHeic({ buffer: bytes }).catch(unreadable);
  return {
    pageCount: 1,
    // The decoder has turned it upright already.
    page: async () => sharp(Buffer.from(data), { raw: { width, height, channels: 4 } }).flatten({ background: 'white' }),
  };
}
