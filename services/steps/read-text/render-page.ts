import sharp, { type Sharp } from 'sharp';
import { DomainError } from '#services/domain/errors.ts';
import type { Page } from '#services/domain/reading.ts';
import { openPdfPictures } from './pdf-pictures.ts';
import { openPictures } from './pictures.ts';
import { readText } from './read-text.ts';

/** `rotationDegrees`: by how much reading turned the page upright (`Page.rotationDegrees`); boxes refer to that page. */
export type RenderOptions = { maxWidth: number; rotationDegrees?: number; password?: string };

const webpQuality = 80;
/** Of 0–6; each step above costs twice the time for a few percent of the size, and a person is waiting. */
const webpEffort = 2;
const widestPixels = 3_000;

/**
 * One upright page as WebP, the same page that `readText` gives the boxes of.
 * @throws DomainError `not-found` (no such page), and all of `readText`
 */
export async function renderPage(bytes: Uint8Array, form: string, pageNumber: number, options: RenderOptions): Promise<Uint8Array> {
  const width = Math.min(widestPixels, Math.max(16, Math.round(options.maxWidth)));
  const page = await pageAsPicture(bytes, form, pageNumber, { ...options, maxWidth: width });
  const upright = options.rotationDegrees ? sharp(await page.png().toBuffer()).rotate(options.rotationDegrees) : page;
  return upright
    .resize({ width, withoutEnlargement: true })
    .webp({ quality: webpQuality, effort: webpEffort })
    .toBuffer()
    .catch(unreadable);
}

/** How many pages `renderPage` can draw. @throws DomainError as `readText` */
export async function pageCount(bytes: Uint8Array, form: string, password?: string): Promise<number> {
  if (form === 'pdf') {
    using document = await openPdfPictures(bytes, password);
    return document.pageCount;
  }
  if (isPicture(form)) return (await openPictures(bytes, form)).pageCount;
  return (await readText(bytes, { mediaType: '', form }, { ocr: null })).pages.length;
}

const isPicture = (form: string) => ['image', 'heic', 'tiff'].includes(form);

async function pageAsPicture(bytes: Uint8Array, form: string, pageNumber: number, { maxWidth, password }: RenderOptions): Promise<Sharp> {
  if (form === 'pdf') {
    using document = await openPdfPictures(bytes, password);
    refuseMissing(pageNumber, document.pageCount);
    const { data, width, height } = await document.colour(pageNumber, { widthPixels: maxWidth + 1 });
    return sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha();
  }
  if (isPicture(form)) {
    const pictures = await openPictures(bytes, form);
    refuseMissing(pageNumber, pictures.pageCount);
    return pictures.page(pageNumber);
  }
  const { pages } = await readText(bytes, { mediaType: '', form }, { ocr: null });
  refuseMissing(pageNumber, pages.length);
  return sharp(Buffer.from(drawingOf(pages[pageNumber - 1]!)), { density: Math.min(300, (72 * (maxWidth + 1)) / 595) });
}

/** A typed document has no looks of its own: its words where reading placed them. */
function drawingOf({ width, height, words }: Page): string {
  const texts = words.map(({ text, box: [x, y, across, down], bold }) => {
    const size = down * height;
    return `<text x="${x * width}" y="${y * height + size * 0.8}" font-size="${size}" textLength="${across * width}" lengthAdjust="spacingAndGlyphs"${bold ? ' font-weight="bold"' : ''}>${escaped(text)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="DejaVu Sans, sans-serif"><rect width="100%" height="100%" fill="white"/>${texts.join('')}</svg>`;
}

const escaped = (text: string) => text.replace(/[<>&"']|(?!\s)\p{Cc}/gu, (letter) => (letter < ' ' ? '' : `&#${letter.codePointAt(0)};`));

function refuseMissing(pageNumber: number, count: number): void {
  if (!Number.isInteger(pageNumber) || pageNumber < 1 || pageNumber > count)
    throw new DomainError('not-found', 'no such page', { page: pageNumber, pages: count });
}

function unreadable(): never {
  throw new DomainError('unreadable', 'the page cannot be drawn');
}
