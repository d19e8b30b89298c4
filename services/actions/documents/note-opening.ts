import type { Sequelize } from 'sequelize';
import type { Caller } from '#services/domain/caller.ts';
import { appendAudit } from '#storage/audit.ts';
import { row } from '#storage/sql.ts';
import { actorOf } from '../house.ts';

/**
 * Notes who opened a file or a picture of its pages (LG-026); once an hour for each, so that turning pages does not fill the
 * trail.
 */
export async function noteOpening(
  database: Sequelize,
  caller: Caller,
  { businessId, documentId }: { businessId: string; documentId: string },
): Promise<void> {
  const actor = actorOf(caller);
  const noted = await row(
    database,
    `select 1 from audit where chain_id = $1 and subject_id = $2 and action = 'document.opened' and actor_kind = $3
       and actor_id is not distinct from $4 and at > now() - interval '1 hour' limit 1`,
    businessId,
    documentId,
    actor.kind,
    actor.id,
  );
  if (noted) return;
  await database.transaction((transaction) =>
    appendAudit(transaction, businessId, { actor, action: 'document.opened', subject: { type: 'document', id: documentId } }),
  );
}
