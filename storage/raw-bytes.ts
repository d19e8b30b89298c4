import { QueryTypes, type Sequelize } from 'sequelize';
import type { ObjectStore } from './objects/object-store.ts';
import { whileObjectsMayLeave } from './objects-leave.ts';
import { databaseOf, row } from './sql.ts';

/** Bytes of a business by their hash. */
export type RawKey = { businessId: string; sha256: string };

export const lockOf = ({ businessId, sha256 }: RawKey): string => `raw ${businessId} ${sha256}`;

/** A `with` query of the one statement that writes deliveries: their bytes cannot leave until it has committed. `$n` are the names of their locks. */
export const holdRaw = (parameter: string): string =>
  // In one order everywhere, or two gatherings could wait for each other.
  `select pg_advisory_xact_lock_shared(hashtextextended(name, 0)) from (select unnest(${parameter}::text[]) as name order by 1) as names`;

/** The raw bytes leave unless another delivery or a document is made of the very same ones. */
export async function forgetRaw(database: Sequelize, objects: ObjectStore, key: RawKey): Promise<void> {
  await whileObjectsMayLeave(database, async (transaction) => {
    await row(transaction, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', lockOf(key));
    const [found] = await databaseOf(transaction).query<{ wanted: boolean }>(
      `select exists (select from intakes where business_id = $1 and raw_sha256 = $2 and raw_kept)
           or exists (select from documents where business_id = $1 and sha256 = $2 and state <> 'deleted') as wanted`,
      { bind: [key.businessId, key.sha256], type: QueryTypes.SELECT, transaction },
    );
    if (!found?.wanted) await objects.remove(key.businessId, key.sha256);
  });
}
