import { DomainError } from '#services/domain/errors.ts';
import { beginsWithHeader } from '#services/domain/identify/text-forms.ts';
import { latin1 } from './bytes.ts';
import { type Headers, parseStructured, splitHeaders } from './headers.ts';
import { decodeTransfer } from './transfer.ts';

/**
 * A node of a MIME tree. Our own small reader, because the structure itself is what must not be lost: ready-made parsers
 * hand out attachments and hide the nesting, nameless parts and damaged ends. Bodies are views of the message, not copies.
 */
export type Entity = {
  path: string;
  headers: Headers;
  mediaType: string;
  /** Decoded file name, not yet made harmless. */
  name: string | null;
  charset: string;
  disposition: string;
  /** Without angle brackets. */
  contentId: string | null;
  /** Empty for a leaf. */
  children: Entity[];
  /** The decoded bytes of a leaf. */
  bytes(): Buffer;
  /** A multipart nested too deep to be opened. */
  isTooDeep: boolean;
};

/** Multiparts inside multiparts; real mail has about five. */
const maxNesting = 40;
/** Children of one message, all levels together; what is beyond is refused as a whole (`too-many-entries`). */
const maxParts = 1_000;

export type Counter = { parts: number };

/** Reads a whole message, whose first header may stand after empty lines. */
export function parseMessage(source: Buffer, path: string, counter: Counter): Entity {
  const lines = withUsualEnds(source);
  const start = lines.findIndex((byte) => byte !== 10 && byte !== 13);
  return withinLimits(
    parseEntity(start > 0 && beginsWithHeader(lines.subarray(start)) ? lines.subarray(start) : lines, path, counter),
    counter,
  );
}

/** Lines may end as on old Macs, or have passed a program that made CRLF of the LF in each CRLF. */
function withUsualEnds(source: Buffer): Buffer {
  const first = source.indexOf(10);
  if (first < 0) return Buffer.from(source.map((byte) => (byte === 13 ? 10 : byte)));
  return first >= 2 && source[first - 1] === 13 && source[first - 2] === 13
    ? Buffer.from(latin1(source).replace(/\r\r\n/g, '\r\n'), 'latin1')
    : source;
}

function withinLimits<Parsed>(parsed: Parsed, counter: Counter): Parsed {
  if (counter.parts > maxParts) throw new DomainError('too-many-entries', 'the mail has more parts than are allowed', { limit: maxParts });
  return parsed;
}

/**
 * The parts that stand in a text as its letters: a message whose own headers are damaged or lack the boundary, or one
 * that a careless mailer sent back as plain text. The first boundary line that headers follow is taken for the boundary.
 */
export function entitiesInText(text: Buffer, path: string, counter: Counter): Entity[] {
  const start =
    /(?:^|\n)--([^\r\n]{0,200}?)[ \t]*\r?\n(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,20}?content-(?:type|disposition|transfer-encoding):/i;
  const boundary = start.exec(latin1(text))?.[1];
  if (boundary === undefined) return [];
  const pieces = splitAtBoundary(text, boundary);
  return withinLimits(
    pieces.map((piece, index) => parseEntity(piece, `${path}.${index + 1}`, counter, 'text/plain', 1)),
    counter,
  );
}

/** Reads one message or part and everything below it, messages inside excepted. */
export function parseEntity(source: Buffer, path: string, counter: Counter, fallbackType = 'text/plain', nesting = 0): Entity {
  const { headers, body } = splitHeaders(source);
  counter.parts += 1;
  const type = parseStructured(headers.get('content-type'));
  const disposition = parseStructured(headers.get('content-disposition'));
  const mediaType = mediaTypeOf(type.value, fallbackType);
  const encoding = (headers.get('content-transfer-encoding') ?? '')
    .trim()
    .toLowerCase()
    .replace(/[;\s].*$/s, '')
    .replace(/^"|"$/g, '');
  const boundary = type.params.get('boundary');
  const isMultipart = mediaType.startsWith('multipart/') && boundary !== undefined && boundary !== '';
  const isTooDeep = isMultipart && nesting >= maxNesting;
  const childType = mediaType === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  // RFC 2045 §6.4 forbids encoding a multipart; where it was done all the same, the boundaries are inside.
  const inner = isMultipart && encoding === 'base64' && !body.includes(`--${boundary}`) ? decodeTransfer(body, encoding) : body;
  const pieces = isMultipart && !isTooDeep && counter.parts <= maxParts ? splitAtBoundary(inner, boundary) : [];
  const name = disposition.params.get('filename') || type.params.get('name') || null;
  const children = pieces.map((piece, index) => parseEntity(piece, `${path}.${index + 1}`, counter, childType, nesting + 1));
  return {
    path,
    headers,
    mediaType,
    name,
    charset: type.params.get('charset') ?? '',
    disposition: disposition.value,
    contentId: headers.get('content-id')?.trim().replace(/^<|>$/g, '') ?? null,
    children,
    bytes: () => (pieces.length > 0 ? body : decodeTransfer(body, encoding, name !== null || !/^(text|multipart)\//.test(mediaType))),
    isTooDeep,
  };
}

/** RFC 2045 §5.2: what is not of the form type/subtype counts as text. */
function mediaTypeOf(value: string, fallback: string): string {
  const type = value.replace(/\s.*$/s, '');
  if (value === '') return fallback;
  return /^[^\s/]+\/[^\s/]+$/.test(type) ? type : 'text/plain';
}

/** The bodies between the boundary lines; the last may lack its end. Text before the first line is no part. */
function splitAtBoundary(body: Buffer, boundary: string): Buffer[] {
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  const pieces: Buffer[] = [];
  let start = -1;
  for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + 1)) {
    if (at > 0 && body[at - 1] !== 10 && body[at - 1] !== 13) continue;
    const tail = /^(--)?[ \t]*(\r\n|\n|\r|$)/.exec(latin1(body.subarray(at + mark.length, at + mark.length + 80)));
    if (!tail) continue;
    if (start >= 0) pieces.push(body.subarray(start, endBefore(body, start, at)));
    const next = at + mark.length + tail[0].length;
    // After the closing line an epilogue may follow, or, from careless mailers, one more part.
    start = tail[1] ? -1 : next;
    if (next >= body.length) return pieces;
  }
  if (start >= 0) pieces.push(body.subarray(start));
  return pieces;
}

/** The line break before a boundary belongs to the boundary. */
function endBefore(body: Buffer, start: number, at: number): number {
  let end = at;
  if (end > start && body[end - 1] === 10) end -= 1;
  if (end > start && body[end - 1] === 13) end -= 1;
  return end;
}
