import { crc32, inflateRawSync } from 'node:zlib';
import { DomainError } from '#services/domain/errors.ts';
import { unreadable } from './refusal.ts';

/** Unpacked bytes allowed in one workbook (B-074); 200 000 rows of a bank take about half of it. */
const maxUnpackedBytes = 160 * 1024 * 1024;
const maxEntries = 2000;

const tooLarge = (): never => {
  throw new DomainError('too-large-unpacked', 'the workbook unpacks to more than is allowed');
};

/**
 * The names in a ZIP file, after proving that its parts unpack to what the central directory says (size and checksum, so that no
 * flipped bit becomes another amount) and that this is allowed.
 * Source: PKWARE APPNOTE 6.3, §4.3.12 and §4.3.16. ZIP64 is refused: no statement needs it.
 *
 * @throws DomainError `statement-unreadable` (cut or damaged), `too-large-unpacked`, `too-many-entries`, `encrypted`
 */
export function checkedZipNames(bytes: Uint8Array): string[] {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length) unreadable('cut', 'the workbook is cut: its directory is missing');
  const entries = zip.readUInt16LE(end + 10);
  if (entries > maxEntries) throw new DomainError('too-many-entries', 'too many parts in the workbook');
  const names: string[] = [];
  let at = zip.readUInt32LE(end + 16);
  let total = 0;
  for (let index = 0; index < entries; index += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50)
      unreadable('damaged', 'the workbook is damaged: its directory is wrong');
    const isEncrypted = (zip.readUInt16LE(at + 8) & 1) === 1;
    if (isEncrypted) throw new DomainError('encrypted', 'the workbook is encrypted');
    const nameLength = zip.readUInt16LE(at + 28);
    const unpacked = zip.readUInt32LE(at + 24);
    total += unpacked;
    if (total > maxUnpackedBytes) tooLarge();
    prove(zip, {
      method: zip.readUInt16LE(at + 10),
      checksum: zip.readUInt32LE(at + 16),
      packed: zip.readUInt32LE(at + 20),
      unpacked,
      header: zip.readUInt32LE(at + 42),
    });
    names.push(zip.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return names;
}

type Entry = { method: number; checksum: number; packed: number; unpacked: number; header: number };

/** A directory that lies about a size is a bomb or damage: unpack once, never past the size it states. */
function prove(zip: Buffer, { method, checksum, packed, unpacked, header }: Entry): void {
  if (header + 30 > zip.length || zip.readUInt32LE(header) !== 0x04034b50)
    unreadable('damaged', 'the workbook is damaged: a part is missing');
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  if (start + packed > zip.length) unreadable('cut', 'the workbook is cut: a part is missing');
  if (method !== 0 && method !== 8) unreadable('damaged', 'the workbook is packed in an unknown way');
  const stored = zip.subarray(start, start + packed);
  const content = method === 0 || unpacked === 0 ? stored : inflated(stored, unpacked);
  if (unpacked > 0 && (content.length !== unpacked || crc32(content) !== checksum))
    unreadable('damaged', 'the workbook is damaged: a part is not what its directory says');
}

function inflated(stored: Buffer, unpacked: number): Buffer {
  try {
    return inflateRawSync(stored, { maxOutputLength: unpacked });
  } catch (error) {
    if (error instanceof RangeError) tooLarge();
    return unreadable('damaged', 'the workbook is damaged: a part cannot be unpacked');
  }
}
