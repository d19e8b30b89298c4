import type { Sequelize } from 'sequelize';
import { enqueue } from '#storage/queues/outbox.ts';
import { rows } from '#storage/sql.ts';
import { isScannerThere } from './clamd.ts';

/** At once; the rest follows with the next look. */
const batch = 200;

/** Sends the documents on that wait for the scanner, once it answers again; answers how many. Many workers may do so at once. */
export async function resumeScans(database: Sequelize, clamdUrl: string): Promise<number> {
  // Unlocked first look: most of the time nothing waits and the scanner need not be asked.
  if ((await rows(database, `select id from documents where state = 'waiting-scan' limit 1`)).length === 0) return 0;
  if (!(await isScannerThere(clamdUrl))) return 0;
  return database.transaction(async (transaction) => {
    const waiting = await rows<{ id: string; businessId: string }>(
      transaction,
      `select id, business_id as "businessId" from documents where state = 'waiting-scan'
         and not exists (select from jobs where name = 'document' and business_id = documents.business_id
                           and payload ->> 'documentId' = documents.id::text and failed_at is null)
       order by changed_at limit $1 for update skip locked`,
      batch,
    );
    for (const { id, businessId } of waiting) await enqueue(transaction, 'document', { businessId, documentId: id });
    return waiting.length;
  });
}
