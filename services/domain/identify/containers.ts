import type { Identified } from '../identified.ts';
import { lettersOf } from '../letters.ts';

const office = 'application/vnd.openxmlformats-officedocument';
/** What a ZIP is by the entry that only such files have; macros stand before the documents that hold them. */
const zipMembers: readonly [string, Identified][] = [
  ['word/vbaProject.bin', { mediaType: 'application/vnd.ms-word.document.macroenabled.12', form: 'docx' }],
  ['xl/vbaProject.bin', { mediaType: 'application/vnd.ms-excel.sheet.macroenabled.12', form: 'xlsx' }],
  ['word/document', { mediaType: `${office}.wordprocessingml.document`, form: 'docx' }],
  ['xl/workbook', { mediaType: `${office}.spreadsheetml.sheet`, form: 'xlsx' }],
  ['ppt/presentation', { mediaType: `${office}.presentationml.presentation`, form: 'unknown', dialect: 'pptx' }],
  ['AndroidManifest.xml', { mediaType: 'application/vnd.android.package-archive', form: 'executable' }],
  ['META-INF/MANIFEST.MF', { mediaType: 'application/java-archive', form: 'executable' }],
];

/** OpenDocument and e-books write their media type uncompressed near the beginning, in an entry `mimetype`. */
const stated = /application\/(?:vnd\.oasis\.opendocument\.|epub)[a-z+-]+/;
function openDocument(bytes: Uint8Array): Identified | undefined {
  const mediaType = stated.exec(lettersOf(bytes, 0, 65_536))?.[0];
  if (mediaType === undefined) return undefined;
  if (mediaType.endsWith('.text')) return { mediaType, form: 'odt' };
  return { mediaType, form: mediaType.endsWith('.spreadsheet') ? 'ods' : 'unknown' };
}

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
  const open = names.includes('mimetype') ? openDocument(bytes) : undefined;
  if (open) return open;
  const member = zipMembers.find(([prefix]) => names.some((name) => name.startsWith(prefix)))?.[1];
  if (member) return { ...member };
  // Drawings and printed pages are packed like office documents and are no archive that somebody made; one that is cut is only damaged.
  const isPackage = names.includes('[Content_Types].xml') && lettersOf(bytes, Math.max(0, bytes.length - 65_557)).includes('PK\x05\x06');
  return isPackage
    ? { mediaType: 'application/x-ooxml', form: 'unknown' }
    : { mediaType: 'application/zip', form: 'archive', dialect: 'zip' };
}

/** Names of streams in an OLE compound file stand in it as UTF-16; which of them is there tells what it is. */
const oleStreams: readonly [string, Identified][] = [
  ['EncryptedPackage', { mediaType: 'application/x-encrypted-office', form: 'encrypted', dialect: 'office' }],
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
