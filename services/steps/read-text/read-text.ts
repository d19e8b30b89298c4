import { DomainError } from '#services/domain/errors.ts';
import type { Box, Notice, Page } from '#services/domain/reading.ts';
import type { Ocr } from './ocr.ts';
import { readPdf } from './read-pdf.ts';
import { readPictures } from './read-pictures.ts';
import { readTyped } from './read-typed.ts';

/** A QR or bar code on a page, `format` by zxing's name (`QRCode`, `Code128`, …). */
export type CodeFound = { format: string; text: string; page: number; box: Box };

export type ReadTextOptions = {
  /** Null: pictures give no words. Open it once a process (`openOcr`), it stays warm. */
  ocr: Ocr | null;
  /** Pages read by OCR in one document; the rest has none of its words and a warning. */
  maxOcrPages?: number;
  /** Pages in one document. */
  maxPages?: number;
  password?: string;
  /** Called after each page with the number of pages done. */
  progress?: (done: number) => void;
};

export type TextRead = { pages: Page[]; textFrom: 'embedded' | 'ocr' | 'none'; codes: CodeFound[]; warnings: Notice[] };
export type ReadTextLimits = Required<Pick<ReadTextOptions, 'maxOcrPages' | 'maxPages'>>;

/** What a reader of one form gives; `textFrom` follows from its pages. */
export type FormRead = Omit<TextRead, 'textFrom'>;

/**
 * Every word of a document with its place, in reading order, and every code on it. Printed forms only: what was typed
 * is taken as it is, what is a picture is read by OCR.
 * @throws DomainError `empty-file`, `encrypted`, `wrong-password`, `unreadable`, `too-many-pages`, `too-many-pixels`, `unknown-type`
 */
export async function readText(
  bytes: Uint8Array,
  { form }: { mediaType: string; form: string },
  options: ReadTextOptions,
): Promise<TextRead> {
  if (bytes.length === 0) throw new DomainError('empty-file', 'the file is empty');
  const read = await readForm(bytes, form, { maxOcrPages: 50, maxPages: 500, ...options });
  return { ...read, textFrom: textSourceOf(read.pages) };
}

/** Where most of a document's words are from. */
export function textSourceOf(pages: readonly Pick<Page, 'textFrom'>[]): TextRead['textFrom'] {
  const embedded = pages.filter(({ textFrom }) => textFrom === 'embedded').length;
  const recognised = pages.filter(({ textFrom }) => textFrom === 'ocr').length;
  return embedded + recognised === 0 ? 'none' : embedded >= recognised ? 'embedded' : 'ocr';
}

async function readForm(bytes: Uint8Array, form: string, options: ReadTextOptions & ReadTextLimits): Promise<FormRead> {
  switch (form) {
    case 'pdf':
      return readPdf(bytes, options);
    case 'image':
    case 'heic':
    case 'tiff':
      return readPictures(bytes, form, options);
    case 'docx':
    case 'odt':
    case 'html':
    case 'text':
    case 'csv':
    case 'xlsx':
    case 'xls':
    case 'ods':
      return readTyped(bytes, form, options.maxPages);
    case 'encrypted':
      throw new DomainError('encrypted', 'the file asks for a password or a key');
    default:
      throw new DomainError('unknown-type', 'no words are read from this form');
  }
}
