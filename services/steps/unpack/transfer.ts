import { latin1 } from './bytes.ts';

/**
 * RFC 2045 §6.8, read generously: other letters are skipped, padding may be missing or stand in the middle. What a mailing
 * list writes below the encoded lines, after padding or an empty line, is none of the file.
 */
export function fromBase64(encoded: Buffer): Buffer {
  const text = latin1(encoded)
    .replace(/(=[ \t]*\r?\n|\n[ \t]*\r?\n)\s*[A-Za-z0-9+/= \t]*[^A-Za-z0-9+/=\s][\s\S]{0,4000}$/, '$1')
    .replace(/[^A-Za-z0-9+/=]+/g, '');
  if (!/=[^=]/.test(text)) return Buffer.from(text, 'base64');
  // Some mailers encode piece by piece; each piece ends with its own padding.
  return Buffer.concat((text.match(/[^=]+=*/g) ?? []).map((piece) => Buffer.from(piece, 'base64')));
}

/** RFC 2045 §6.7. A `=` that begins no escape stays as it is. */
export function fromQuotedPrintable(encoded: Buffer): Buffer {
  const text = latin1(encoded)
    .replace(/[ \t]+(?=\r?\n|$)/g, '')
    .replace(/=\r?\n/g, '')
    .replace(/=$/, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}

export type UuFile = { name: string; bytes: Buffer };

/** Every `begin 644 name` … `end` block; a block without its `end` still gives what is there. */
export function uuencodedFiles(text: string): UuFile[] {
  const files: UuFile[] = [];
  for (const { 1: name = '', 2: lines = '' } of text.matchAll(
    /^begin(?:-base64)? [0-7]{3,4} ([^\r\n]+)\r?\n([\s\S]*?)(?:^(?:end|====)[ \t]*$|$(?![\s\S]))/gm,
  )) {
    const bytes = Buffer.concat(lines.split(/\r?\n/).map(uuLine));
    if (bytes.length > 0) files.push({ name: name.trim(), bytes });
  }
  return files;
}

/** One line: a letter that counts the bytes, then four letters for every three. */
function uuLine(line: string): Buffer {
  const length = (line.charCodeAt(0) - 32) & 63;
  if (line === '' || length === 0 || line.length < 1 + Math.floor((length * 4) / 3) - 3) return Buffer.alloc(0);
  const bytes: number[] = [];
  for (let at = 1; bytes.length < length; at += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((offset) => ((line.charCodeAt(at + offset) || 32) - 32) & 63) as [number, number, number, number];
    bytes.push(((a << 2) | (b >> 4)) & 255, ((b << 4) | (c >> 2)) & 255, ((c << 6) | d) & 255);
  }
  return Buffer.from(bytes.slice(0, length));
}

/** The bytes of a part as its Content-Transfer-Encoding says; what is not encoded comes back as it is, uncopied. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  switch (encoding) {
    case 'base64':
      return fromBase64(body);
    case 'quoted-printable':
      return fromQuotedPrintable(body);
    case 'x-uuencode':
    case 'x-uue':
    case 'uuencode':
    case 'uue':
      return uuencodedFiles(latin1(body))[0]?.bytes ?? body;
    default:
      return body;
  }
}
