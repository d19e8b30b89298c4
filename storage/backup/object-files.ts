import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DomainError } from '#services/domain/errors.ts';
import { type ObjectStore, objectKey } from '../objects/object-store.ts';
import type { Spool } from '../objects/spool.ts';
import type { RawKey } from '../raw-bytes.ts';

/** Objects are many and mostly small: so many travel at once. */
const atOnce = 8;

/** What a listing says of each object: a line as `sha256sum` writes and checks it, businesses together. */
export const listingSql = `
  select sha256 || '  objects/' || business_id || '/' || left(sha256, 2) || '/' || sha256 from (
    select business_id, sha256::text from documents where state <> 'deleted'
    union
    -- A file that came by itself is its document; only a mail is kept beside what was in it.
    select business_id, raw_sha256::text from intakes where raw_kept and door = 'smtp' and raw_sha256 is not null) named
  order by business_id, sha256 collate "C"`;

/** The objects of a listing, in its order. */
export async function* listedObjects(listing: string): AsyncGenerator<RawKey> {
  for await (const line of createInterface({ input: createReadStream(listing), crlfDelay: Number.POSITIVE_INFINITY })) {
    const [, sha256, businessId] = /^([0-9a-f]{64}) {2}objects\/([0-9a-f-]{36})\/[0-9a-f]{2}\/\1$/.exec(line) ?? [];
    if (sha256 === undefined || businessId === undefined) throw new Error(`${listing} has a line of another form`);
    yield { businessId, sha256 };
  }
}

/** The same, a business at a time. */
export async function* listedByBusiness(listing: string): AsyncGenerator<{ businessId: string; names: Set<string> }> {
  let current = { businessId: '', names: new Set<string>() };
  for await (const { businessId, sha256 } of listedObjects(listing)) {
    if (businessId !== current.businessId) {
      if (current.businessId !== '') yield current;
      current = { businessId, names: new Set() };
    }
    current.names.add(sha256);
  }
  if (current.businessId !== '') yield current;
}

/** Does something with each, several at once; the first failure ends it. */
export async function eachAtOnce<T>(items: AsyncIterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) await work(next.value);
    }),
  );
}

/** Whether a folder store has it; not whether its bytes are right. */
export const hasObject = (root: string, { businessId, sha256 }: RawKey): Promise<boolean> =>
  access(join(root, objectKey(businessId, sha256))).then(
    () => true,
    () => false,
  );

export type Lost = RawKey & { because: string };

/** Copies an object from one store into another, hashed on the way; answers why it could not where the first has lost or damaged it. */
export async function copyObject(from: ObjectStore, to: ObjectStore, spool: Spool, { businessId, sha256 }: RawKey): Promise<Lost | null> {
  try {
    await using spooled = await spool.write(await from.open(businessId, sha256), { maxBytes: Number.POSITIVE_INFINITY });
    await to.put(businessId, spooled);
    return null;
  } catch (error) {
    if (isLoss(error)) return { businessId, sha256, because: error.code };
    throw error;
  }
}

export const isLoss = (error: unknown): error is DomainError =>
  error instanceof DomainError && (error.code === 'object-missing' || error.code === 'object-changed');
