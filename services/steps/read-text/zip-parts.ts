import { inflateRawSync } from 'node:zlib';
import { DomainError } from '#services/domain/errors.ts';

/** Unpacked bytes of one part: a long contract is two megabytes of XML. */
const mostPartBytes = 32 * 1024 * 1024;
/** Unpacked bytes of all parts as the directory names them. */
const mostBytes = 200 * 1024 * 1024;
const mostParts = 5_000;

export type ZipParts = { names: string[]; read(name: string): Uint8Array | null };

/**
 * The parts of an office file. Only what is asked for is unpacked, and never beyond its limit.
 * Source: PKWARE APPNOTE 6.3, §4.3.7, §4.3.12 and §4.3.16; ZIP64 is refused, no letter needs it.
 * @throws DomainError `unreadable`, `encrypted`, `too-many-entries`, `too-large-unpacked`
 */
export function openZip(bytes: Uint8Array): ZipParts {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // An OLE container in place of the ZIP is how Office keeps a file with a password. [MS-OFFCRYPTO] §2.3.4
  if (zip.length > 8 && zip.readUInt32BE(0) === 0xd0cf11e0) throw new DomainError('encrypted', 'the document asks for a password');
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end < 0 || end + 22 > zip.length) throw damaged();
  const count = zip.readUInt16LE(end + 10);
  if (count > mostParts) throw new DomainError('too-many-entries', 'too many parts in the document', { parts: count });
  const parts = new Map<string, { method: number; packed: number; header: number; isEncrypted: boolean }>();
  let at = zip.readUInt32LE(end + 16);
  let total = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50) throw damaged();
    const unpacked = zip.readUInt32LE(at + 24);
    total += unpacked;
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    // Also of parts that nobody asks for here: a workbook's reader takes the whole file.
    if (total > mostBytes || (unpacked > mostPartBytes && name.endsWith('.xml'))) throw tooLarge();
    parts.set(name, {
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      header: zip.readUInt32LE(at + 42),
      isEncrypted: (zip.readUInt16LE(at + 8) & 1) === 1,
    });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return {
    names: [...parts.keys()],
    read(name) {
      const part = parts.get(name);
      if (!part) return null;
      if (part.isEncrypted) throw new DomainError('encrypted', 'the document asks for a password');
      const { header, packed, method } = part;
      if (header + 30 > zip.length) throw damaged();
      const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
      const body = zip.subarray(start, start + packed);
      if (method === 0) return body;
      try {
        return inflateRawSync(body, { maxOutputLength: mostPartBytes });
      } catch (error) {
        throw error instanceof RangeError ? tooLarge() : damaged();
      }
    },
  };
}

const damaged = () => new DomainError('unreadable', 'the document is cut or damaged');
const tooLarge = () => new DomainError('too-large-unpacked', 'the document unpacks to more than is allowed');
