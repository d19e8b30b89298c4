import type { Day } from '#services/domain/day.ts';
import { type Place, row } from '../sql.ts';

/**
 * 31 December of the year of the youngest document, and eight years more (LG-001, LG-004): of one document, or of all that a
 * business has. Null where there is none.
 */
export async function keepUntilOf(
  place: Place,
  businessId: string,
  documentId: string | null = null,
): Promise<{ keepUntil: Day | null; documents: number }> {
  const kept = await row<{ keepUntil: Day | null; documents: number }>(
    place,
    `select (extract(year from max(coalesce(invoice.issued_on, (document.received_at at time zone 'Europe/Budapest')::date)))::int + 8)::text || '-12-31' as "keepUntil",
       count(distinct document.id)::int as documents
     from documents document
     left join invoice_sources source on source.document_id = document.id
     left join invoices invoice on invoice.id = source.invoice_id
     where document.business_id = $1 and ($2::uuid is null or document.id = $2) and document.state not in ('deleted', 'discarded')`,
    businessId,
    documentId,
  );
  return kept ?? { keepUntil: null, documents: 0 };
}
