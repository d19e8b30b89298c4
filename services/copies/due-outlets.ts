import type { Sequelize } from 'sequelize';
import { Outlet } from '#storage/models/outlet.ts';
import { changesSince } from '#storage/queries/changes.ts';
import { isAnyDue } from '#storage/queries/copies.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import { row, rows } from '#storage/sql.ts';
import { copiedStates } from '../domain/copies.ts';
import { DomainError } from '../domain/errors.ts';

/** Between two looks at the documents of the same business. */
const everyMs = 30_000;
/** When the job of a server has not been heard of for so long, it is given out again; a copy made twice is one file all the same. */
const leaseMs = 900_000;
const batch = 1_000;

/**
 * Looks which servers are due: notes what is new in their businesses, and gives out a job for those for which something waits, or that
 * nobody has reached yet. Any number of workers: each server is looked at by one of them. Answers how many jobs were given out.
 */
export async function lookAtOutlets(database: Sequelize): Promise<number> {
  const due = await rows<{ id: string }>(
    database,
    `update outlets set next_at = now() + make_interval(secs => $1)
     where id in (select outlets.id from outlets join businesses on businesses.id = business_id and ended_at is null
                  where next_at <= now() order by next_at limit 100 for update of outlets skip locked) returning id`,
    leaseMs / 1000,
  );
  let given = 0;
  for (const { id } of due) {
    const outlet = await Outlet.findByPk(id);
    if (!outlet) continue; // stopped meanwhile
    await noteNewDocuments(database, outlet);
    const isUnknown = outlet.lastOkAt === null || outlet.trouble !== null;
    const hasWork = isUnknown || (await isAnyDue(database, id));
    if (!hasWork) await Outlet.update({ nextAt: new Date(Date.now() + everyMs) }, { where: { id } });
    else await database.transaction((transaction) => enqueue(transaction, 'copies', { businessId: outlet.businessId, outletId: id }));
    if (hasWork) given += 1;
  }
  return given;
}

/**
 * Follows the change feed, which skips nothing, so that every document is noted once, when it has come to rest; with the cursor in
 * one transaction. What must not leave yet is noted when it changes.
 */
async function noteNewDocuments(database: Sequelize, outlet: Outlet): Promise<void> {
  for (;;) {
    const news = await changesSince(database, { businessIds: [outlet.businessId] }, outlet.cursor ?? undefined, batch).catch(restored);
    if (news === null) {
      outlet.cursor = null;
      continue;
    }
    const documents = news.rows.filter(({ type, deleted }) => type === 'document' && !deleted).map(({ id }) => id);
    if (news.next !== outlet.cursor)
      await database.transaction(async (transaction) => {
        await row(
          transaction,
          `insert into copies (outlet_id, document_id, business_id)
           select outlet.id, document.id, document.business_id from outlets outlet
             join documents document on document.business_id = outlet.business_id and document.id = any($2::uuid[])
             where outlet.id = $1 and document.state = any($3) and document.received_at >= coalesce(outlet.since, '-infinity')
           order by document.received_at, document.id
           on conflict (outlet_id, document_id) do update set because = null where copies.done_at is null`,
          outlet.id,
          documents,
          copiedStates,
        );
        await Outlet.update({ cursor: news.next }, { where: { id: outlet.id }, transaction });
      });
    outlet.cursor = news.next;
    if (news.rows.length < batch) return;
  }
}

/** After a restore the feed is followed from its beginning: what is noted already stays noted once. */
function restored(error: unknown): null {
  if (error instanceof DomainError && error.code === 'invalid-request') return null;
  throw error;
}
