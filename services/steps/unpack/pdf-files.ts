import { inflateSync, constants as zlib } from 'node:zlib';
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
  PDFString,
} from '@cantoo/pdf-lib';
import type { EmbeddedFile } from '#services/domain/embedded-file.ts';
import { DomainError } from '#services/domain/errors.ts';
import { lettersOf } from '#services/domain/letters.ts';
import { pdfStreams } from '#services/domain/pdf-streams.ts';

const maxFiles = 200;
/** All attachments of one document together. */
const maxTotalBytes = 200 * 1024 * 1024;
/** Name trees of real documents are two or three deep. */
const maxTreeDepth = 20;

const nameOf = (text: string): PDFName => PDFName.of(text);

/** The `Names` of a name tree, its branches followed; a tree that runs in circles ends at the depth. */
function* filesInTree(tree: PDFObject | undefined, depth = 0): Generator<PDFObject | undefined> {
  if (!(tree instanceof PDFDict) || depth > maxTreeDepth) return;
  const names = tree.lookup(nameOf('Names'));
  if (names instanceof PDFArray) for (let at = 1; at < names.size(); at += 2) yield names.lookup(at);
  const kids = tree.lookup(nameOf('Kids'));
  if (kids instanceof PDFArray) for (let at = 0; at < Math.min(kids.size(), maxFiles); at++) yield* filesInTree(kids.lookup(at), depth + 1);
}

function* itemsOf(list: PDFObject | undefined): Generator<PDFObject | undefined> {
  if (list instanceof PDFArray) for (let at = 0; at < list.size(); at++) yield list.lookup(at);
}

/** Every place that can hold a file: the name tree, associated files of the document and of its pages, file annotations. */
function* specifications(document: PDFDocument): Generator<PDFObject | undefined> {
  const names = document.catalog.lookup(nameOf('Names'));
  if (names instanceof PDFDict) yield* filesInTree(names.lookup(nameOf('EmbeddedFiles')));
  yield* itemsOf(document.catalog.lookup(nameOf('AF')));
  for (const page of pagesOf(document)) {
    yield* itemsOf(page.node.lookup(nameOf('AF')));
    for (const annotation of itemsOf(page.node.lookup(nameOf('Annots')))) {
      if (annotation instanceof PDFDict && annotation.lookup(nameOf('Subtype')) === nameOf('FileAttachment'))
        yield annotation.lookup(nameOf('FS'));
    }
  }
}

/** None where the page tree is damaged; the name tree may be whole all the same. */
function pagesOf(document: PDFDocument): PDFPage[] {
  try {
    return document.getPages();
  } catch {
    return [];
  }
}

function contentOf(stream: PDFRawStream, room: number): Uint8Array {
  const filter = stream.dict.lookup(nameOf('Filter'));
  const only = filter instanceof PDFArray && filter.size() === 1 ? filter.lookup(0) : filter;
  if (only === undefined) return stream.contents;
  // The usual one, by a decoder that can be told when to stop; a cut stream gives what there is of it.
  if (only === nameOf('FlateDecode') && stream.dict.lookup(nameOf('DecodeParms')) === undefined)
    return inflateSync(stream.contents, { maxOutputLength: room, finishFlush: zlib.Z_SYNC_FLUSH });
  return decodePDFRawStream(stream).decode();
}

const textOf = (value: PDFObject | undefined): string | null =>
  value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : null;

function fileOf(specification: PDFDict, room: number): EmbeddedFile | null {
  const files = specification.lookup(nameOf('EF'));
  if (!(files instanceof PDFDict)) return null;
  const stream = files.lookup(nameOf('UF')) ?? files.lookup(nameOf('F'));
  if (!(stream instanceof PDFRawStream)) return null;
  const name = textOf(specification.lookup(nameOf('UF'))) ?? textOf(specification.lookup(nameOf('F'))) ?? 'attachment';
  const type = stream.dict.lookup(nameOf('Subtype'));
  return {
    // Only the last part of a path: a name never chooses a folder.
    name: name.split(/[\\/]/).at(-1) || 'attachment',
    mediaType: type instanceof PDFName ? type.decodeText() : 'application/octet-stream',
    bytes: contentOf(stream, room),
  };
}

const fileWords = /\/EmbeddedFile|\/Filespec|\/EF\b/;
/** One object stream seldom holds more than a hundred kilobytes. */
const mostObjectBytes = 4 * 1024 * 1024;

/** Whether a file inside is possible at all; without these words, in the open or in an object stream, there is none. */
function mayHoldFiles(bytes: Uint8Array): boolean {
  const text = lettersOf(bytes);
  if (fileWords.test(text)) return true;
  if (!text.includes('/ObjStm')) return false;
  if (text.includes('/Encrypt')) return true;
  for (const { dictionary, packed } of pdfStreams(bytes)) {
    if (!dictionary.includes('/ObjStm')) continue;
    try {
      const objects = inflateSync(packed, { maxOutputLength: mostObjectBytes, finishFlush: zlib.Z_SYNC_FLUSH });
      if (fileWords.test(lettersOf(objects))) return true;
    } catch {
      return true; // packed in another way: to be looked at
    }
  }
  return false;
}

/** The files attached to a PDF, as `carriedFiles` finds them. @throws DomainError `too-large-unpacked`, `too-many-entries` */
export const embeddedFiles = async (bytes: Uint8Array, password = ''): Promise<EmbeddedFile[]> =>
  (await carriedFiles(bytes, password)).files;

/**
 * The files attached to a PDF, each once, in the order of the document. A PDF too broken to be opened has none to give:
 * what is wrong with it is said by the reader of its pages. `isPortfolio`: it calls itself a collection of files
 * (ISO 32000-1 §12.3.5), its page being only the cover.
 *
 * @throws DomainError `too-large-unpacked`, `too-many-entries`
 */
export async function carriedFiles(bytes: Uint8Array, password = ''): Promise<{ files: EmbeddedFile[]; isPortfolio: boolean }> {
  if (!mayHoldFiles(bytes)) return { files: [], isPortfolio: false };
  const found: EmbeddedFile[] = [];
  const seen = new Set<PDFDict>();
  let room = maxTotalBytes;
  let document: PDFDocument;
  try {
    document = await PDFDocument.load(bytes, { ignoreEncryption: false, password, updateMetadata: false, throwOnInvalidObject: false });
  } catch {
    // Encrypted with a password, or not a PDF that this library can open: the page reader reports that.
    return { files: [], isPortfolio: false };
  }
  for (const specification of specifications(document)) {
    if (!(specification instanceof PDFDict) || seen.has(specification)) continue;
    seen.add(specification);
    const file = readSafely(specification, room);
    if (!file) continue;
    room -= file.bytes.length;
    found.push(file);
    if (room <= 0) throw new DomainError('too-large-unpacked', 'the attachments are too large', { limit: maxTotalBytes });
    if (found.length > maxFiles) throw new DomainError('too-many-entries', 'too many attachments', { limit: maxFiles });
  }
  return { files: found, isPortfolio: document.catalog.lookup(nameOf('Collection')) instanceof PDFDict };
}

function readSafely(specification: PDFDict, room: number): EmbeddedFile | null {
  try {
    return fileOf(specification, room);
  } catch (error) {
    if (error instanceof RangeError)
      throw new DomainError('too-large-unpacked', 'an attachment unpacks to too much', { limit: maxTotalBytes });
    // A damaged attachment is as good as absent; the pages are read all the same.
    return null;
  }
}
