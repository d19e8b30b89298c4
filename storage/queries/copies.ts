import { type CopiedDocument, copiedStates } from '#services/domain/copies.ts';
import { type Place, row, rows } from '../sql.ts';

/** A document whose copy is due, with what an earlier try may have left on the server. */
export type DueCopy = CopiedDocument & { documentId: string; size: bigint; path: string | null; temporary: string | null };

/** In these states, and without bank lines that the business keeps private (B-037), a document may leave now. */
const mayLeave = `document.state = any($2) and not shows_private_lines(document.id)`;

/** What waits for a server, first come first: after the number of the last one looked at. */
export const waitingCopies = (place: Place, outletId: string, afterNumber: bigint, limit: number) =>
  rows<{ documentId: string; number: bigint }>(
    place,
    `select document_id as "documentId", number from copies
     where outlet_id = $1 and done_at is null and because is null and number > $2 order by number limit $3`,
    outletId,
    afterNumber,
    limit,
  );

/** Whether any of it may leave. */
export const isAnyDue = async (place: Place, outletId: string): Promise<boolean> =>
  (await row(
    place,
    `select from copies copy join documents document on document.id = copy.document_id
     where copy.outlet_id = $1 and copy.done_at is null and copy.because is null and ${mayLeave} limit 1`,
    outletId,
    copiedStates,
  )) !== undefined;

/** One of them as it is at this moment; undefined when it must not leave (any more), or when the service was stopped. */
export const dueCopy = (place: Place, outletId: string, documentId: string): Promise<DueCopy | undefined> =>
  row<DueCopy>(
    place,
    `select document.id as "documentId", document.sha256, document.name, document.size, coalesce(document.kind, document.stated_kind) as kind,
       to_char(document.received_at at time zone 'Europe/Budapest', 'YYYY-MM-DD') as "receivedOn",
       business.base_number as "baseNumber", copy.path, copy.temporary, item.number, item.partner, to_char(item.issued_on, 'YYYY-MM-DD') as "issuedOn"
     from copies copy
       join documents document on document.id = copy.document_id
       join businesses business on business.id = copy.business_id and business.ended_at is null
       left join lateral (
         select invoice.number, invoice.issued_on,
           case invoice.direction when 'receivable' then invoice.customer_name else invoice.supplier_name end as partner
         from invoice_sources source join invoices invoice on invoice.id = source.invoice_id
         where source.document_id = document.id order by source.page_from nulls first, invoice.id limit 1) item on true
     where copy.outlet_id = $1 and copy.document_id = $3 and copy.done_at is null and ${mayLeave}`,
    outletId,
    copiedStates,
    documentId,
  );

/** `waiting` stops here: counting on would cost more than it says. */
const mostCounted = 10_000;

/** `lost`: their bytes are gone or damaged here. */
type CopyCounts = { delivered: number; waiting: number; lost: number };

/** How many documents of each server of a business went, and how many wait. */
export async function copyCounts(place: Place, businessId: string): Promise<Map<string, CopyCounts>> {
  const found = await rows<CopyCounts & { outletId: string }>(
    place,
    `select outlet.id as "outletId",
       (select count(*)::integer from copies where outlet_id = outlet.id and done_at is not null) as delivered,
       (select count(*)::integer from copies where outlet_id = outlet.id and done_at is null and because is not null) as lost,
       (select count(*)::integer from (
          select from copies copy join documents document on document.id = copy.document_id
          where copy.outlet_id = outlet.id and copy.done_at is null and copy.because is null and ${mayLeave} limit $3) due) as waiting
     from outlets outlet where outlet.business_id = $1`,
    businessId,
    copiedStates,
    mostCounted,
  );
  return new Map(found.map(({ outletId, ...counts }) => [outletId, counts]));
}
