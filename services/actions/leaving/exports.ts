import { randomUUID } from 'node:crypto';
import type { Day } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { appendAudit } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';

export type ExportFilter = {
  from?: Day | undefined;
  to?: Day | undefined;
  direction?: 'receivable' | 'payable' | undefined;
  kinds?: string[] | undefined;
};
export type Export = { id: string; documents: number; bytes: bigint; filter: ExportFilter; createdAt: Date; expiresAt: Date };

const linkHours = 24;
const columns = 'id, documents, bytes, filter, created_at as "createdAt", expires_at as "expiresAt"';

/** Documents of the filter as they stand at the export's time; parameters from `$1`: business, time, from, to, direction, kinds. */
const matching = `
  from documents document
  where document.business_id = $1 and document.state not in ('deleted', 'discarded', 'quarantined') and document.received_at <= $2
    and ($3::date is null or (document.received_at at time zone 'Europe/Budapest')::date >= $3)
    and ($4::date is null or (document.received_at at time zone 'Europe/Budapest')::date <= $4)
    and ($6::text[] is null or document.kind = any($6))
    and ($5::text is null or exists (
      select from invoice_sources source join invoices invoice on invoice.id = source.invoice_id
      where source.document_id = document.id and invoice.direction = $5))`;

const bound = (businessId: string, at: Date, { from, to, direction, kinds }: ExportFilter): unknown[] => [
  businessId,
  at,
  from ?? null,
  to ?? null,
  direction ?? null,
  kinds ?? null,
];

/** Asks for a group download; its link works for 24 hours, and each fetch is checked again (H-140). */
export function makeExport({ database }: House, { caller }: Visitor, businessId: string, filter: ExportFilter): Promise<Export> {
  return database.transaction(async (transaction) => {
    const at = new Date();
    const sums = await row<{ documents: number; bytes: bigint }>(
      transaction,
      `select count(*)::int as documents, coalesce(sum(document.size), 0)::bigint as bytes ${matching}`,
      ...bound(businessId, at, filter),
    );
    const made = await row<Export>(
      transaction,
      `insert into exports (id, business_id, asked_by, filter, documents, bytes, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(hours => $8)) returning ${columns}`,
      randomUUID(),
      businessId,
      caller.userId ?? caller.keyId,
      JSON.stringify(filter),
      sums!.documents,
      String(sums!.bytes),
      at,
      linkHours,
    );
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'export.made',
      subject: { type: 'export', id: made!.id },
      facts: { documents: sums!.documents },
    });
    return made!;
  });
}

/** @throws DomainError `not-found`, `link-not-valid` after a day */
export async function exportOf(place: Place, businessId: string, exportId: string): Promise<Export> {
  const found = await row<Export>(place, `select ${columns} from exports where id = $1 and business_id = $2`, exportId, businessId);
  if (!found) throw new DomainError('not-found', 'there is no such export');
  if (found.expiresAt <= new Date()) throw new DomainError('link-not-valid', 'this download has expired; ask for a new one');
  return found;
}

export type ExportedDocument = {
  id: string;
  name: string;
  mediaType: string;
  sha256: string;
  size: bigint;
  kind: string | null;
  receivedAt: Date;
  /** The same instant to the microsecond, where the next page goes on. */
  cursorAt: string;
  direction: string | null;
  number: string | null;
  partner: string | null;
  issuedOn: Day | null;
  suppliedOn: Day | null;
  dueOn: Day | null;
  currency: string | null;
  netMinor: bigint | null;
  vatMinor: bigint | null;
  grossMinor: bigint | null;
};

const batch = 500;

/** The documents of an export, oldest first, each with the facts of the first invoice that it shows. */
export async function* exportedDocuments(
  place: Place,
  businessId: string,
  { filter, createdAt }: Export,
): AsyncGenerator<ExportedDocument> {
  let [afterAt, afterId] = ['-infinity', '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const page = await rows<ExportedDocument>(
      place,
      `select document.id, document.name, document.media_type as "mediaType", trim(document.sha256) as sha256, document.size, document.kind, document.received_at as "receivedAt", document.received_at::text as "cursorAt",
         invoice.direction, invoice.number, case invoice.direction when 'receivable' then invoice.customer_name else invoice.supplier_name end as partner,
         invoice.issued_on::text as "issuedOn", invoice.supplied_on::text as "suppliedOn", invoice.due_on::text as "dueOn",
         invoice.currency, invoice.net_minor as "netMinor", invoice.vat_minor as "vatMinor", invoice.gross_minor as "grossMinor"
       from (select document.* ${matching} and (document.received_at, document.id) > ($7::timestamptz, $8::uuid) order by document.received_at, document.id limit ${batch}) document
       left join lateral (
         select invoices.* from invoice_sources join invoices on invoices.id = invoice_sources.invoice_id
         where invoice_sources.document_id = document.id order by invoices.created_at, invoices.id limit 1) invoice on true
       order by document.received_at, document.id`,
      ...bound(businessId, createdAt, filter),
      afterAt,
      afterId,
    );
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < batch) return;
    [afterAt, afterId] = [last.cursorAt, last.id];
  }
}
