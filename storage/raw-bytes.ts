import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type { ObjectStore } from './objects/object-store.ts';
import { databaseOf, row, rows } from './sql.ts';

/** Bytes of a business by their hash. */
export type RawKey = { businessId: string; sha256: string };

const lockOf = ({ businessId, sha256 }: RawKey): string => `raw ${businessId} ${sha256}`;

/**
 * Keeps the bytes of these deliveries from leaving until the transaction has ended, and names those that may have left
 * already: the same bytes came before, and nobody may have wanted them any more. Their owner puts them once more.
 */
export async function holdRaw(transaction: Transaction, keys: readonly RawKey[]): Promise<RawKey[]> {
  await rows(
    transaction,
    // In one order everywhere, or two gatherings could wait for each other.
    `select pg_advisory_xact_lock_shared(hashtextextended(name, 0)) from (select unnest($1::text[]) as name order by 1) as names`,
    keys.map(lockOf),
  );
  return rows<RawKey>(
    transaction,
    `select distinct business_id as "businessId", raw_sha256 as sha256 from intakes
     where (business_id, raw_sha256) in (select * from unnest($1::uuid[], $2::text[]))`,
    keys.map(({ businessId }) => businessId),
    keys.map(({ sha256 }) => sha256),
  );
}

/** The raw bytes leave unless another delivery or a document is made of the very same ones. */
export async function forgetRaw(database: Sequelize, objects: ObjectStore, key: RawKey): Promise<void> {
  await database.transaction(async (transaction) => {
    await row(transaction, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', lockOf(key));
    const [found] = await databaseOf(transaction).query<{ wanted: boolean }>(
      `select exists (select from intakes where business_id = $1 and raw_sha256 = $2 and raw_kept)
           or exists (select from documents where business_id = $1 and sha256 = $2 and state <> 'deleted') as wanted`,
      { bind: [key.businessId, key.sha256], type: QueryTypes.SELECT, transaction },
    );
    if (!found?.wanted) await objects.remove(key.businessId, key.sha256);
  });
}
