import { DomainError } from '#services/domain/errors.ts';
import type { Page } from '#services/domain/reading.ts';
import { readPdf } from './read-pdf.ts';
import { readPictures } from './read-pictures.ts';
import { readTyped } from './read-typed.ts';
import type { FormRead, ReadTextLimits, ReadTextOptions, TextRead } from './text-read.ts';

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
