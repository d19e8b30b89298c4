/** The name, numbers and owners of one file, in front of its bytes. */
const headerBytes = 512;
const sumAt = 148;

/**
 * Whether a file begins with the header of a TAR: its mark, and the sum of its own bytes, the sum's eight places counted as
 * spaces (POSIX.1-2001, pax). The mark alone also stands in files made to be taken for many things.
 */
export function isTar(bytes: Uint8Array): boolean {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headerBytes));
  if (header.length < headerBytes || header.toString('latin1', 257, 262) !== 'ustar') return false;
  const stated = Number.parseInt(header.toString('latin1', sumAt, sumAt + 8), 8);
  return header.reduce((sum, byte, at) => sum + (at >= sumAt && at < sumAt + 8 ? 32 : byte), 0) === stated;
}
