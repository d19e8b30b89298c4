import { latin1 } from './bytes.ts';
import { decodeCharset, decodeWords } from './words.ts';

/** Values one letter a byte, unfolded; names in lower case; the first of each name counts. */
export type Headers = ReadonlyMap<string, string>;

/** Longer values are cut: no field that we read needs more, and regular expressions must not meet megabytes. */
const maxValueLength = 64 * 1024;

/**
 * Splits a message or part into headers and body. The headers end at an empty line, or at the first line that is no
 * header; such a line belongs to the body.
 */
export function splitHeaders(entity: Buffer): { headers: Headers; body: Buffer } {
  const headers = new Map<string, string>();
  let at = startOfHeaders(entity);
  let name: string | null = null;
  while (at < entity.length) {
    const { line, next } = lineAt(entity, at);
    if (line === '') {
      at = next;
      break;
    }
    // Some programs write names of their own language, some indent the first.
    const found = /^([^\s:]+)[ \t]*:[ \t]*([\s\S]*)$/.exec(name === null ? line.trimStart() : line);
    if (/^[ \t]/.test(line) && name !== null) {
      const value = headers.get(name) ?? '';
      if (value.length < maxValueLength) headers.set(name, `${value}${line.replace(/^[ \t]+/, ' ')}`);
    } else if (found) {
      name = found[1]!.toLowerCase();
      // A second header of one name is kept apart, so that its folded lines do not run into the first.
      if (headers.has(name)) name = `${name}\n`;
      headers.set(name, found[2]!);
    } else if (!/^[ \t]/.test(line)) break;
    at = next;
  }
  for (const [key, value] of headers) if (value.length > maxValueLength) headers.set(key, value.slice(0, maxValueLength));
  return { headers, body: entity.subarray(at) };
}

/** After the envelope line of mboxes and of some mailers. */
function startOfHeaders(entity: Buffer): number {
  const first = lineAt(entity, 0);
  return /^>?From /.test(first.line) ? first.next : 0;
}

function lineAt(bytes: Buffer, at: number): { line: string; next: number } {
  const feed = bytes.indexOf(10, at);
  const end = feed < 0 ? bytes.length : feed;
  const cut = end > at && bytes[end - 1] === 13 ? end - 1 : end;
  return { line: latin1(bytes.subarray(at, cut)), next: feed < 0 ? bytes.length : feed + 1 };
}

export type Structured = { value: string; params: ReadonlyMap<string, string> };

/** A value with parameters (Content-Type, Content-Disposition), RFC 2231 pieces joined and everything decoded. */
export function parseStructured(header: string | undefined): Structured {
  const [first = '', ...others] = splitOutsideQuotes(header ?? '');
  // The value itself may be left out.
  const [value, rest] = /^\s*[\w*]+\s*=/.test(first) ? ['', [first, ...others]] : [first, others];
  const params = new Map<string, string>();
  const pieces = new Map<string, { order: number; isEncoded: boolean; text: string }[]>();
  for (const piece of rest) {
    const equals = piece.indexOf('=');
    if (equals < 0) continue;
    const [, name = '', order, star] = /^(.*?)(?:\*(\d+))?(\*)?$/.exec(piece.slice(0, equals).trim().toLowerCase()) ?? [];
    const text = unquoted(piece.slice(equals + 1).trim());
    if (order === undefined && star === undefined) {
      if (!params.has(name)) params.set(name, decodeWords(text));
    } else pieces.set(name, [...(pieces.get(name) ?? []), { order: Number(order ?? 0), isEncoded: star !== undefined, text }]);
  }
  for (const [name, found] of pieces) params.set(name, joined(found.sort((a, b) => a.order - b.order)));
  return { value: value.trim().toLowerCase(), params };
}

/** RFC 2231 §3, §4: the first encoded piece names the character set, each piece says for itself whether it is encoded. */
function joined(pieces: { isEncoded: boolean; text: string }[]): string {
  let charset = '';
  const bytes = pieces.map(({ isEncoded, text }, index) => {
    const named = isEncoded && index === 0 ? /^([^']*)'[^']*'([\s\S]*)$/.exec(text) : null;
    if (named) charset = named[1]!;
    const content = named ? named[2]! : text;
    const plain = isEncoded
      ? content.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      : content;
    return Buffer.from(plain, 'latin1');
  });
  const text = decodeCharset(Buffer.concat(bytes), charset);
  return /=\?.+\?=/.test(text) ? decodeWords(text) : text;
}

/** Backslashes of Windows paths stay: only quotes and backslashes are ever escaped in practice. */
const unquoted = (text: string): string =>
  text.startsWith('"') ? text.slice(1, text.length > 1 && text.endsWith('"') ? -1 : undefined).replace(/\\(["\\])/g, '$1') : text;

function splitOutsideQuotes(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === '\\' && isQuoted) {
      piece += letter + (text[at + 1] ?? '');
      at += 1;
      continue;
    }
    if (letter === '"') isQuoted = !isQuoted;
    if (letter === ';' && !isQuoted) {
      pieces.push(piece);
      piece = '';
    } else piece += letter;
  }
  return [...pieces, piece];
}

/** The bare addresses of a From or To header, in order. */
export function addressesOf(header: string | undefined): string[] {
  const text = decodeWords(header ?? '')
    .replace(/"(?:\\.|[^"\\])*"/g, '')
    .replace(/\([^()]*\)/g, '');
  return [...new Set(text.match(/[^\s<>,;:"()[\]\\]+@[^\s<>,;:"()\\]+/g) ?? [])];
}
