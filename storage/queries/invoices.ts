import { QueryTypes, type Sequelize } from 'sequelize';
import { type Days, type PeriodDays, periodOf, spansOf } from '#services/domain/accounting-period.ts';
import type { PeriodDate, Setting } from '#services/domain/business-settings.ts';
import type { Day } from '#services/domain/day.ts';
import type { InvoiceQuery } from '#services/domain/invoice-query.ts';
import { parseMinor } from '#services/domain/money.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { Invoice } from '../models/invoice.ts';
import { rows } from '../sql.ts';
import { listSettings } from './business-settings.ts';
import { type InvoiceRate, ratesOfInvoices } from './rates.ts';

export type InvoiceDocument = { id: string; pageRange: [number, number] | null };
/** `rate`: for an item in another currency without forints of its own. */
export type InvoiceWithDocuments = { invoice: Invoice; documents: InvoiceDocument[]; rate: InvoiceRate | null; period: string | null };

/** How each filter narrows the list: one line a field. `$n` is the value's place. */
const conditions: { [name in keyof Required<Omit<InvoiceQuery, 'period'>>]: (place: string) => string } = {
  direction: (place) => `direction = ${place}`,
  state: (place) => `state = ${place}`,
  kind: (place) => `kind = ${place}`,
  number: (place) => `number ilike '%' || ${place} || '%'`,
  supplierName: (place) => `supplier_name ilike '%' || ${place} || '%'`,
  supplierTaxNumber: (place) => `replace(supplier_tax_number, '-', '') like replace(${place}, '-', '') || '%'`,
  customerName: (place) => `customer_name ilike '%' || ${place} || '%'`,
  customerTaxNumber: (place) => `replace(customer_tax_number, '-', '') like replace(${place}, '-', '') || '%'`,
  partnerId: (place) => `partner_id = ${place}::uuid`,
  issuedFrom: (place) => `issued_on >= ${place}::date`,
  issuedTo: (place) => `issued_on <= ${place}::date`,
  suppliedFrom: (place) => `supplied_on >= ${place}::date`,
  suppliedTo: (place) => `supplied_on <= ${place}::date`,
  dueFrom: (place) => `due_on >= ${place}::date`,
  dueTo: (place) => `due_on <= ${place}::date`,
  paymentMethod: (place) => `payment_method = ${place}`,
  currency: (place) => `currency = upper(${place})`,
  grossFrom: (place) => `gross_minor >= ${place}::bigint`,
  grossTo: (place) => `gross_minor <= ${place}::bigint`,
  netFrom: (place) => `net_minor >= ${place}::bigint`,
  netTo: (place) => `net_minor <= ${place}::bigint`,
  originalNumber: (place) => `original_number ilike '%' || ${place} || '%'`,
  orderNumber: (place) => `order_number ilike '%' || ${place} || '%'`,
  isOpen: (place) => `(open_minor(invoices) is distinct from 0) = ${place}::boolean`,
  possibleDuplicate: (place) => `possible_duplicate = ${place}::boolean`,
  accountChanged: (place) => `(known_accounts is not null) = ${place}::boolean`,
};
const amountFilters = new Set(['grossFrom', 'grossTo', 'netFrom', 'netTo']);

/** The filter as conditions over `invoices`, its period by the business's settings; its values are added to `bind`, whose first is the business. */
export function invoiceConditions({ period, ...filter }: InvoiceQuery, settings: readonly Setting[], bind: unknown[]): string[] {
  const ofFields = (Object.keys(conditions) as (keyof typeof conditions)[]).flatMap((name) => {
    const value = filter[name];
    if (value === undefined) return [];
    bind.push(amountFilters.has(name) ? parseMinor(value, filter.currency ?? null) : value);
    return [conditions[name](`$${bind.length}`)];
  });
  return period === undefined ? ofFields : [...ofFields, periodCondition(period, settings, bind)];
}

const performedOn = 'coalesce(supplied_on, issued_on)';
/** The first file that showed an item; without one, when it was said. */
const receivedOn = `min((coalesce(document.received_at, source.given_at) at time zone 'Europe/Budapest')::date)`;
const sources = 'invoice_sources source left join documents document on document.id = source.document_id';
/** The last payment of an item of which nothing is owed any more. */
const paidOn = `case when settled_minor = coalesce(payable_minor, gross_minor) then
  (select max(settlement.paid_on) from allocations join settlements settlement on settlement.id = allocations.settlement_id
   where allocations.invoice_id = invoices.id having bool_and(settlement.paid_on is not null)) end`;

/** How each deciding day narrows the list; `within` bounds an expression. */
const decided: Readonly<Record<PeriodDate, (within: (column: string) => string) => string>> = {
  'supplied-on': (within) => within(performedOn),
  'issued-on': (within) => within('issued_on'),
  // Gathered once for the whole business: asked item by item, it takes seconds of a large register.
  'received-on': (within) =>
    `id in (select source.invoice_id from ${sources} where source.business_id = $1 group by source.invoice_id having ${within(receivedOn)})`,
  'paid-on': (within) => within(paidOn),
};

/** A period as a condition: the spans of the rule. */
function periodCondition(period: string, settings: readonly Setting[], bind: unknown[]): string {
  const place = (day: Day) => `$${bind.push(day)}::date`;
  const within = ({ from, before }: Days) => {
    const [first, last] = [place(from), before === null ? null : place(before)];
    return (column: string) => `${column} >= ${first}${last === null ? '' : ` and ${column} < ${last}`}`;
  };
  const spans = spansOf(period, settings).map(
    (span) => `${within(span.performed)(performedOn)} and ${decided[span.by](within(span.decided))}`,
  );
  return spans.length === 0 ? 'false' : `(${spans.join(' or ')})`;
}

/** A page of the register, newest first. */
export async function listInvoices(
  database: Sequelize,
  businessId: string,
  filter: InvoiceQuery,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ rows: InvoiceWithDocuments[]; next: string | null }> {
  const bind: unknown[] = [businessId];
  const where = ['business_id = $1'];
  const [at, id] = decodeCursor(cursor);
  if (at !== null) {
    bind.push(at, id);
    where.push(`(created_at, id) < ($2::timestamptz, $3::uuid)`);
  }
  const settings = await listSettings(database, businessId);
  where.push(...invoiceConditions(filter, settings, bind));
  bind.push(limit + 1);
  const found = await database.query<{ id: string; exact: string }>(
    `select id, created_at::text as exact from invoices where ${where.join(' and ')} order by created_at desc, id desc limit $${bind.length}`,
    { bind, type: QueryTypes.SELECT },
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const whole = await withDocuments(
    database,
    businessId,
    page.map((row) => row.id),
    settings,
  );
  return { rows: whole, next: found.length > limit && last ? encodeCursor(last.exact, last.id) : null };
}

/** One register item of a business, or null. */
export const findInvoice = async (database: Sequelize, businessId: string, id: string): Promise<InvoiceWithDocuments | null> =>
  (await withDocuments(database, businessId, [id], await listSettings(database, businessId)))[0] ?? null;

async function withDocuments(
  database: Sequelize,
  businessId: string,
  ids: string[],
  settings: readonly Setting[],
): Promise<InvoiceWithDocuments[]> {
  if (ids.length === 0) return [];
  const invoices = new Map((await Invoice.findAll({ where: { businessId, id: ids } })).map((invoice) => [invoice.id, invoice]));
  const links = await database.query<{ invoice_id: string; document_id: string; page_from: number | null; page_to: number | null }>(
    // What can be looked at before what only says it, then as they came.
    `select invoice_id, document_id, page_from, page_to
     from (select distinct invoice_id, document_id, page_from, page_to from invoice_sources
       where business_id = $1 and invoice_id = any($2::uuid[]) and document_id is not null) link
     join documents document on document.id = document_id
     order by coalesce(document.page_count, 0) = 0, document.received_at, document_id, page_from`,
    { bind: [businessId, ids], type: QueryTypes.SELECT },
  );
  const rates = await ratesOfInvoices(database, businessId, ids);
  const days = new Map(
    (
      await rows<Pick<PeriodDays, 'receivedOn' | 'paidOn'> & { id: string }>(
        database,
        `select id, (select ${receivedOn} from ${sources} where source.invoice_id = invoices.id)::text as "receivedOn", (${paidOn})::text as "paidOn"
         from invoices where business_id = $1 and id = any($2::uuid[])`,
        businessId,
        ids,
      )
    ).map((row) => [row.id, row]),
  );
  return ids.flatMap((id) => {
    const invoice = invoices.get(id);
    if (!invoice) return [];
    const documents = links
      .filter((link) => link.invoice_id === id)
      .map(
        ({ document_id, page_from, page_to }): InvoiceDocument => ({
          id: document_id,
          pageRange: page_from !== null && page_to !== null ? [page_from, page_to] : null,
        }),
      );
    const { receivedOn, paidOn } = days.get(id) ?? { receivedOn: null, paidOn: null };
    const { issuedOn, suppliedOn } = invoice;
    const period = periodOf({ issuedOn, suppliedOn, receivedOn, paidOn }, settings);
    return [{ invoice, documents, rate: rates.get(id) ?? null, period }];
  });
}
