import { type DecodedText, decodeText } from '../decode-text.ts';
import type { Identified } from '../identified.ts';
import { lettersOf } from '../letters.ts';

/** Enough of a text to tell what it is. */
const headBytes = 65_536;

/** Control characters have no place in a text; a share of them above this makes it none. */
const maxControlShare = 0.01;
/** Of a text whose encoding is only guessed, at most this share are letters beyond ASCII: more is no language we read. */
const maxForeignShare = 0.5;

function isText({ text, certain }: DecodedText): boolean {
  let controls = 0;
  let foreign = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Tab, line feed, form feed, carriage return, end of file and escape do occur.
    if ((code < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1a, 0x1b].includes(code)) || code === 0xfffd) controls++;
    else if (code > 0x7f) foreign++;
  }
  return controls <= text.length * maxControlShare && (certain || foreign <= text.length * maxForeignShare);
}

/** Headers of which a mail has at least two before its first empty line. */
const mailHeaders =
  /^(from|to|cc|subject|date|message-id|mime-version|received|return-path|delivered-to|reply-to|content-(?:type|disposition|transfer-encoding)|x-[\w-]+|dkim-signature|arc-seal|sender|authentication-results):/i;

/** Whether the bytes begin with a line that could be a header. */
export const beginsWithHeader = (bytes: Uint8Array): boolean => /^[\x21-\x39\x3b-\x7e]+[ \t]*:/.test(lettersOf(bytes, 0, 200));

/** A mailbox is mails one after another, each below its own `From ` line; one such line is a mail that a program kept. RFC 4155 */
const isMailbox = (bytes: Uint8Array): boolean => /\r?\n\r?\nFrom \S+ .*\r?\n[\x21-\x39\x3b-\x7e]+:/.test(lettersOf(bytes));

/** A mail comes with odd bytes in it, a whole PDF among them; its headers say enough. */
export function mailForm(bytes: Uint8Array): Identified | null {
  const { text } = decodeText(evenHead(bytes));
  const isKept = text.startsWith('From ');
  const lines = text.split(/\r?\n/, 200).slice(isKept ? 1 : 0);
  let headers = 0;
  for (const line of lines) {
    if (line === '' && headers === 0) continue;
    if (line === '') break;
    if (mailHeaders.test(line)) headers++;
    // A broken line ends the counting; after so many headers it was a mail all the same.
    else if (!/^[\w-]+:|^[ \t]|^>?From /.test(line)) {
      if (headers >= 3) break;
      return null;
    }
  }
  const isBareMultipart = /^\s*content-type:\s*multipart\//i.test(lines[0] ?? '');
  if (headers < 2 && !isBareMultipart) return null;
  return isKept && isMailbox(bytes) ? { mediaType: 'application/mbox', form: 'mbox' } : { mediaType: 'message/rfc822', form: 'mail' };
}

/** The root of XML as `{namespace}name`, found without parsing: the declaration, comments and a document type are passed over. */
function rootOf(text: string): { name: string; namespace: string } | null {
  const content = text.replace(/^(\s|\ufeff|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^[>]*(\[[\s\S]*?\])?\s*>)*/, '');
  const tag = /^<((?:[\p{L}_][\p{L}\p{N}._-]*:)?[\p{L}_][\p{L}\p{N}._-]*)((?:\s[^>]*)?)\/?>/u.exec(content);
  if (!tag?.[1]) return null;
  const [name = '', prefix] = tag[1].split(':').reverse();
  const attribute = prefix === undefined ? 'xmlns' : `xmlns:${prefix}`;
  const namespace = new RegExp(`\\s${attribute.replace(/[.]/g, '\\.')}\\s*=\\s*(["'])(.*?)\\1`).exec(tag[2] ?? '')?.[2] ?? '';
  return { name, namespace };
}

const htmlStart =
  /^(\s|\ufeff|<!--[\s\S]*?-->|<\?xml[\s\S]*?\?>)*<(!doctype\s+html|html|head|body|table|div|p|meta|style|script|title|center|font|span|b|br|h[1-6])(?=[\s>/])/i;

function markup(text: string): Identified | null {
  const start = text.replace(/^[\s\ufeff]+/, '');
  if (!start.startsWith('<')) return null;
  if (htmlStart.test(text)) return { mediaType: 'text/html', form: 'html' };
  const root = rootOf(text);
  if (root?.namespace === 'http://www.w3.org/2000/svg' || root?.name === 'svg') return { mediaType: 'image/svg+xml', form: 'image' };
  const dialect = root ? `{${root.namespace}}${root.name}` : undefined;
  // A broken start still says that XML was meant; the reader then says what is wrong with it.
  if (root || start.startsWith('<?xml') || start.startsWith('<!DOCTYPE'))
    return { mediaType: 'application/xml', form: 'xml', ...(dialect === undefined ? {} : { dialect }) };
  return null;
}

/** SWIFT MT940: field 20 or 25, and a balance or a statement line. */
function mt940(text: string): Identified | null {
  const has = (tag: string) => new RegExp(`^:${tag}:`, 'm').test(text);
  return (has('20') || has('25')) && (has('60[FM]') || has('61') || has('62[FM]'))
    ? { mediaType: 'application/x-mt940', form: 'mt940' }
    : null;
}

/** Rows of the same number of cells: at least two rows, at least two cells, and nearly all rows alike. */
function delimited(text: string): Identified | null {
  const rows = text
    .split(/\r?\n|\r/, 60)
    .filter((row) => row.trim() !== '')
    .slice(0, 40);
  if (rows.length < 2) return null;
  for (const delimiter of [';', '\t', ',']) {
    const counts = rows.map((row) => row.replace(/"(?:[^"]|"")*"/g, '""').split(delimiter).length);
    const usual = counts.toSorted((one, other) => one - other)[Math.floor(counts.length / 2)] ?? 0;
    const alike = counts.filter((count) => count === usual).length;
    const least = delimiter === ',' ? 3 : 2;
    // Prose has commas too: there nearly all rows must agree.
    if (usual >= least && alike >= rows.length * (delimiter === ',' ? 0.9 : 0.6)) return { mediaType: 'text/csv', form: 'csv' };
  }
  return null;
}

/** What a file of letters is; null when it is no text. */
export function textForm(bytes: Uint8Array): Identified | null {
  const decoded = decodeText(evenHead(bytes));
  const { text } = decoded;
  if (!isText(decoded)) return null;
  if (/^\s*-----BEGIN PGP MESSAGE-----/.test(text)) return { mediaType: 'application/pgp-encrypted', form: 'encrypted', dialect: 'pgp' };
  if (/^\s*\(This file must be converted with BinHex/.test(text))
    return { mediaType: 'application/mac-binhex40', form: 'archive', dialect: 'binhex' };
  if (/^\s*BEGIN:VCALENDAR/.test(text)) return { mediaType: 'text/calendar', form: 'text' };
  if (/^\s*BEGIN:VCARD/.test(text)) return { mediaType: 'text/vcard', form: 'text' };
  const found = markup(text) ?? mt940(text) ?? delimited(text);
  if (found) return found;
  return /^\s*[[{]/.test(text) && /[\]}]\s*$/.test(text)
    ? { mediaType: 'application/json', form: 'text', dialect: 'json' }
    : { mediaType: 'text/plain', form: 'text' };
}

/** The head must not end inside a UTF-8 letter, or the whole would look like another encoding. */
function evenHead(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= headBytes) return bytes;
  let end = headBytes;
  while (end > headBytes - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
