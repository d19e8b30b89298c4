import type { Readable } from 'node:stream';
import { DomainError } from '#services/domain/errors.ts';
import { awayFolders, type Shelf, type ShelfFile } from '#services/remote/shelf.ts';
import type { IngestDeps } from '../../deps.ts';
import { receiveFile, refuseFile } from '../../receive.ts';

/** What was seen of each file, from round to round; the clock of this process alone counts. */
export type Seen = Map<string, { size: number; modifiedMs: number; sinceMs: number; isDone: boolean }>;

export type Taking = {
  businessId: string;
  door: string;
  /** From where, for people; null for a folder of the hub's own machine. */
  sender: string | null;
  after: 'move' | 'delete';
  settleMs: number;
  /** The largest file (H-053). */
  maxBytes: number;
};

/**
 * One round over a shelf: what has not changed for `settleMs` is kept and put away, in this order, so that a kill in
 * between brings the same file once more, which is the same delivery and the same document. Answers how many were taken.
 *
 * @throws what the shelf or the store throws; the files not yet taken stay for the next round
 */
export async function takeFiles(shelf: Shelf, seen: Seen, taking: Taking, deps: IngestDeps, nowMs = Date.now()): Promise<number> {
  const files = await shelf.list();
  const present = new Set(files.map(({ path }) => path));
  for (const path of seen.keys()) if (!present.has(path)) seen.delete(path);
  let taken = 0;
  for (const file of files) {
    const before = seen.get(file.path);
    const isSame = before !== undefined && before.size === file.size && before.modifiedMs === file.modifiedMs;
    const known = isSame ? before : { size: file.size, modifiedMs: file.modifiedMs, sinceMs: nowMs, isDone: false };
    seen.set(file.path, known);
    if (known.isDone || nowMs - known.sinceMs < taking.settleMs) continue;
    if (!(await takeFile(shelf, file, taking, deps))) {
      seen.delete(file.path);
      continue;
    }
    // Kept: should putting it away fail, it is not taken again while this process lives.
    known.isDone = true;
    taken += 1;
    await putAway(shelf, file, taking);
  }
  return taken;
}

/** Keeps one file, going on where an earlier try was cut; false when it grew, shrank or changed meanwhile. */
async function takeFile(shelf: Shelf, { path, size, modifiedMs }: ShelfFile, taking: Taking, deps: IngestDeps): Promise<boolean> {
  const { businessId, door, sender, maxBytes } = taking;
  const delivery = { businessId, door, sender, name: path, reference: path };
  if (size > maxBytes) {
    await refuseFile({ ...delivery, size, because: 'delivery-too-large' }, deps);
    return true;
  }
  // A file of another size or time is another file: nothing of it is joined to this one.
  const key = JSON.stringify([businessId, door, sender, path, size, modifiedMs]);
  await using spooled = await deps.spool.goOn(key, (from) => opened(shelf, path, from), { maxBytes }).catch(changed);
  if (spooled?.size !== size) return false;
  await receiveFile({ ...delivery, mediaType: 'application/octet-stream', statedKind: null, uploadedBy: null }, spooled, deps);
  return true;
}

function changed(error: unknown): null {
  if (error instanceof DomainError && error.code === 'stale') return null;
  throw error;
}

async function opened(shelf: Shelf, path: string, from: number): Promise<Readable> {
  const stream = await shelf.read(path, from);
  // Whoever stops reading half way (too large, no space) leaves nobody to hear of a later error.
  stream.on('error', () => undefined);
  return stream;
}

async function putAway(shelf: Shelf, { path, size }: ShelfFile, { after, maxBytes }: Taking): Promise<void> {
  const isRefused = size > maxBytes;
  try {
    if (after === 'delete' && !isRefused) return await shelf.remove(path);
    const folder = isRefused ? awayFolders.refused : awayFolders.taken;
    await shelf.move(path, await freeName(shelf, `${folder}/${path}`));
  } catch (cause) {
    // Another of our processes was faster: its move is as good as ours.
    if (!(await shelf.exists(path))) return;
    throw Object.assign(new DomainError('conflict', 'the file was taken but cannot be put away', {}), { cause });
  }
}

/** `name.pdf`, else `name (2).pdf` and so on. */
async function freeName(shelf: Shelf, wanted: string): Promise<string> {
  const dot = wanted.lastIndexOf('.');
  const [stem, ending] = dot > wanted.lastIndexOf('/') ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ''];
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${stem} (${number})${ending}`;
    if (!(await shelf.exists(name))) return name;
  }
}
