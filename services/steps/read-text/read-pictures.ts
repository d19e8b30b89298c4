import { DomainError } from '#services/domain/errors.ts';
import type { Box, Notice, Page, PageCode } from '#services/domain/reading.ts';
import { findCodes } from './codes.ts';
import type { GreyPicture } from './grey-picture.ts';
import { inReadingOrder } from './page-lines.ts';
import { greyPage, openPictures } from './pictures.ts';
import type { Area } from './print-area.ts';
import { type RecognisedPage, recognisePage, type SeenPage } from './recognise-page.ts';
import type { FormRead, ReadTextLimits, ReadTextOptions } from './text-read.ts';

export const skippedOcr: Notice = { code: 'ocr-skipped', message: 'more pages to recognise than allowed; the rest was left unread' };
const damaged: Notice = { code: 'damaged', message: 'the picture is cut or damaged' };
export const noOcr: Notice = { code: 'no-ocr', message: 'the page is a picture and recognition was not asked for' };

/** Pictures of any kind, TIFF with all its pages. */
export async function readPictures(bytes: Uint8Array, form: string, options: ReadTextOptions & ReadTextLimits): Promise<FormRead> {
  const pictures = await openPictures(bytes, form);
  if (pictures.pageCount > options.maxPages)
    throw new DomainError('too-many-pages', 'too many pages', { pages: pictures.pageCount, maxPages: options.maxPages });
  const warnings: Notice[] = [];
  const pages: Page[] = [];
  for (let number = 1; number <= pictures.pageCount; number++) {
    const picture = await greyPage(pictures, number);
    if (picture.isDamaged && !warnings.includes(damaged)) warnings.push(damaged);
    const mayRead = number <= options.maxOcrPages;
    if (!mayRead && number === options.maxOcrPages + 1) warnings.push(skippedOcr);
    pages.push(await readPicture(picture, number, mayRead ? options.ocr : null, options));
    options.progress?.(number);
  }
  if (!options.ocr) warnings.push(noOcr);
  return { pages, warnings };
}

/** One picture of a page: its words by OCR and its codes, both in fractions of the page turned upright. */
export async function readPicture(
  picture: GreyPicture,
  number: number,
  ocr: ReadTextOptions['ocr'],
  { isUnderstood, doubtfulRows }: Pick<ReadTextOptions, 'isUnderstood' | 'doubtfulRows'> = {},
): Promise<Page> {
  if (!ocr)
    return {
      number,
      width: picture.width,
      height: picture.height,
      words: [],
      ...withCodes(await findCodes(picture, 0)),
      textFrom: 'none',
    };
  const read = await recognisePage(picture, ocr, {
    isUnderstood: isUnderstood && ((seen) => isUnderstood(pageOf(seen, number))),
    doubtfulRows: doubtfulRows && ((seen) => doubtfulRows(pageOf(seen, number)).map((row) => row.map((box) => areaOf(box, seen)))),
  });
  return { ...pageOf(read, number), ...withCodes(await findCodes(picture, read.rotationDegrees)) };
}

const areaOf = ([x, y, across, down]: Box, { width, height }: SeenPage): Area => ({
  left: x * width,
  top: y * height,
  width: across * width,
  height: down * height,
});

const pageOf = ({ words, secondWords, width, height, rotationDegrees }: SeenPage & Partial<RecognisedPage>, number: number): Page => ({
  number,
  width,
  height,
  words: inReadingOrder(words, width, height),
  ...(secondWords ? { secondWords: inReadingOrder(secondWords, width, height) } : {}),
  textFrom: words.length > 0 ? 'ocr' : 'none',
  ...(rotationDegrees ? { rotationDegrees } : {}),
});

export const withCodes = (codes: PageCode[]): Pick<Page, 'codes'> => (codes.length > 0 ? { codes } : {});
