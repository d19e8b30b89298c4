import type { Box, Notice, Page } from '#services/domain/reading.ts';
import type { Ocr } from './ocr.ts';

export type ReadTextOptions = {
  /** Null: pictures give no words. Open it once a process (`openOcr`), it stays warm. */
  ocr: Ocr | null;
  /** Pages read by OCR in one document; the rest has none of its words and a warning. */
  maxOcrPages?: number;
  /** Pages in one document. */
  maxPages?: number;
  password?: string;
  /** Whether the words of a picture say all that is wanted of it: then it is not read a second time. */
  isUnderstood?: (page: Page) => boolean;
  /** The rows of a picture read twice that should be looked at once more: boxes of their words. */
  doubtfulRows?: (page: Page) => Box[][];
  /** Called after each page with the number of pages done. */
  progress?: (done: number) => void;
};

export type TextRead = { pages: Page[]; textFrom: 'embedded' | 'ocr' | 'none'; warnings: Notice[] };
export type ReadTextLimits = Required<Pick<ReadTextOptions, 'maxOcrPages' | 'maxPages'>>;

/** What a reader of one form gives; `textFrom` follows from its pages. */
export type FormRead = Omit<TextRead, 'textFrom'>;
