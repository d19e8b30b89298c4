import { randomUUID } from 'node:crypto';
import type { Day } from '#services/domain/day.ts';
import type { DocumentState } from '#services/domain/document-state.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { InvoiceQuery } from '#services/domain/invoice-query.ts';
import { appendAudit } from '#storage/audit.ts';
import { listSettings } from '#storage/queries/business-settings.ts';
import { invoiceConditions } from '#storage/queries/invoices.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';

export type ExportFilter = {
  from?: Day | undefined;
  to?: Day | undefined;
  direction?: 'receivable' | 'payable' | undefined;
  kinds?: string[] | undefined;
  /** As in the list of documents. */
  state?: string | undefined;
  intakeId?: string | undefined;
  /** Only what shows an invoice that the register's own filters let through. */
  invoices?: InvoiceQuery | undefined;
};
/** The documents whose files may leave now: see `closedStates`, and not those with private bank lines (B-037) where the caller may not see them. */
export type Shown = { closed: ReadonlySet<DocumentState>; seesPrivate: boolean };
export type Export = {
  id: string;
  documents: number;
  bytes: bigint;
  filter: ExportFilter;
  createdAt: Date;
  expiresAt: Date;
  /** A small one is `ready` at once and written as it is fetched; a large one when its job has kept the ZIP. */
  state: 'preparing' | 'ready' | 'failed';
  /** Files that a job has put in so far. */
  progress: number;
  seesPrivate: boolean;
  /** The kept ZIP, and what it was made of; see `fingerprintOf`. */
  sha256: string | null;
  size: bigint | null;
  fingerprint: string | null;
};

/** What is written while it is fetched; more is made by a job, and its asker hears when it is ready. */
export const smallExport = { documents: 300, bytes: 100 * 1024 * 1024 };

export const linkHours = 24;
const columns = `id, documents, bytes, filter, created_at as "createdAt", expires_at as "expiresAt", state, progress,
  sees_private as "seesPrivate", trim(sha256) as sha256, size, fingerprint`;

/** The documents of the filter as they stood at the export's time, as the end of a select; values are added to `bind`. */
async function matching(
  place: Place,
  {
    businessId,
    at,
    closed,
    filter: { from, to, direction, kinds, state, intakeId, invoices = {} },
  }: { businessId: string; at: Date; filter: ExportFilter } & Pick<Shown, 'closed'>,
  bind: unknown[],
): Promise<string> {
  bind.push(businessId, at, from ?? null, to ?? null, kinds ?? null, state ?? null, intakeId ?? null, [...closed, 'discarded']);
  const asked = { ...invoices, ...(direction === undefined ? {} : { direction }) };
  const ofInvoice = invoiceConditions(asked, await listSettings(place, businessId), bind);
  return `
    from documents document
    where document.business_id = $1 and document.state <> all($8) and document.received_at <= $2
      and ($3::date is null or (document.received_at at time zone 'Europe/Budapest')::date >= $3)
      and ($4::date is null or (document.received_at at time zone 'Europe/Budapest')::date <= $4)
      and ($5::text[] is null or document.kind = any($5))
      and ($6::text is null or document.state = $6) and ($7::uuid is null or document.intake_id = $7)
      ${ofInvoice.length === 0 ? '' : `and document.id in (select document_id from invoice_sources where business_id = $1 and invoice_id in (select id from invoices where business_id = $1 and ${ofInvoice.join(' and ')}))`}`;
}

/** Asks for a group download; its link works for 24 hours, and each fetch is checked again (H-140). */
export function makeExport(
  { database }: House,
  { caller }: Visitor,
  businessId: string,
  filter: ExportFilter,
  { closed, seesPrivate, small = smallExport }: Shown & { small?: typeof smallExport },
): Promise<Export> {
  return database.transaction(async (transaction) => {
    const at = new Date();
    const bind: unknown[] = [];
    const from = await matching(transaction, { businessId, at, filter, closed }, bind);
    const sums = await row<{ documents: number; bytes: bigint }>(
      transaction,
      `select count(*)::int as documents, coalesce(sum(document.size), 0)::bigint as bytes ${from}`,
      ...bind,
    );
    const isSmall = sums!.documents <= small.documents && sums!.bytes <= BigInt(small.bytes);
    const made = await row<Export>(
      transaction,
      `insert into exports (id, business_id, asked_by, filter, documents, bytes, created_at, expires_at, state, sees_private)
       values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(hours => $8), $9, $10) returning ${columns}`,
      randomUUID(),
      businessId,
      caller.userId ?? caller.keyId,
      JSON.stringify(filter),
      sums!.documents,
      String(sums!.bytes),
      at,
      linkHours,
      isSmall ? 'ready' : 'preparing',
      seesPrivate,
    );
    if (!isSmall) await enqueue(transaction, 'export', { businessId, exportId: made!.id });
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

/** Which documents the ZIP holds for somebody now, and which only by name: one that was made with another is not handed out. */
export async function fingerprintOf(
  place: Place,
  businessId: string,
  { filter, createdAt }: Export,
  { closed, seesPrivate }: Shown,
): Promise<string> {
  const bind: unknown[] = [];
  const from = await matching(place, { businessId, at: createdAt, filter, closed }, bind);
  bind.push(seesPrivate);
  const found = await row<{ sum: string }>(
    place,
    `select md5(coalesce(string_agg(document.id || ' ' || (not $${bind.length}::boolean and shows_private_lines(document.id)), ',' order by document.id), '')) as sum ${from}`,
    ...bind,
  );
  return found!.sum;
}

/** What one invoice of a document says; a file may hold several, or none. */
export type ExportedInvoice = {
  direction: string;
  number: string | null;
  partner: string | null;
  issuedOn: Day | null;
  suppliedOn: Day | null;
  dueOn: Day | null;
  currency: string | null;
  netMinor: string | null;
  vatMinor: string | null;
  grossMinor: string | null;
};

export type ExportedDocument = {
  id: string;
  name: string;
  mediaType: string;
  sha256: string;
  kind: string | null;
  receivedAt: Date;
  /** The same instant to the microsecond, where the next page goes on. */
  cursorAt: string;
  /** Its file holds bank lines that the business keeps from the caller: it stays. */
  isPrivate: boolean;
  invoices: ExportedInvoice[];
};

const batch = 500;

/** The documents of an export, oldest first, each with the invoices it shows. */
export async function* exportedDocuments(
  place: Place,
  businessId: string,
  { filter, createdAt }: Export,
  { closed, seesPrivate }: Shown,
): AsyncGenerator<ExportedDocument> {
  const bind: unknown[] = [];
  const from = await matching(place, { businessId, at: createdAt, filter, closed }, bind);
  bind.push(seesPrivate);
  const [sees, at, id] = [`$${bind.length}`, `$${bind.length + 1}`, `$${bind.length + 2}`];
  let after = ['-infinity', '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const page = await rows<ExportedDocument>(
      place,
      // Amounts as text: a number in JSON would not hold every one of them.
      `select document.id, document.name, document.media_type as "mediaType", trim(document.sha256) as sha256, document.kind,
         document.received_at as "receivedAt", document.received_at::text as "cursorAt",
         not ${sees}::boolean and shows_private_lines(document.id) as "isPrivate", coalesce(shown.invoices, '[]') as invoices
       from (select document.* ${from} and (document.received_at, document.id) > (${at}::timestamptz, ${id}::uuid)
             order by document.received_at, document.id limit ${batch}) document
       left join lateral (
         select jsonb_agg(jsonb_build_object(
             'direction', direction, 'number', number, 'partner', case direction when 'receivable' then customer_name else supplier_name end,
             'issuedOn', issued_on, 'suppliedOn', supplied_on, 'dueOn', due_on, 'currency', currency,
             'netMinor', net_minor::text, 'vatMinor', vat_minor::text, 'grossMinor', gross_minor::text) order by created_at, id) as invoices
         from invoices
         where id in (select invoice_id from invoice_sources where document_id = document.id)) shown on true
       order by document.received_at, document.id`,
      ...bind,
      ...after,
    );
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < batch) return;
    after = [last.cursorAt, last.id];
  }
}

/** That the files left, and by whom (LG-026). */
export async function noteFetch({ database }: House, { caller }: Visitor, businessId: string, exportId: string): Promise<void> {
  await database.transaction((transaction) =>
    appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'export.fetched', subject: { type: 'export', id: exportId } }),
  );
}
