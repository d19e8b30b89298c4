import { identify } from '#services/domain/identify/identify.ts';
import { latin1 } from './bytes.ts';

/**
 * RFC 2045 §6.8, read generously: other letters are skipped, padding may be missing or stand in the middle. What a mailing
 * list writes below the encoded lines, after padding or an empty line, is none of the file.
 */
export function fromBase64(encoded: Buffer): Buffer {
  let text = latin1(encoded)
    .replace(/(=[ \t]*\r?\n|\n[ \t]*\r?\n)\s*[A-Za-z0-9+/= \t]*[^A-Za-z0-9+/=\s][\s\S]{0,4000}$/, '$1')
    .replace(/[^A-Za-z0-9+/=_-]+/g, '');
  // Other letters for 62 and 63, as in addresses (RFC 4648 §5); beside the usual ones they mean nothing.
  if (/[+/]/.test(text)) text = text.replace(/[_-]+/g, '');
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
function uuencodedFiles(text: string): UuFile[] {
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

/** Every `=ybegin` … `=yend` block: 42 added to each byte, `=` before the few that must not stand as they are. yEnc 1.3 */
function yencFiles(text: string): UuFile[] {
  const files: UuFile[] = [];
  let until = 0;
  for (const begin of text.matchAll(/^=ybegin [^\r\n]*?name=([^\r\n]+)\r?\n(?:=ypart [^\r\n]*\r?\n)?/gm)) {
    const start = begin.index + begin[0].length;
    if (start < until) continue; // a block within another is its content
    const end = text.indexOf('\n=yend', start);
    if (end < 0) break;
    until = end;
    const letters = text
      .slice(start, end)
      .replace(/[\r\n]+/g, '')
      .replace(/=([\s\S])/g, (_, letter: string) => String.fromCharCode((letter.charCodeAt(0) + 192) & 255));
    files.push({ name: begin[1]!.trim(), bytes: Buffer.from(Buffer.from(letters, 'latin1').map((byte) => byte - 42)) });
  }
  return files;
}

/**
 * Base64 that nobody announced: a mailer forgot the header or wrote a word of its own. Believed only where the letters are
 * nothing else and a file that is known by its signature comes out.
 */
function unannounced(body: Buffer): Buffer {
  const onlyBase64 = /^[A-Za-z0-9+/\s]{40,}=*\s*$/;
  if (!onlyBase64.test(latin1(body.subarray(0, 400))) || !onlyBase64.test(latin1(body))) return body;
  const bytes = fromBase64(body);
  return ['unknown', 'text', 'csv'].includes(identify(bytes).form) ? body : bytes;
}

/** Files that stand in a text as its letters. */
export const filesInText = (text: string): UuFile[] => [...uuencodedFiles(text), ...yencFiles(text)];

/** The bytes of a part as its Content-Transfer-Encoding says, read without its signs; what is not encoded comes back as it is, uncopied. */
export function decodeTransfer(body: Buffer, encoding: string, isFile = false): Buffer {
  switch (encoding.replace(/[^a-z0-9]+/g, '')) {
    case 'base64':
    case 'b64':
      return fromBase64(body);
    case 'quotedprintable':
      return fromQuotedPrintable(body);
    case 'xuuencode':
    case 'xuue':
    case 'uuencode':
    case 'uue':
      return uuencodedFiles(latin1(body))[0]?.bytes ?? body;
    default:
      return isFile ? unannounced(body) : body;
  }
}
