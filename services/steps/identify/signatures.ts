import type { Identified } from '#services/domain/identified.ts';
import { lettersOf } from '#services/domain/letters.ts';
import { isTar } from '#services/domain/tar-header.ts';

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean => signature.every((byte, index) => bytes[index] === byte);

/** What the first bytes say outright; a longer signature stands before a shorter one that it contains. */
const signatures: readonly (Identified & { bytes: readonly number[] })[] = [
  { bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], mediaType: 'application/pdf', form: 'pdf' },
  { bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], mediaType: 'image/png', form: 'image' },
  { bytes: [0xff, 0xd8, 0xff], mediaType: 'image/jpeg', form: 'image' },
  { bytes: [0x47, 0x49, 0x46, 0x38], mediaType: 'image/gif', form: 'image' },
  { bytes: [0x49, 0x49, 0x2a, 0x00], mediaType: 'image/tiff', form: 'tiff' },
  { bytes: [0x4d, 0x4d, 0x00, 0x2a], mediaType: 'image/tiff', form: 'tiff' },
  { bytes: [0x49, 0x49, 0x2b, 0x00], mediaType: 'image/tiff', form: 'tiff' },
  { bytes: [0x4d, 0x4d, 0x00, 0x2b], mediaType: 'image/tiff', form: 'tiff' },
  { bytes: [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50, 0x20, 0x20], mediaType: 'image/jp2', form: 'image' },
  { bytes: [0xff, 0x4f, 0xff, 0x51], mediaType: 'image/j2c', form: 'image' },
  { bytes: [0x78, 0x9f, 0x3e, 0x22], mediaType: 'application/ms-tnef', form: 'tnef' },
  { bytes: [0x1f, 0x8b], mediaType: 'application/gzip', form: 'archive', dialect: 'gzip' },
  { bytes: [0x42, 0x5a, 0x68], mediaType: 'application/x-bzip2', form: 'archive', dialect: 'bzip2' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], mediaType: 'application/x-xz', form: 'archive', dialect: 'xz' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], mediaType: 'application/x-7z-compressed', form: 'archive', dialect: '7z' },
  { bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], mediaType: 'application/vnd.rar', form: 'archive', dialect: 'rar' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], mediaType: 'application/zstd', form: 'archive', dialect: 'zstd' },
  { bytes: [0x4d, 0x53, 0x43, 0x46], mediaType: 'application/vnd.ms-cab-compressed', form: 'archive', dialect: 'cab' },
  { bytes: [0x4d, 0x5a], mediaType: 'application/vnd.microsoft.portable-executable', form: 'executable' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], mediaType: 'application/x-elf', form: 'executable' },
  { bytes: [0xca, 0xfe, 0xba, 0xbe], mediaType: 'application/java-vm', form: 'executable' },
  { bytes: [0xcf, 0xfa, 0xed, 0xfe], mediaType: 'application/x-mach-binary', form: 'executable' },
  { bytes: [0x00, 0x61, 0x73, 0x6d], mediaType: 'application/wasm', form: 'executable' },
  { bytes: [0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00], mediaType: 'application/x-ms-shortcut', form: 'executable' },
  { bytes: [0x23, 0x21, 0x2f], mediaType: 'text/x-shellscript', form: 'executable' },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], mediaType: 'application/rtf', form: 'unknown', dialect: 'rtf' },
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

function webp(bytes: Uint8Array): Identified | null {
  return lettersOf(bytes, 0, 4) === 'RIFF' && lettersOf(bytes, 8, 12) === 'WEBP' ? { mediaType: 'image/webp', form: 'image' } : null;
}

/** The object identifiers 1.2.840.113549.1.7.2 and .3 in DER; they stand right after the length of the outer sequence. */
const signedData = '\u0006\u0009\u002a\u0086\u0048\u0086\u00f7\u000d\u0001\u0007\u0002';
const envelopedData = '\u0006\u0009\u002a\u0086\u0048\u0086\u00f7\u000d\u0001\u0007\u0003';

/** PKCS#7: what is signed can be unpacked, what is enveloped needs a key. */
function cryptographicMessage(bytes: Uint8Array): Identified | null {
  if (bytes[0] !== 0x30) return null;
  const head = lettersOf(bytes, 0, 24);
  if (head.includes(signedData)) return { mediaType: 'application/pkcs7-mime', form: 'archive', dialect: 'signed-data' };
  return head.includes(envelopedData) ? { mediaType: 'application/pkcs7-mime', form: 'encrypted', dialect: 'enveloped-data' } : null;
}

/** The form that the bytes give away by a signature; null for containers that must be opened and for text. */
export function bySignature(bytes: Uint8Array): Identified | null {
  const found = signatures.find((signature) => startsWith(bytes, signature.bytes));
  if (found) return { mediaType: found.mediaType, form: found.form, ...(found.dialect === undefined ? {} : { dialect: found.dialect }) };
  if (isTar(bytes)) return { mediaType: 'application/x-tar', form: 'archive', dialect: 'tar' };
  return isoMedia(bytes) ?? webp(bytes) ?? bitmap(bytes) ?? cryptographicMessage(bytes);
}

/** Many readers accept a PDF whose header comes late, so junk before it does not make it something else. */
export const latePdf = (bytes: Uint8Array): Identified | null =>
  lettersOf(bytes, 0, 1024).includes('%PDF-') ? { mediaType: 'application/pdf', form: 'pdf' } : null;
