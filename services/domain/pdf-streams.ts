import { lettersOf } from './letters.ts';

/** One stream of a PDF as it stands in the file: the text of its dictionary, and its bytes still packed. */
export type PdfStream = { dictionary: string; packed: Uint8Array };

/** Dictionaries of streams are a few hundred letters long. */
const longestDictionary = 4_096;

/**
 * Every stream of a PDF, found by its words and not by its cross-reference table: hostile and damaged files have
 * none that can be trusted. Source: PDF 32000-1 §7.3.8.
 */
export function* pdfStreams(bytes: Uint8Array): Generator<PdfStream> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at)) {
    const mark = at;
    at += 'stream'.length;
    if (lettersOf(file, mark - 3, mark) === 'end') continue;
    const start = file[at] === 13 && file[at + 1] === 10 ? at + 2 : file[at] === 10 ? at + 1 : -1;
    if (start < 0) continue;
    const before = lettersOf(file, Math.max(0, mark - longestDictionary), mark);
    const end = file.indexOf('endstream', start);
    at = end < 0 ? file.length : end + 'endstream'.length;
    yield { dictionary: before.slice(before.lastIndexOf('obj') + 3), packed: file.subarray(start, end < 0 ? file.length : end) };
  }
}
