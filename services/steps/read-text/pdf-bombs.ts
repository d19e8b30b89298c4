import { inflateSync, constants as zlib } from 'node:zlib';
import { DomainError } from '#services/domain/errors.ts';
import { type PdfStream, pdfStreams } from '#services/domain/pdf-streams.ts';
import { mostPixels } from './pictures.ts';

/** Text and drawing pack to a fiftieth; a blank page in colour to a thousandth, but then it is a page's size at most. */
const largestRatio = 200;
const ratioMattersFrom = { drawing: 10 * 1024 * 1024, picture: 128 * 1024 * 1024 };
/** Of all streams together, whatever they are. */
const mostUnpackedBytes = 1024 * 1024 * 1024;

/**
 * Refuses a PDF that unpacks to more than paper can hold, before anything is drawn: by the ratio and the sum of its
 * streams, and by the sizes that its pictures claim.
 *
 * @throws DomainError `too-large-unpacked`, `too-many-pixels`
 */
export function refusePdfBomb(bytes: Uint8Array): void {
  let left = mostUnpackedBytes;
  for (const stream of pdfStreams(bytes)) {
    const isPicture = /\/Subtype\s*\/Image\b/.test(stream.dictionary);
    refuseClaims(stream);
    // A small one cannot hold much: deflate packs to a thousandth at best.
    const rounds = (stream.dictionary.match(/\/(FlateDecode|Fl)\b/g) ?? []).length;
    if (rounds === 0 || (rounds === 1 && stream.packed.length * 1_032 < ratioMattersFrom.drawing)) continue;
    const unpacked = unpackedLength(stream.packed, rounds, left);
    left -= unpacked;
    const least = isPicture ? ratioMattersFrom.picture : ratioMattersFrom.drawing;
    if (left <= 0 || (unpacked > least && unpacked / stream.packed.length > largestRatio))
      throw new DomainError('too-large-unpacked', 'a stream of the PDF unpacks to more than a page can hold', {
        packed: stream.packed.length,
        unpacked,
      });
  }
}

/** How much comes out of `rounds` of deflate, as far as the room goes; damage and encryption give nothing. */
function unpackedLength(packed: Uint8Array, rounds: number, room: number): number {
  let bytes = packed;
  let most = 0;
  for (let round = 0; round < rounds; round++) {
    try {
      bytes = inflateSync(bytes, { maxOutputLength: Math.min(room, 256 * 1024 * 1024), finishFlush: zlib.Z_SYNC_FLUSH });
    } catch (error) {
      return error instanceof RangeError ? Math.min(room, 256 * 1024 * 1024) : most;
    }
    most = Math.max(most, bytes.length);
  }
  return most;
}

function refuseClaims({ dictionary, packed }: PdfStream): void {
  const width = Number(/\/Width\s+(\d+)/.exec(dictionary)?.[1] ?? 0);
  const height = Number(/\/Height\s+(\d+)/.exec(dictionary)?.[1] ?? 0);
  const claimed = /\/JBIG2Decode\b/.test(dictionary) ? Math.max(width * height, jbig2Pixels(packed)) : width * height;
  if (claimed > mostPixels) throw new DomainError('too-many-pixels', 'a picture in the PDF is too large', { width, height, mostPixels });
}

/** ITU-T T.88 §7.2 and §7.4.8: the page information segment states the size, whatever the PDF says. */
function jbig2Pixels(packed: Uint8Array): number {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  let at = 0;
  for (let segment = 0; segment < 8 && at + 11 <= packed.length; segment++) {
    const number = view.getUint32(at);
    const flags = view.getUint8(at + 4);
    const referred = view.getUint8(at + 5) >> 5;
    if (referred > 4) return 0;
    const each = number <= 256 ? 1 : number <= 65_536 ? 2 : 4;
    const start = at + 6 + referred * each + ((flags & 0x40) === 0 ? 1 : 4) + 4;
    if (start + 8 > packed.length) return 0;
    // 19 bytes long, or it is no such segment: an encrypted stream is noise.
    if ((flags & 0x3f) === 48) return view.getUint32(start - 4) === 19 ? view.getUint32(start) * view.getUint32(start + 4) : 0;
    at = start + view.getUint32(start - 4);
  }
  return 0;
}
