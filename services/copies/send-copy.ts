import { createHash, randomUUID } from 'node:crypto';
import { posix } from 'node:path';
import type { Sequelize } from 'sequelize';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import { type DueCopy, dueCopy } from '#storage/queries/copies.ts';
import { row } from '#storage/sql.ts';
import { copyPlace } from '../domain/copies.ts';
import type { RemoteShelf } from '../remote/shelf.ts';
import { CannotWrite } from './trouble.ts';

type Outgoing = { outletId: string; businessId: string; language: 'hu' | 'en' };
type Deps = { database: Sequelize; objects: ObjectStore };

/**
 * Brings one document to the server: written under a passing name, looked at whether it is whole, and only then given its own. What
 * it will be called is written down first, so that after a kill at any moment it is known what may be there: a whole file under the
 * own name counts as done, half of one under the passing name is removed.
 *
 * @throws CannotWrite, what the connection and the object store throw
 */
export async function sendCopy(
  shelf: RemoteShelf,
  { outletId, businessId, language }: Outgoing,
  copy: DueCopy,
  { database, objects }: Deps,
): Promise<void> {
  const { documentId, size } = copy;
  const note = (set: string, ...values: unknown[]) =>
    row(database, `update copies set ${set} where outlet_id = $1 and document_id = $2`, outletId, documentId, ...values);
  if (copy.temporary !== null && (await shelf.sizeOf(copy.temporary)) !== null) await shelf.remove(copy.temporary);
  const { path, isThere } = await ownName(shelf, copy, language);
  if (!isThere) {
    const temporary = `${posix.dirname(path)}/.bizonylat-${randomUUID()}.part`;
    await note('path = $3, temporary = $4', path, temporary);
    // Asked once more when all of it is there: the service may have been stopped, the document closed.
    const mayStay = async () => (await dueCopy(database, outletId, documentId)) !== undefined;
    const isBrought = await objects.withFile(businessId, copy.sha256, (file) => bring(shelf, file, { temporary, path, size, mayStay }));
    if (!isBrought) return;
  }
  await note('path = $3, temporary = null, done_at = clock_timestamp()', path);
}

type Bringing = { temporary: string; path: string; size: bigint; mayStay(): Promise<boolean> };

/** False when it must not stay there: then nothing of it does. */
async function bring(shelf: RemoteShelf, file: string, { temporary, path, size, mayStay }: Bringing): Promise<boolean> {
  try {
    await shelf.write(temporary, file);
    if ((await shelf.sizeOf(temporary)) !== Number(size)) throw new Error('the server has less than was sent');
    const isWanted = await mayStay();
    await (isWanted ? shelf.move(temporary, path) : shelf.remove(temporary));
    return isWanted;
  } catch (cause) {
    const isRefused = typeof (cause as { code?: unknown }).code === 'number';
    // Asked while the half is there: that is when there is no room. A lost connection answers nothing.
    const free = isRefused ? await shelf.freeBytes() : null;
    // Where this does not work either, the name is written down, and the next try removes it.
    await shelf.remove(temporary).catch(() => undefined);
    throw new CannotWrite(cause, { isFull: free !== null && free < size });
  }
}

/** Its name on the server, and whether it is there already: the same bytes under it are the same copy. Nobody else's file is touched. */
async function ownName(shelf: RemoteShelf, copy: DueCopy, language: 'hu' | 'en'): Promise<{ path: string; isThere: boolean }> {
  const isOurs = async (path: string, size: number | null) => size === Number(copy.size) && (await sha256Of(shelf, path)) === copy.sha256;
  // By the kind and the date it had at an earlier try.
  if (copy.path !== null && (await isOurs(copy.path, await shelf.sizeOf(copy.path)))) return { path: copy.path, isThere: true };
  const { stem, ending } = copyPlace(copy, language);
  for (let number = 1; ; number++) {
    const path = number === 1 ? `${stem}${ending}` : `${stem} (${number})${ending}`;
    const size = await shelf.sizeOf(path);
    if (size === null || (await isOurs(path, size))) return { path, isThere: size !== null };
  }
}

async function sha256Of(shelf: RemoteShelf, path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of (await shelf.read(path, 0)) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}
