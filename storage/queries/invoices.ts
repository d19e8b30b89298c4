import { QueryTypes, type Sequelize } from 'sequelize';
import type { InvoiceQuery } from '#services/domain/invoice-query.ts';
import { parseMinor } from '#services/domain/money.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { Invoice } from '../models/invoice.ts';
import { type InvoiceRate, ratesOfInvoices } from './rates.ts';

export type InvoiceDocument = { id: string; pageRange: [number, number] | null };
/** `rate`: for an item in another currency without forints of its own. */
export type InvoiceWithDocuments = { invoice: Invoice; documents: InvoiceDocument[]; rate: InvoiceRate | null };

/** How each filter narrows the list: one line a field. `$n` is the value's place. */
const conditions: { [name in keyof Required<InvoiceQuery>]: (place: string) => string } = {
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
  isOpen: (place) => `(settled_minor is distinct from coalesce(payable_minor, gross_minor)) = ${place}::boolean`,
  possibleDuplicate: (place) => `possible_duplicate = ${place}::boolean`,
  accountChanged: (place) => `(known_accounts is not null) = ${place}::boolean`,
};
const amountFilters = new Set(['grossFrom', 'grossTo', 'netFrom', 'netTo']);

/** The filter as conditions over `invoices`; its values are added to `bind`. */
export function invoiceConditions(filter: InvoiceQuery, bind: unknown[]): string[] {
  return (Object.keys(conditions) as (keyof InvoiceQuery)[]).flatMap((name) => {
    const value = filter[name];
    if (value === undefined) return [];
    bind.push(amountFilters.has(name) ? parseMinor(value, filter.currency ?? null) : value);
    return [conditions[name](`$${bind.length}`)];
  });
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
  where.push(...invoiceConditions(filter, bind));
  bind.push(limit + 1);
  const found = await database.query<{ id: string; exact: string }>(
    `select id, created_at::text as exact from invoices where ${where.join(' and ')} order by created_at desc, id desc limit $${bind.length}`,
    { bind, type: QueryTypes.SELECT },
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const rows = await withDocuments(
    database,
    businessId,
    page.map((row) => row.id),
  );
  return { rows, next: found.length > limit && last ? encodeCursor(last.exact, last.id) : null };
}

/** One register item of a business, or null. */
export const findInvoice = async (database: Sequelize, businessId: string, id: string): Promise<InvoiceWithDocuments | null> =>
  (await withDocuments(database, businessId, [id]))[0] ?? null;

async function withDocuments(database: Sequelize, businessId: string, ids: string[]): Promise<InvoiceWithDocuments[]> {
  if (ids.length === 0) return [];
  const invoices = new Map((await Invoice.findAll({ where: { businessId, id: ids } })).map((invoice) => [invoice.id, invoice]));
  const links = await database.query<{ invoice_id: string; document_id: string; page_from: number | null; page_to: number | null }>(
    `select distinct invoice_id, document_id, page_from, page_to from invoice_sources
     where business_id = $1 and invoice_id = any($2::uuid[]) and document_id is not null order by document_id, page_from`,
    { bind: [businessId, ids], type: QueryTypes.SELECT },
  );
  const rates = await ratesOfInvoices(database, businessId, ids);
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
    return [{ invoice, documents, rate: rates.get(id) ?? null }];
  });
}
