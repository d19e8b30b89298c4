import { configure, ERR_UNSUPPORTED_COMPRESSION, type FileEntry, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import iconv from 'iconv-lite';
import { DomainError } from '#services/domain/errors.ts';
import { type Budget, type Entry, maxEntries, maxFileBytes, proveRatio, spend, tooMany, unreadable } from './container.ts';

configure({ useWebWorkers: false });

/**
 * The files of a ZIP, ZIP64 and both encryptions included; folders are left out. `wanted`: only the entries whose names fit.
 * @throws DomainError `unreadable`, `encrypted`, `wrong-password`, `too-many-entries`, `too-large-unpacked`
 */
export async function unzip(zip: Buffer, budget: Budget, password?: string, wanted?: RegExp): Promise<Entry[]> {
  const reader = new ZipReader(new Uint8ArrayReader(zip), {
    strictness: 'tolerant',
    filenameValidation: 'tolerant',
    checkOverlappingEntry: true,
  });
  try {
    const listed: FileEntry[] = [];
    for await (const entry of reader.getEntriesGenerator()) {
      if (!entry.directory && (wanted?.test(entry.filename) ?? true)) listed.push(entry);
      if (listed.length > maxEntries) tooMany();
    }
    if (listed.some(({ encrypted }) => encrypted) && password === undefined)
      throw new DomainError('encrypted', 'the archive needs a password');
    const stated = listed.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
    // Before anything is unpacked; a directory that lies is found while unpacking.
    proveRatio(zip.length, Math.min(stated, Number.MAX_SAFE_INTEGER));
    const entries: Entry[] = [];
    for (const file of listed) entries.push(await entryOf(file, budget, password));
    return entries;
  } catch (error) {
    if (error instanceof DomainError) throw error;
    unreadable(`the archive cannot be opened: ${error instanceof Error ? error.message : 'unknown reason'}`);
  } finally {
    await reader.close();
  }
}

/** Opens a ZIP with the password of a person, or with none, or with the first that fits of those that the business keeps. */
export async function unzipWith(
  zip: Buffer,
  budget: Budget,
  { password, passwords = [] }: { password?: string; passwords?: readonly string[] },
): Promise<Entry[]> {
  if (password !== undefined) return unzip(zip, budget, password);
  const { bytesLeft } = budget;
  try {
    return await unzip(zip, budget);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'encrypted') throw error;
    for (const each of passwords) {
      const entries = await unzip(zip, budget, each).catch((wrong: unknown) => {
        if (!(wrong instanceof DomainError) || wrong.code !== 'wrong-password') throw wrong;
        budget.bytesLeft = bytesLeft;
        return null;
      });
      if (entries) return entries;
    }
    throw error;
  }
}

async function entryOf(file: FileEntry, budget: Budget, password: string | undefined): Promise<Entry> {
  const name = nameOf(file);
  if (file.symlink) return { name, bytes: Buffer.alloc(0), because: 'linked-file' };
  if (file.uncompressedSize > maxFileBytes) return { name, bytes: Buffer.alloc(0), because: 'too-large' };
  spend(budget, file.uncompressedSize);
  try {
    // A limit on the writer, not on what the directory states.
    const bytes = await file.getData(new LimitedWriter(file.uncompressedSize), {
      ...(password === undefined ? {} : { password }),
      checkSignature: true,
    });
    return { name, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    if (file.encrypted && /password|encrypt|authentication/i.test(String(error)))
      throw new DomainError('wrong-password', 'the password does not open the archive');
    const isUnknown = error instanceof Error && error.message === ERR_UNSUPPORTED_COMPRESSION;
    return { name, bytes: Buffer.alloc(0), because: isUnknown ? 'archive-not-opened' : 'damaged' };
  }
}

class LimitedWriter extends Uint8ArrayWriter {
  readonly #limit: number;
  #written = 0;

  constructor(limit: number) {
    super();
    this.#limit = limit;
  }
  override async writeUint8Array(piece: Uint8Array): Promise<void> {
    this.#written += piece.length;
    if (this.#written > this.#limit) throw new Error('longer than the directory says');
    await super.writeUint8Array(piece);
  }
}

/** Names without the UTF-8 flag: UTF-8 all the same, or the DOS and Windows code pages of Hungary, whichever reads better. */
function nameOf({ filename, filenameUTF8, rawFilename }: FileEntry): string {
  const raw = Buffer.from(rawFilename);
  if (filenameUTF8 || raw.every((byte) => byte < 0x80)) return filename;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    // Not UTF-8: an old program's code page.
    const [dos, windows] = ['cp852', 'windows-1250'].map((encoding) => iconv.decode(raw, encoding)) as [string, string];
    return likeness(windows) > likeness(dos) ? windows : dos;
  }
}

const likeness = (name: string): number =>
  (name.match(/[áéíóöőúüűÁÉÍÓÖŐÚÜŰ]/g)?.length ?? 0) - 2 * (name.match(/[^\p{L}\p{N}\p{P}\p{Zs}+=$~^`]|\p{Cc}|[×÷¤ˇ˘˙˛¸˝]/gu)?.length ?? 0);
