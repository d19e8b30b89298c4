import { DomainError } from './domain/errors.ts';
import type { Page, Reading } from './domain/reading.ts';
import { identify } from './steps/identify/identify.ts';
import { readStructured } from './steps/read-structured/read-structured.ts';
import { openOcr, type Ocr } from './steps/read-text/ocr.ts';
import { readText } from './steps/read-text/read-text.ts';

export type ReadOptions = { name?: string | null; password?: string; isOcrNative?: boolean; progress?: (done: number) => void };
export type DocumentReading = Reading & { pageTexts: Page[] };

let ocr: Ocr | undefined;

/** What the machine understands of a document; bad input is a reading with `refused`, never an error. */
export async function readDocument(bytes: Uint8Array, { name = null, password, isOcrNative = false, progress }: ReadOptions): Promise<DocumentReading> {
  // A plain array of its own: pdf.js refuses Buffers and takes the memory it is given.
  const file = Uint8Array.from(bytes);
  const identified = identify(bytes, name);
  const nothing: DocumentReading = {
    mediaType: identified.mediaType, kind: 'other', kindConfidence: 0, pages: 0, textFrom: 'none', language: null,
    invoice: null, fields: {}, parts: [], refused: null, warnings: [], pageTexts: [],
  };
  try {
    const structured = await readStructured(bytes, identified);
    if (structured) return { ...structured, pageTexts: [] };
    ocr ??= openOcr({ native: isOcrNative });
    const { pages, textFrom, warnings } = await readText(file, identified, { ocr, ...(password === undefined ? {} : { password }), ...(progress ? { progress } : {}) });
    return { ...nothing, pages: pages.length, textFrom, warnings, pageTexts: pages };
  } catch (error) {
    if (error instanceof DomainError) return { ...nothing, refused: { code: error.code, message: error.message } };
    console.error(error);
    return { ...nothing, refused: { code: 'unreadable', message: 'the file cannot be read' } };
  }
}
