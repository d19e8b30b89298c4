import type { Identified } from '#services/domain/identified.ts';
import { lettersOf } from '#services/domain/letters.ts';

/** Office documents in ZIP, by the entry that only they have. */
const zipMembers: readonly [string, Identified][] = [
  ['word/document', { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', form: 'docx' }],
  ['xl/workbook', { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', form: 'xlsx' }],
  [
    'ppt/presentation',
    { mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', form: 'unknown', dialect: 'pptx' },
  ],
];

/** OpenDocument writes its media type uncompressed near the beginning, in an entry `mimetype`. */
const openDocuments: readonly [RegExp, Identified][] = [
  [/application\/vnd\.oasis\.opendocument\.text/, { mediaType: 'application/vnd.oasis.opendocument.text', form: 'odt' }],
  [/application\/vnd\.oasis\.opendocument\.spreadsheet/, { mediaType: 'application/vnd.oasis.opendocument.spreadsheet', form: 'ods' }],
];

/** Names in the central directory (or, of a cut file, in the local headers), without unpacking anything. */
function zipNames(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names: string[] = [];
  const maxNames = 2_000;
  // Local headers chain by their sizes; where a size is written only after the data, the directory at the end helps.
  const offset = Math.max(0, bytes.length - 1_048_576);
  const tail = lettersOf(bytes, offset);
  for (let from = tail.indexOf('PK\x01\x02'); from >= 0 && names.length < maxNames; from = tail.indexOf('PK\x01\x02', from + 4)) {
    const entry = offset + from;
    if (entry + 46 > bytes.length) break;
    names.push(lettersOf(bytes, entry + 46, entry + 46 + view.getUint16(entry + 28, true)));
  }
  if (names.length > 0 || bytes.length < 30) return names;
  const head = lettersOf(bytes, 0, 1_048_576);
  for (let from = head.indexOf('PK\x03\x04'); from >= 0 && names.length < maxNames; from = head.indexOf('PK\x03\x04', from + 4)) {
    if (from + 30 > bytes.length) break;
    names.push(lettersOf(bytes, from + 30, from + 30 + view.getUint16(from + 26, true)));
  }
  return names;
}

/** A ZIP file: an office document when it has one's parts, else an archive. */
export function zipContainer(bytes: Uint8Array): Identified | null {
  const mark = lettersOf(bytes, 0, 4);
  if (mark !== 'PK\x03\x04' && mark !== 'PK\x05\x06' && mark !== 'PK\x07\x08') return null;
  const names = zipNames(bytes);
  const open = names.includes('mimetype') ? openDocuments.find(([type]) => type.test(lettersOf(bytes, 0, 65_536)))?.[1] : undefined;
  if (open) return { ...open };
  const member = zipMembers.find(([prefix]) => names.some((name) => name.startsWith(prefix)))?.[1];
  return member ? { ...member } : { mediaType: 'application/zip', form: 'archive', dialect: 'zip' };
}

/** Names of streams in an OLE compound file stand in it as UTF-16; which of them is there tells what it is. */
const oleStreams: readonly [string, Identified][] = [
  ['EncryptedPackage', { mediaType: 'application/x-ole-storage', form: 'encrypted', dialect: 'office' }],
  ['__substg1.0_', { mediaType: 'application/vnd.ms-outlook', form: 'msg' }],
  ['__properties_version1.0', { mediaType: 'application/vnd.ms-outlook', form: 'msg' }],
  ['Workbook', { mediaType: 'application/vnd.ms-excel', form: 'xls' }],
  ['Book', { mediaType: 'application/vnd.ms-excel', form: 'xls' }],
  ['WordDocument', { mediaType: 'application/msword', form: 'unknown', dialect: 'doc' }],
  ['PowerPoint Document', { mediaType: 'application/vnd.ms-powerpoint', form: 'unknown', dialect: 'ppt' }],
];

export function oleContainer(bytes: Uint8Array): Identified | null {
  if (lettersOf(bytes, 0, 8) !== '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1') return null;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = oleStreams.find(([name]) => buffer.includes(Buffer.from(name, 'utf16le')))?.[1];
  return found ? { ...found } : { mediaType: 'application/x-ole-storage', form: 'unknown' };
}
