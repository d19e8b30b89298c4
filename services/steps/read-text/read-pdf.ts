import { fileURLToPath } from 'node:url';
import { getDocument, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { DomainError } from '#services/domain/errors.ts';
import type { Notice, Page, PageCode, Word } from '#services/domain/reading.ts';
import { findCodes } from './codes.ts';
import { type GreyPicture, inkOf, shrink } from './grey-picture.ts';
import { inReadingOrder } from './page-lines.ts';
import { refusePdfBomb } from './pdf-bombs.ts';
import { drawnOn, type Glyph } from './pdf-glyphs.ts';
import { openPdfPictures, type PdfPictures } from './pdf-pictures.ts';
import { wordsOf } from './pdf-words.ts';
import { noOcr, readPicture, skippedOcr, withCodes } from './read-pictures.ts';
import type { FormRead, ReadTextLimits, ReadTextOptions } from './text-read.ts';

const ocrDpi = 300;
/** Enough to see where ink is, and for the codes of a page with text. */
const lookDpi = 100;
/** A page with fewer words may be a picture with a stamp or a page number; then it is looked at. */
const fewWords = 60;
/** A QR code drawn square by square has more; tables and letterheads have fewer. */
const codeFillings = 120;
/** Of a page's letters; above it the font's mapping is broken. */
const soupShare = 0.12;

const packageFolder = (name: string) => fileURLToPath(new URL(`../../${name}/`, import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs')));

/** Embedded text where it can be believed, OCR of the drawn page where it cannot. */
export async function readPdf(bytes: Uint8Array, options: ReadTextOptions & ReadTextLimits): Promise<FormRead> {
  refusePdfBomb(bytes);
  const document = await open(bytes, options.password);
  const drawing = new Drawing(bytes, options.password);
  try {
    if (document.numPages > options.maxPages)
      throw new DomainError('too-many-pages', 'too many pages', { pages: document.numPages, maxPages: options.maxPages });
    const warnings = new Map<string, Notice>();
    const pages: Page[] = [];
    let recognised = 0;
    for (let number = 1; number <= document.numPages; number++) {
      const typed = await typedPage(document, number, warnings);
      const because = await reasonForOcr(typed, number, drawing);
      if (because === null || because === 'blank') {
        const mayHoldCodes = because === null && (typed.fillings > codeFillings || (await hasPictures(drawing, number)));
        pages.push(mayHoldCodes ? { ...typed.page, ...withCodes(await codesOf(drawing, number)) } : typed.page);
      } else if (!options.ocr || recognised >= options.maxOcrPages) {
        const notice = options.ocr ? skippedOcr : noOcr;
        warnings.set(notice.code, notice);
        pages.push(because === 'soup' ? { ...typed.page, words: [], textFrom: 'none' } : typed.page);
      } else {
        recognised++;
        const picture = await (await drawing.pictures()).grey(number, ocrDpi);
        pages.push(await readPicture(picture, number, options.ocr, options));
      }
      options.progress?.(number);
    }
    return { pages, warnings: [...warnings.values()] };
  } finally {
    drawing[Symbol.dispose]();
    await document.loadingTask.destroy();
  }
}

/** pdfium beside pdfjs, opened only when a page must be seen. */
class Drawing implements Disposable {
  readonly #bytes: Uint8Array;
  readonly #password: string | undefined;
  #opened: Promise<PdfPictures> | undefined;
  #open: PdfPictures | undefined;

  constructor(bytes: Uint8Array, password: string | undefined) {
    this.#bytes = bytes;
    this.#password = password;
  }

  async pictures(): Promise<PdfPictures> {
    this.#opened ??= openPdfPictures(this.#bytes, this.#password);
    this.#open = await this.#opened;
    return this.#open;
  }

  [Symbol.dispose](): void {
    this.#open?.[Symbol.dispose]();
  }
}

async function open(bytes: Uint8Array, password: string | undefined): Promise<PDFDocumentProxy> {
  const task = getDocument({
    // pdfjs takes the bytes away from their owner.
    data: new Uint8Array(bytes),
    ...(password === undefined ? {} : { password }),
    verbosity: 0,
    cMapUrl: packageFolder('cmaps'),
    standardFontDataUrl: packageFolder('standard_fonts'),
    // Pictures are pdfium's work; unpacking them here would cost memory for nothing.
    maxImageSize: 1,
    disableFontFace: true,
    useSystemFonts: false,
    isOffscreenCanvasSupported: false,
  });
  try {
    return await task.promise;
  } catch (error) {
    await task.destroy();
    const name = error instanceof Error ? error.name : '';
    if (name === 'PasswordException')
      throw new DomainError(password === undefined ? 'encrypted' : 'wrong-password', 'the PDF asks for a password');
    throw new DomainError('unreadable', 'the PDF is damaged beyond repair');
  }
}

type TypedPage = { page: Page; glyphs: Glyph[]; fillings: number };

async function typedPage(document: PDFDocumentProxy, number: number, warnings: Map<string, Notice>): Promise<TypedPage> {
  let source: PDFPageProxy;
  try {
    source = await document.getPage(number);
  } catch {
    warnings.set('damaged', { code: 'damaged', message: 'a page of the PDF is damaged' });
    return { page: { number, width: 595, height: 842, words: [], textFrom: 'none' }, glyphs: [], fillings: 0 };
  }
  const { width, height, transform } = source.getViewport({ scale: 1 });
  let glyphs: Glyph[] = [];
  let fillings = 0;
  try {
    ({ glyphs, fillings } = await drawnOn(source, transform as [number, number, number, number, number, number]));
  } catch {
    warnings.set('damaged', { code: 'damaged', message: 'a page of the PDF is damaged' });
  }
  const onPage = glyphs.filter(({ x, y, size }) => x > -size && y > -size && x < width + size && y < height + size && size > 1);
  const seen = onPage.filter(({ isHidden }) => !isHidden);
  if (onPage.length - seen.length > 3)
    warnings.set('hidden-text', { code: 'hidden-text', message: 'the PDF holds text that nobody sees; it was not read' });
  const words: Word[] = inReadingOrder(wordsOf(seen), width, height);
  source.cleanup();
  return { page: { number, width, height, words, textFrom: words.length > 0 ? 'embedded' : 'none' }, glyphs: seen, fillings };
}

/** Why a page must be read from its picture: `soup` (the text cannot be believed), `picture` (ink that no word explains); `blank`: nothing to see at all. */
async function reasonForOcr({ page, glyphs }: TypedPage, number: number, drawing: Drawing): Promise<'soup' | 'picture' | 'blank' | null> {
  const letters = glyphs.filter(({ text }) => text.trim() !== '' || text === '');
  const strange = letters.filter(({ isSoup }) => isSoup).length;
  if (letters.length > 0 && strange / letters.length > soupShare) return 'soup';
  if (page.words.length >= fewWords) return null;
  const picture = await lookAt(drawing, number);
  if (!picture) return page.words.length === 0 ? 'blank' : null;
  const { all, unexplained } = inkBeside(picture, page.words);
  if (all === 0) return 'blank';
  return unexplained > 40 && unexplained > all * 0.5 ? 'picture' : null;
}

async function lookAt(drawing: Drawing, number: number): Promise<GreyPicture | null> {
  try {
    return await (await drawing.pictures()).grey(number, lookDpi);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'too-many-pixels') throw error;
    return null; // pdfium is stricter than pdfjs: a damaged page then has what its text gives
  }
}

/** Cells of a tenth of an inch or so that hold letter-like ink: how many, and how many lie outside every word. */
function inkBeside(picture: GreyPicture, words: readonly Word[]): { all: number; unexplained: number } {
  const cell = 10;
  const across = Math.ceil(picture.width / cell);
  const down = Math.ceil(picture.height / cell);
  const counts = new Uint16Array(across * down);
  const ink = inkOf(shrink(picture, 1), 25);
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++)
      if (ink[y * picture.width + x]) counts[Math.floor(y / cell) * across + Math.floor(x / cell)]! += 1;
  const explained = new Uint8Array(across * down);
  for (const { box } of words) {
    const [x, y, width, height] = box;
    for (let v = Math.floor((y * picture.height) / cell) - 1; v <= Math.ceil(((y + height) * picture.height) / cell); v++)
      for (let u = Math.floor((x * picture.width) / cell) - 1; u <= Math.ceil(((x + width) * picture.width) / cell); u++)
        if (u >= 0 && v >= 0 && u < across && v < down) explained[v * across + u] = 1;
  }
  let all = 0;
  let unexplained = 0;
  for (let at = 0; at < counts.length; at++) {
    // A rule alone leaves a row of ten in a cell; letters leave more, and solid pictures none at their inside.
    if (counts[at]! < 12) continue;
    all++;
    if (!explained[at]) unexplained++;
  }
  return { all, unexplained };
}

async function hasPictures(drawing: Drawing, number: number): Promise<boolean> {
  try {
    return (await drawing.pictures()).hasPictures(number);
  } catch (error) {
    if (error instanceof DomainError) return false; // what pdfium cannot open has no codes that could be seen
    throw error;
  }
}

async function codesOf(drawing: Drawing, number: number): Promise<PageCode[]> {
  const picture = await lookAt(drawing, number);
  return picture ? findCodes(picture, 0) : [];
}
