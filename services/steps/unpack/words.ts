import iconv from 'iconv-lite';
import { decodeText } from '#services/domain/decode-text.ts';
import { fromQuotedPrintable } from './transfer.ts';

/** Bytes in a named character set; an unknown name, or bytes that contradict it, are read as Hungarian mail comes. */
export function decodeCharset(bytes: Buffer, charset: string): string {
  const name = charset
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  if (name === 'iso-2022-jp') return new TextDecoder(name).decode(bytes); // iconv-lite has no escape-driven sets
  if (!iconv.encodingExists(name) || /^(us-)?ascii$|^(unknown|x-unknown|binary|base64|hex)/.test(name)) return decodeText(bytes).text;
  const text = iconv.decode(bytes, name);
  return name.startsWith('utf') && text.includes('\ufffd') ? decodeText(bytes).text : text;
}

/** A header value without encoding, one letter a byte: UTF-8 if it is that, else the likeliest of the Hungarian code pages. */
export function decodeRaw(value: string): string {
  // Japanese mailers write ISO-2022-JP bare; its escapes are unmistakable.
  if (value.includes('\x1b$')) return new TextDecoder('iso-2022-jp').decode(Buffer.from(value, 'latin1'));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is exactly this range
  return /^[\x00-\x7f]*$/.test(value) ? value : decodeText(Buffer.from(value, 'latin1')).text;
}

const encodedWord = /=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bqBQ])\?([^?]*)\?=/g;

/** RFC 2047 words in a header value; neighbours in one character set are joined before decoding, a letter may be cut between them. */
export function decodeWords(value: string): string {
  const joined = value.replace(/(=\?[^?\s]+\?[bqBQ]\?[^?]*\?=)\s+(?==\?[^?\s]+\?[bqBQ]\?[^?]*\?=)/g, '$1');
  let text = '';
  let end = 0;
  let pending: { charset: string; bytes: Buffer } | null = null;
  const flush = () => {
    if (pending) text += decodeCharset(pending.bytes, pending.charset);
    pending = null;
  };
  for (const match of joined.matchAll(encodedWord)) {
    const [whole, charset = '', kind = '', content = ''] = match;
    if (match.index > end) {
      flush();
      text += decodeRaw(joined.slice(end, match.index));
    }
    const bytes = /b/i.test(kind)
      ? Buffer.from(content, 'base64')
      : fromQuotedPrintable(Buffer.from(content.replaceAll('_', ' ').replace(/ $/, '=20'), 'latin1'));
    const before = pending as { charset: string; bytes: Buffer } | null;
    if (before && before.charset.toLowerCase() === charset.toLowerCase())
      pending = { charset, bytes: Buffer.concat([before.bytes, bytes]) };
    else {
      flush();
      pending = { charset, bytes };
    }
    end = match.index + whole.length;
  }
  flush();
  text += decodeRaw(joined.slice(end));
  // A mailer that encoded what another had encoded: each turn is shorter than the one before.
  return text.length < value.length && /^=\?[^?\s]+\?[bqBQ]\?[^?]*\?=$/.test(text) ? decodeWords(text) : text;
}
