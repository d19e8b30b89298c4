import { latin1 } from './bytes.ts';
import { type Entry, maxFileBytes, tooLarge, unreadable } from './container.ts';

/** The six-bit letters of BinHex 4.0. RFC 1741 */
const alphabet = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr';
/** What a Mac keeps beside a file's data. AppleSingle and AppleDouble, RFC 1740 appendix A */
const dataFork = 1;
const realName = 3;

/** The file in a BinHex text; the Mac's own resources beside it are left. @throws DomainError `unreadable`, `too-large-unpacked` */
export function binHexFile(text: Buffer): Entry {
  const encoded = /\(This file must be converted with BinHex[^\r\n]*[\r\n]\s*:([^:]*)/.exec(latin1(text))?.[1] ?? '';
  const bytes = expanded(sixBits(encoded.replace(/\s+/g, '')));
  const nameLength = bytes[0] ?? 0;
  const at = 1 + nameLength + 1 + 4 + 4 + 2; // name, version, type, creator, flags
  const start = at + 4 + 4 + 2; // lengths of data and resources, checksum
  if (start > bytes.length) unreadable('the BinHex file is damaged');
  const end = start + bytes.readUInt32BE(at);
  const name = bytes.toString('latin1', 1, 1 + nameLength);
  return { name, bytes: bytes.subarray(start, end), ...(end > bytes.length ? { because: 'damaged' } : {}) };
}

function sixBits(letters: string): Buffer {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of letters) {
    const value = alphabet.indexOf(letter);
    if (value < 0) unreadable('the BinHex file is damaged');
    held = ((held << 6) | value) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}

/** A byte 0x90 says how often the one before it stands; followed by zero it is meant itself. */
function expanded(packed: Buffer): Buffer {
  const bytes: number[] = [];
  for (let at = 0; at < packed.length; at++) {
    if (packed[at] !== 0x90) bytes.push(packed[at]!);
    else {
      const times = packed[++at] ?? 0;
      if (times === 0) bytes.push(0x90);
      for (let more = 1; more < times; more++) bytes.push(bytes.at(-1) ?? 0);
    }
    if (bytes.length > 2 * maxFileBytes) tooLarge();
  }
  return Buffer.from(bytes);
}

/** The data in an AppleSingle file. @throws DomainError `unreadable` */
export function appleSingleFile(bytes: Buffer): Entry {
  const pieces = new Map<number, Buffer>();
  const count = bytes.length < 26 ? 0 : bytes.readUInt16BE(24);
  for (let at = 26; at + 12 <= bytes.length && pieces.size < count; at += 12) {
    const start = bytes.readUInt32BE(at + 4);
    pieces.set(bytes.readUInt32BE(at), bytes.subarray(start, start + bytes.readUInt32BE(at + 8)));
  }
  const data = pieces.get(dataFork) ?? unreadable('the AppleSingle file holds no data');
  return { name: pieces.get(realName)?.toString('utf8') ?? 'tartalom', bytes: data };
}
