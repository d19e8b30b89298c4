import { DomainError } from '#services/domain/errors.ts';
import type { Entry } from './container.ts';
import { decodeCharset } from './words.ts';

/** MS-OXTNEF §2.1.3: attributes that matter to us. */
const attribute = { oemCodepage: 0x00069007, renderData: 0x00069002, title: 0x00018010, data: 0x0006800f, properties: 0x00069005 } as const;
/** MS-OXPROPS: properties of an attachment. */
const property = {
  object: 0x3701,
  method: 0x3705,
  fileName: 0x3704,
  longFileName: 0x3707,
  mimeTag: 0x370e,
  contentId: 0x3712,
  displayName: 0x3001,
} as const;
const signature = 0x223e9f78;
const embeddedMessage = 5;

type Draft = { title?: string; data?: Buffer; properties: Map<number, Buffer> };

/** The attachments of a winmail.dat; one cut in the middle still gives those before the cut. @throws DomainError `unreadable` */
export function tnefEntries(bytes: Buffer): Entry[] {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) throw new DomainError('unreadable', 'not a TNEF file');
  const drafts: Draft[] = [];
  let codepage = 'windows-1250';
  let at = 6;
  while (at + 9 <= bytes.length) {
    const level = bytes[at];
    const id = bytes.readUInt32LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const end = at + 9 + length;
    if (end > bytes.length || (level !== 1 && level !== 2)) {
      if (drafts.length === 0) throw new DomainError('unreadable', 'the TNEF file is damaged');
      break;
    }
    const content = bytes.subarray(at + 9, end);
    const draft = drafts.at(-1);
    if (id === attribute.oemCodepage && length >= 4) codepage = `cp${content.readUInt32LE(0)}`;
    else if (id === attribute.renderData) drafts.push({ properties: new Map() });
    else if (draft && id === attribute.title) draft.title = textOf(content, codepage);
    else if (draft && id === attribute.data) draft.data = content;
    else if (draft && id === attribute.properties) draft.properties = readProperties(content);
    at = end + 2; // checksum
  }
  return drafts.flatMap((draft, index) => entryOf(draft, index, codepage));
}

function entryOf({ title, data, properties }: Draft, index: number, codepage: string): Entry[] {
  const text = (id: number) => {
    const value = properties.get(id);
    return value === undefined ? undefined : textOf(value, codepage) || undefined;
  };
  const object = properties.get(property.object);
  const isMessage = properties.get(property.method)?.readUInt32LE(0) === embeddedMessage;
  // An embedded message is a class id of 16 bytes and a TNEF of its own.
  const content = isMessage && object ? object.subarray(16) : (data ?? object);
  if (!content) return [];
  const name = text(property.longFileName) ?? title ?? text(property.fileName) ?? text(property.displayName) ?? `${index + 1}`;
  const mediaType = isMessage ? 'application/ms-tnef' : text(property.mimeTag);
  const contentId = text(property.contentId);
  return [{ name, bytes: content, ...(mediaType ? { mediaType } : {}), ...(contentId ? { contentId } : {}) }];
}

/** UTF-16 values have a zero beside their Latin letters and are even in length. */
function textOf(value: Buffer, codepage: string): string {
  const isWide = value.length >= 2 && value.length % 2 === 0 && (value[1] === 0 || value[value.length - 2] === 0) && value.at(-1) === 0;
  return (isWide ? value.toString('utf16le') : decodeCharset(value, codepage)).replace(/\0.*$/s, '');
}

const fixedSizes: Readonly<Record<number, number>> = { 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 };
const variableTypes = new Set([0x0d, 0x1e, 0x1f, 0x102]);

/** MS-OXTNEF §2.1.3.4: property id → its (first) value; reading stops where the list stops making sense. */
function readProperties(bytes: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  let at = 4;
  const has = (length: number) => length >= 0 && at + length <= bytes.length;
  for (let left = bytes.length >= 4 ? bytes.readUInt32LE(0) : 0; left > 0 && has(4); left--) {
    const type = bytes.readUInt16LE(at);
    const id = bytes.readUInt16LE(at + 2);
    at += 4;
    if (id >= 0x8000) {
      // A named property: class id, kind, then a number or a padded name.
      if (!has(24)) break;
      const isNumber = bytes.readUInt32LE(at + 16) === 0;
      at += isNumber ? 24 : 24 + padded(bytes.readUInt32LE(at + 20));
    }
    const base = type & 0x0fff;
    const isVariable = variableTypes.has(base);
    const size = fixedSizes[base];
    if (!isVariable && size === undefined) break;
    let count = 1;
    if (isVariable || (type & 0x1000) !== 0) {
      if (!has(4)) break;
      count = bytes.readUInt32LE(at);
      at += 4;
    }
    for (let index = 0; index < count && has(4); index++) {
      const length = isVariable ? bytes.readUInt32LE(at) : size!;
      if (isVariable) at += 4;
      if (!has(length)) return found;
      if (index === 0) found.set(id, bytes.subarray(at, at + length));
      at += padded(length);
    }
  }
  return found;
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;
