import type { Transaction } from 'sequelize';
import type { Entered } from '#services/domain/entered.ts';
import { noteEvent } from '#storage/document-events.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import { row } from '#storage/sql.ts';

/**
 * Keeps what a person entered with a document. One that was here before has it joined to its item now, unless someone
 * entered values for it already or the books have it: a person corrects it there.
 */
export async function keepEntered(
  transaction: Transaction,
  { businessId, documentId, isNew }: { businessId: string; documentId: string; isNew: boolean },
  entered: Entered,
): Promise<void> {
  const changed = await row<{ state: string }>(
    transaction,
    `update documents set entered = $3, changed_at = now(),
       state = case when $4 or state not in ('needs-review', 'ready', 'failed') then state when reading is null then 'stored' else 'recognised' end
     where business_id = $1 and id = $2 and entered is null and state <> 'taken-over' returning state`,
    businessId,
    documentId,
    JSON.stringify(entered),
    isNew,
  );
  if (!changed || isNew) return;
  await noteEvent(transaction, {
    businessId,
    documentId,
    step: 'entered',
    state: changed.state,
    because: null,
    actor: entered.by ?? 'hub',
  });
  await enqueue(transaction, 'document', { businessId, documentId });
}
