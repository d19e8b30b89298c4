import { createHash, type Hash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { DomainError } from '#services/domain/errors.ts';
import type { Spooled } from './object-store.ts';
import { type OwnerState, openSpoolOwners } from './spool-owners.ts';

/** A local folder through which every incoming byte passes: hashed and synced on the way, never whole in memory. */
export type Spool = {
  /** Writes the stream to a file of its own. @throws DomainError `delivery-too-large`, `storage-full`, `storage-unavailable` */
  write(stream: Readable, options: { maxBytes: number }): Promise<Spooled & AsyncDisposable>;
  /**
   * The same for bytes that can be asked for from an offset on: when the stream breaks, or the process ends, what came is kept
   * under `key`, and the next call goes on there. It asks for the last bytes once more; when they differ, all of it is thrown away.
   *
   * @throws DomainError `stale` when they differ; what the stream throws; and as `write`
   */
  goOn(key: string, from: (offset: number) => Promise<Readable>, options: { maxBytes: number }): Promise<Spooled & AsyncDisposable>;
  /**
   * Removes what ended processes left behind; what can be gone on with becomes a half. Whose end cannot be proven, of that goes
   * what nobody has written to for a day. Answers how many files left.
   */
  sweep(): Promise<number>;
};

/** A stream's pieces are small and a write costs the same for a large one: most mails are written at once. */
const gatherBytes = 64 * 1024;
/** So many bytes before the break must be the same in what comes now. */
const overlapBytes = 64 * 1024;
/** What nobody went on with for so long leaves. */
const abandonedMs = 7 * 86_400_000;
/** No transfer rests for so long, on whatever machine its process may be. */
const restingMs = 86_400_000;

/** `<owner>.<id>`, of what can be gone on with `.<hash of the key>` behind it. */
const fileName = /^([0-9a-f]{16})\.[0-9a-f-]{36}(?:\.([0-9a-f]{64}))?$/;

/** `ownersFolder`: where the processes that share the spool say that they live; without it all of its files go by their age. */
export function openSpool(folder: string, ownersFolder?: string): Spool {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const halves = join(folder, 'halves');
  const owners = ownersFolder === undefined ? nobodyKnown : openSpoolOwners(ownersFolder);
  const newPath = async (ending = '') => join(folder, `${await owners.mine()}.${randomUUID()}${ending}`);

  return {
    async write(stream, { maxBytes }) {
      const path = await newPath();
      const came = { hash: createHash('sha256'), size: 0 };
      try {
        await using file = await open(path, 'wx', 0o600);
        await append(file, stream as AsyncIterable<Buffer>, came, maxBytes);
        await file.sync();
      } catch (error) {
        await rm(path, { force: true });
        throw storageTrouble(error);
      }
      return spooled(path, came);
    },

    async goOn(key, from, { maxBytes }) {
      const name = createHash('sha256').update(key).digest('hex');
      const path = await newPath(`.${name}`);
      const half = join(halves, name);
      const came = { hash: createHash('sha256'), size: 0 };
      try {
        for (const left of await readdir(folder)) if (left.endsWith(name) && (await stateOf(left)) === 'ended') await leave(left, true);
        // Whoever renames it has it: two processes never write to one file.
        await rename(half, path).catch(isMissing);
        await using file = await open(path, 'a+', 0o600);
        const tail = await readHeld(file, came);
        await append(file, beyond(await from(came.size - tail.length), tail), came, maxBytes);
        await file.sync();
      } catch (error) {
        const trouble = storageTrouble(error);
        // Of what is refused, differs or finds no room nothing is kept.
        if (came.size === 0 || trouble instanceof DomainError) await rm(path, { force: true });
        else await keepHalf(path, half);
        throw trouble;
      }
      return spooled(path, came);
    },

    async sweep() {
      let left = 0;
      for (const name of await readdir(folder)) {
        if (name === 'halves') continue;
        const state = await stateOf(name);
        const hasEnded = state === 'ended' || (state === 'unknown' && (await isOlder(join(folder, name), restingMs)));
        if (!hasEnded) continue;
        await leave(name, state === 'ended');
        left += 1;
      }
      for (const name of await readdir(halves).catch(noneYet)) {
        if (!(await isOlder(join(halves, name), abandonedMs))) continue;
        await rm(join(halves, name), { force: true });
        left += 1;
      }
      return left;
    },
  };

  async function keepHalf(path: string, half: string): Promise<void> {
    await mkdir(halves, { recursive: true, mode: 0o700 });
    await rename(path, half).catch(isMissing);
  }

  async function stateOf(name: string): Promise<OwnerState> {
    const owner = fileName.exec(name)?.[1];
    return owner === undefined ? 'unknown' : owners.stateOf(owner);
  }

  /**
   * A file nobody writes to any more. The kernel has all bytes that an ended process wrote; after a machine's own end there may be
   * holes in it, and nothing is gone on with.
   */
  async function leave(name: string, isWhole: boolean): Promise<void> {
    const path = join(folder, name);
    const key = fileName.exec(name)?.[2];
    const { size = 0, nlink = 1 } = (await stat(path).catch(isMissing)) ?? {};
    // Two names: a stored object is the same file, and nothing may be written to it.
    if (!isWhole || key === undefined || size === 0 || nlink > 1) return rm(path, { force: true });
    const held = (await stat(join(halves, key)).catch(isMissing))?.size ?? 0;
    if (held >= size) await rm(path, { force: true });
    else await keepHalf(path, join(halves, key));
  }
}

const nobodyKnown = { mine: async () => '0'.repeat(16), stateOf: async (): Promise<OwnerState> => 'unknown' };

async function isOlder(path: string, ageMs: number): Promise<boolean> {
  const facts = await stat(path).catch(isMissing);
  return facts !== null && Date.now() - facts.mtimeMs > ageMs;
}

function noneYet(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

type Came = { hash: Hash; size: number };

const spooled = (path: string, { hash, size }: Came): Spooled & AsyncDisposable => ({
  path,
  sha256: hash.digest('hex'),
  size,
  [Symbol.asyncDispose]: () => rm(path, { force: true }),
});

/** Writes what comes to the end of the file; `came` counts what is written, also when the stream breaks. */
async function append(file: FileHandle, stream: AsyncIterable<Buffer>, came: Came, maxBytes: number): Promise<void> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  const write = async () => {
    const bytes = held.length === 1 ? held[0]! : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    await file.appendFile(bytes);
    came.hash.update(bytes);
    came.size += bytes.length;
  };
  for await (const chunk of stream) {
    held.push(chunk);
    heldBytes += chunk.length;
    if (came.size + heldBytes > maxBytes) throw new DomainError('delivery-too-large', 'larger than what is taken', { maxBytes });
    if (heldBytes >= gatherBytes) await write();
  }
  if (heldBytes > 0) await write();
}

/** Counts what an earlier call left in the file; answers the end of it. */
async function readHeld(file: FileHandle, came: Came): Promise<Buffer> {
  let tail = Buffer.alloc(0);
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Buffer>) {
    came.hash.update(chunk);
    came.size += chunk.length;
    tail = Buffer.concat([tail, chunk]).subarray(-overlapBytes);
  }
  return tail;
}

/** What comes after the bytes that are known already; they come once more, and must be the same. */
async function* beyond(stream: Readable, known: Buffer): AsyncGenerator<Buffer> {
  let left = known;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const again = chunk.subarray(0, left.length);
    if (!again.equals(left.subarray(0, again.length))) throw differs();
    left = left.subarray(again.length);
    if (chunk.length > again.length) yield chunk.subarray(again.length);
  }
  if (left.length > 0) throw differs();
}

const differs = (): DomainError => new DomainError('stale', 'the file is not the one of which a part came before');

function isMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** Makes a written file outlive a crash. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync();
  await file.close();
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT']);
const awayCodes = new Set(['EIO', 'EROFS', 'EACCES', 'EMFILE', 'ENFILE', 'ENOENT', 'EPERM', 'ENOTDIR']);

/** What a file system says, in our words; anything else stays what it is. */
export function storageTrouble(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  if (fullCodes.has(code)) return new DomainError('storage-full', 'no space left', { code });
  if (awayCodes.has(code)) return new DomainError('storage-unavailable', 'the storage folder cannot be used', { code });
  return error;
}
