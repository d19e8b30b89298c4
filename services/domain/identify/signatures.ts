import type { Identified } from '../identified.ts';
import { lettersOf } from '../letters.ts';
import { isTar } from './tar-header.ts';

type Signature = readonly [start: string, mediaType: string, form: Identified['form'], dialect?: string];

/** What the first bytes say outright; a longer signature stands before a shorter one that it contains. */
const signatures: readonly Signature[] = [
  ['%PDF-', 'application/pdf', 'pdf'],
  ['\x89PNG\r\n\x1a\n', 'image/png', 'image'],
  ['\xff\xd8\xff', 'image/jpeg', 'image'],
  ['GIF8', 'image/gif', 'image'],
  ['II*\0', 'image/tiff', 'tiff'],
  ['MM\0*', 'image/tiff', 'tiff'],
  ['II+\0', 'image/tiff', 'tiff'],
  ['MM\0+', 'image/tiff', 'tiff'],
  ['\0\0\0\x0cjP  ', 'image/jp2', 'image'],
  ['\xff\x4f\xff\x51', 'image/j2c', 'image'],
  ['\x78\x9f\x3e\x22', 'application/ms-tnef', 'tnef'],
  ['\0\x05\x16\0', 'application/x-applesingle', 'archive', 'applesingle'],
  ['\0\x05\x16\x07', 'application/applefile', 'unknown'],
  ['\x1f\x8b', 'application/gzip', 'archive', 'gzip'],
  ['\x1f\x9d', 'application/x-compress', 'archive', 'compress'],
  ['BZh', 'application/x-bzip2', 'archive', 'bzip2'],
  ['\xfd7zXZ\0', 'application/x-xz', 'archive', 'xz'],
  ['LZIP', 'application/x-lzip', 'archive', 'lzip'],
  ['7z\xbc\xaf\x27\x1c', 'application/x-7z-compressed', 'archive', '7z'],
  ['Rar!\x1a\x07', 'application/vnd.rar', 'archive', 'rar'],
  ['\x28\xb5\x2f\xfd', 'application/zstd', 'archive', 'zstd'],
  ['MSCF', 'application/vnd.ms-cab-compressed', 'archive', 'cab'],
  ['\x7fELF', 'application/x-elf', 'executable'],
  ['\xca\xfe\xba\xbe', 'application/java-vm', 'executable'],
  ['\xcf\xfa\xed\xfe', 'application/x-mach-binary', 'executable'],
  ['\0asm', 'application/wasm', 'executable'],
  ['L\0\0\0\x01\x14\x02\0', 'application/x-ms-shortcut', 'executable'],
  ['#!/', 'text/x-shellscript', 'executable'],
  ['{\\rtf', 'application/rtf', 'unknown', 'rtf'],
  ['%!PS', 'application/postscript', 'unknown'],
  ['8BPS', 'image/vnd.adobe.photoshop', 'unknown'],
  ['\0\0\x01\0', 'image/x-icon', 'unknown'],
  ['ID3', 'audio/mpeg', 'unknown'],
  ['OggS', 'application/ogg', 'unknown'],
  ['OTTO', 'font/otf', 'unknown'],
  ['\0\x01\0\0', 'font/ttf', 'unknown'],
  ['wOFF', 'font/woff', 'unknown'],
  ['wOF2', 'font/woff2', 'unknown'],
];

/** Brands of the ISO base media container that hold a still picture. */
function isoMedia(bytes: Uint8Array): Identified | null {
  if (lettersOf(bytes, 4, 8) !== 'ftyp') return null;
  const brands = lettersOf(bytes, 8, 40);
  if (/heic|heix|hevc|hevx|heim|heis|mif1|msf1/.test(brands)) return { mediaType: 'image/heic', form: 'heic' };
  if (/avif|avis/.test(brands)) return { mediaType: 'image/avif', form: 'image' };
  return { mediaType: 'video/mp4', form: 'unknown' };
}

/** A bitmap states its own size, so two letters are not all there is to go by. */
function bitmap(bytes: Uint8Array): Identified | null {
  if (lettersOf(bytes, 0, 2) !== 'BM' || bytes.length < 26) return null;
  const header = new DataView(bytes.buffer, bytes.byteOffset).getUint32(14, true);
  return [12, 40, 52, 56, 64, 108, 124].includes(header) ? { mediaType: 'image/bmp', form: 'image' } : null;
}

/** Two letters with which words begin too: a program is no text. */
const program = (bytes: Uint8Array): Identified | null =>
  lettersOf(bytes, 0, 2) === 'MZ' && bytes.subarray(0, 512).some((byte) => byte < 7)
    ? { mediaType: 'application/vnd.microsoft.portable-executable', form: 'executable' }
    : null;

const riffTypes: Readonly<Record<string, Identified>> = {
  WEBP: { mediaType: 'image/webp', form: 'image' },
  WAVE: { mediaType: 'audio/wav', form: 'unknown' },
  'AVI ': { mediaType: 'video/x-msvideo', form: 'unknown' },
};
const riff = (bytes: Uint8Array): Identified | null =>
  lettersOf(bytes, 0, 4) === 'RIFF' ? (riffTypes[lettersOf(bytes, 8, 12)] ?? null) : null;

/** The object identifiers 1.2.840.113549.1.7.1 to .6 in DER; they stand right after the length of the outer sequence (RFC 5652 §3). */
const pkcs7 = '\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07';

/** PKCS #7: what is signed can be unpacked, what is enveloped, encrypted or both needs a key. */
function cryptographicMessage(bytes: Uint8Array): Identified | null {
  const at = lettersOf(bytes, 0, 20).indexOf(pkcs7);
  if (bytes[0] !== 0x30 || at < 2) return null;
  const isSealed = [3, 4, 6].includes(bytes[at + pkcs7.length] ?? 0);
  const mediaType = 'application/pkcs7-mime';
  return isSealed ? { mediaType, form: 'encrypted', dialect: 'enveloped-data' } : { mediaType, form: 'archive', dialect: 'signed-data' };
}

/** A TAR begins with the name of a file, which may look like anything. */
const tar = (bytes: Uint8Array): Identified | null =>
  isTar(bytes) ? { mediaType: 'application/x-tar', form: 'archive', dialect: 'tar' } : null;

function outright(bytes: Uint8Array): Identified | null {
  const head = lettersOf(bytes, 0, 16);
  const found = signatures.find(([start]) => head.startsWith(start));
  if (!found) return null;
  const [, mediaType, form, dialect] = found;
  return { mediaType, form, ...(dialect === undefined ? {} : { dialect }) };
}

/** The form that the bytes give away by a signature and what must follow it; null for containers that must be opened and for text. */
export function bySignature(bytes: Uint8Array): Identified | null {
  return tar(bytes) ?? outright(bytes) ?? isoMedia(bytes) ?? riff(bytes) ?? bitmap(bytes) ?? program(bytes) ?? cryptographicMessage(bytes);
}

/** Many readers accept a PDF whose header comes late, so junk before it does not make it something else (PDF 1.7, appendix H). */
export const latePdf = (bytes: Uint8Array): Identified | null =>
  lettersOf(bytes, 0, 1024).includes('%PDF-') ? { mediaType: 'application/pdf', form: 'pdf' } : null;
