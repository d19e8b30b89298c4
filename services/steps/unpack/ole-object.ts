import { CFB } from '@e965/xlsx';
import { decodeText } from '#services/domain/decode-text.ts';
import type { Entry } from './container.ts';

type Stream = { name: string; content: Uint8Array };
type Storage = { FileIndex: Stream[] };

/** Streams that are a whole file: what Office and Acrobat keep of an object. [MS-OLEDS] §2.3, Acrobat's OLE server */
const wholeFiles = new Set(['package', 'contents', 'embeddedodf']);
/** Old Office keeps its own documents as the compound file itself. */
const ownDocuments = new Set(['workbook', 'book', 'worddocument', 'powerpoint document', '__properties_version1.0']);

/**
 * The file that an OLE object in an office document holds. An object that holds none (a formula, a drawing) is listed
 * and left alone.
 */
export function oleFile(name: string, bytes: Buffer): Entry {
  const object: Entry = { name, bytes, because: 'no-file' };
  let streams: Stream[];
  try {
    streams = (CFB.read(bytes, { type: 'buffer' }) as Storage).FileIndex;
  } catch {
    return { name, bytes }; // not an object after all: judged by its content
  }
  const named = (wanted: (stream: string) => boolean) => streams.find((stream) => wanted(stream.name.toLowerCase()));
  const native = named((stream) => stream === '\u0001ole10native');
  if (native) return packagedFile(name, Buffer.from(native.content));
  const whole = named((stream) => wholeFiles.has(stream));
  if (whole) return { name: name.replace(/\.bin$/i, ''), bytes: Buffer.from(whole.content) };
  return named((stream) => ownDocuments.has(stream)) ? { name, bytes } : object;
}

/** What the packager wrote: sizes, a label, two paths, then the file. Anything else is the object's bare data. */
function packagedFile(name: string, native: Buffer): Entry {
  const bare: Entry = { name: name.replace(/\.bin$/i, ''), bytes: native.subarray(4) };
  let at = 6;
  const text = (): Buffer => {
    const end = native.indexOf(0, at);
    const found = native.subarray(at, end < 0 ? native.length : end);
    at += found.length + 1;
    return found;
  };
  if (native.length < 20 || native.readUInt16LE(4) !== 2) return bare;
  const label = decodeText(text()).text;
  text(); // where it lay
  at += 4;
  if (at + 4 > native.length) return bare;
  at += 4 + native.readUInt32LE(at); // where it lay for a while
  if (at + 4 > native.length) return bare;
  const size = native.readUInt32LE(at);
  if (at + 4 + size > native.length) return bare;
  return { name: label || bare.name, bytes: native.subarray(at + 4, at + 4 + size) };
}
