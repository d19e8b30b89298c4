import type { Transaction } from 'sequelize';
import { noteEvent } from '#storage/document-events.ts';
import type { Invoice } from '#storage/models/invoice.ts';
import { type Place, rows } from '#storage/sql.ts';

type Verdict = { id: string; state: 'needs-review' | 'discarded' | 'ready'; because: string | null };

/** What the items on documents say of them: one asks when anything on it does, and is done when everything on it is. */
const verdicts = (which: string) => `
  select source.document_id as id,
    case when bool_or(item.state = 'needs-review') then 'needs-review' when bool_and(item.state = 'discarded') then 'discarded' else 'ready' end as state,
    min(item.because) filter (where item.state = 'needs-review') as because
  from invoice_sources source join invoices item on item.id = source.invoice_id
  where source.business_id = $1 and source.document_id in (${which})
  group by source.document_id order by source.document_id`;

/** Null for a document that no item speaks of. */
export const verdictOn = async (place: Place, businessId: string, documentId: string): Promise<Verdict | null> =>
  (await rows<Verdict>(place, verdicts('$2'), businessId, documentId))[0] ?? null;

/** After an item changed, the documents at rest that speak of it follow; those still under way are the pipeline's. */
export async function settleDocuments(transaction: Transaction, { id: invoiceId, businessId }: Invoice, actor: string): Promise<void> {
  const found = await rows<Verdict>(
    transaction,
    verdicts(`select document.id from invoice_sources mine join documents document on document.id = mine.document_id
      where mine.invoice_id = $2 and mine.business_id = $1 and document.state in ('needs-review', 'ready')`),
    businessId,
    invoiceId,
  );
  for (const { id, state, because } of found) {
    const [changed] = await rows(
      transaction,
      `update documents set state = $3, because = $4::text, changed_at = now()
       where id = $1 and business_id = $2 and state in ('needs-review', 'ready') and (state, because) is distinct from ($3::text, $4::text)
       returning id`,
      id,
      businessId,
      state,
      because,
    );
    if (changed) await noteEvent(transaction, { businessId, documentId: id, step: 'register', state, because, actor });
  }
}
