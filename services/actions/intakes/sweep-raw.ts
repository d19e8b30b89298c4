import type { Sequelize } from 'sequelize';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import { forgetRaw } from '#storage/raw-bytes.ts';
import { row, rows } from '#storage/sql.ts';

const batch = 500;

/**
 * Raw mails that were kept for a person who did not come leave when their time is over (promise 2); what came, from
 * whom and when stays. A legal hold stops it (LG-007). May run twice and in many workers at once; answers how many left.
 */
export async function sweepRaw(database: Sequelize, objects: ObjectStore, now: Date = new Date()): Promise<number> {
  const over = await database.transaction(async (transaction) => {
    const found = await rows<{ id: string; businessId: string; sha256: string | null }>(
      transaction,
      `update intakes set raw_kept = false, raw_keep_until = null, fate = case when fate = 'review' then 'discarded' else fate end,
         because = case when fate = 'review' then 'time-over' else because end
       where id in (
         select id from intakes where raw_kept and raw_keep_until < $1
           and not exists (select from legal_holds hold where hold.business_id = intakes.business_id and hold.lifted_at is null)
         order by raw_keep_until limit $2 for update skip locked)
       returning id, business_id as "businessId", raw_sha256 as sha256`,
      now,
      batch,
    );
    await row(
      transaction,
      `update intake_parts set fate = 'ignored', because = 'time-over' where intake_id = any($1) and fate = 'review' and document_id is null`,
      found.map(({ id }) => id),
    );
    return found;
  });
  // Rows before bytes: an object without a row is waste, and the next mail of the same bytes puts it once more.
  for (const { businessId, sha256 } of over) if (sha256 !== null) await forgetRaw(database, objects, { businessId, sha256 });
  return over.length;
}
