import type { Sequelize, Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import type { InvoiceWire } from '#services/domain/invoice-wire.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { recompute } from '#services/register/recompute.ts';
import { givenFields, type PersonReading } from '#services/register/store-merged.ts';
import { appendAudit } from '#storage/audit.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { teachAccepted } from '../lessons/teach.ts';

export type Correction = Partial<Omit<InvoiceWire, 'supplier' | 'customer'>> & {
  supplier?: Partial<InvoiceWire['supplier']>;
  customer?: Partial<InvoiceWire['customer']>;
  direction?: 'receivable' | 'payable';
  state?: 'ready' | 'needs-review' | 'discarded';
  because?: string | null;
};

type Place = { businessId: string; invoiceId: string; version: number; userId: string | null };

/**
 * Keeps what a person says of an item, with who and when. It outranks every other source and survives re-runs (promise 4).
 *
 * @returns the item's id, which is another item's when the correction made them the same
 * @throws DomainError `not-found`, `stale` when the item changed since the given version, `conflict` once it was taken over
 */
export async function correctInvoice(
  database: Sequelize,
  { businessId, invoiceId, version, userId }: Place,
  { state, because, direction, ...fields }: Correction,
): Promise<string> {
  return database.transaction(async (transaction) => {
    await holdBooks(transaction, businessId);
    await openItem(transaction, { businessId, invoiceId, version });
    const origin = `person:${invoiceId}`;
    const row = await InvoiceSource.findOne({ where: { businessId, origin }, transaction });
    const { earlier = [], ...before } = (row?.reading ?? {}) as PersonReading;
    const reading: PersonReading = {
      ...before,
      ...fields,
      ...(fields.supplier ? { supplier: { ...before.supplier, ...fields.supplier } } : {}),
      ...(fields.customer ? { customer: { ...before.customer, ...fields.customer } } : {}),
      given: [...new Set([...(before.given ?? []), ...givenFields(fields as Partial<InvoiceWire>)])],
      ...(direction ? { direction } : {}),
      ...(state ? { decision: state, because: because ?? null } : {}),
      earlier: [...earlier, { reading: before, givenBy: row?.givenBy ?? null, givenAt: (row?.givenAt ?? new Date()).toISOString() }],
    } as PersonReading;
    const values = { invoiceId, businessId, source: 'person' as const, origin, reading, givenBy: userId, givenAt: new Date() };
    if (row) await row.update(values, { transaction });
    else await InvoiceSource.create(values, { transaction });
    const holder = (await recompute(transaction, invoiceId, userId ?? 'hub')) ?? invoiceId;
    if (state === 'ready') await teachAccepted(transaction, await Invoice.findByPk(holder, { transaction, rejectOnEmpty: true }), userId);
    await note(transaction, businessId, userId, 'corrected', holder);
    return holder;
  });
}

/**
 * Takes a person's last word on an item back: what was said before it counts again, else what the sources say (promise 6).
 *
 * @returns the item's id
 * @throws DomainError `not-found`, `stale`, `conflict` once it was taken over or when nothing was said
 */
export async function undoCorrection(database: Sequelize, { businessId, invoiceId, version, userId }: Place): Promise<string> {
  return database.transaction(async (transaction) => {
    await holdBooks(transaction, businessId);
    await openItem(transaction, { businessId, invoiceId, version });
    const row = await InvoiceSource.findOne({ where: { businessId, invoiceId, source: 'person' }, transaction });
    if (!row) throw new DomainError('conflict', 'nobody has corrected this invoice');
    const { earlier = [] } = row.reading as PersonReading;
    const last = earlier.at(-1);
    const rest = earlier.slice(0, -1);
    if (!last || rest.length === 0) await row.destroy({ transaction });
    else
      await row.update(
        { reading: { ...last.reading, earlier: rest }, givenBy: last.givenBy, givenAt: new Date(last.givenAt) },
        { transaction },
      );
    const holder = (await recompute(transaction, invoiceId, userId ?? 'hub')) ?? invoiceId;
    await note(transaction, businessId, userId, 'correction-undone', holder);
    return holder;
  });
}

/** The item, locked, if it may still be changed by hand. */
async function openItem(
  transaction: Transaction,
  { businessId, invoiceId, version }: Pick<Place, 'businessId' | 'invoiceId' | 'version'>,
): Promise<Invoice> {
  const item = await Invoice.findOne({ where: { id: invoiceId, businessId }, transaction, lock: transaction.LOCK.UPDATE });
  if (!item) throw new DomainError('not-found', 'there is no such invoice');
  if (item.version !== version) throw new DomainError('stale', 'the invoice has changed since; look again', { version: item.version });
  if (item.state === 'taken-over') throw new DomainError('conflict', 'the invoice was taken over by the ledger program');
  return item;
}

/** Without a person it was a ledger program: nobody else comes here. */
const note = (transaction: Transaction, businessId: string, userId: string | null, what: string, id: string): Promise<void> =>
  appendAudit(transaction, businessId, {
    actor: { kind: userId === null ? 'program' : 'user', id: userId },
    action: `invoice.${what}`,
    subject: { type: 'invoice', id },
  });
