import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { sideOf } from '#services/domain/direction.ts';
import type { InvoiceWire } from '#services/domain/invoice-wire.ts';
import { familyOf, identityOf, type SourceKind } from '#services/domain/merge.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { ownOf, recompute } from './recompute.ts';

export type NewSource = {
  businessId: string;
  source: SourceKind;
  /** One per place it comes from; the same origin again replaces what it said before. */
  origin: string;
  documentId: string | null;
  pageRange: readonly [from: number, to: number] | null;
  invoice: InvoiceWire;
  evidence: object;
  readerVersion: string | null;
  batchIndex?: number;
};

/**
 * Joins what a source says to the register: to the item of the same identity, else to the one it spoke of before,
 * else to a new one. Safe against twins at the same moment: the identity is unique in the table.
 *
 * @returns the item's id
 */
export async function attachSource(transaction: Transaction, given: NewSource): Promise<string> {
  const { businessId, origin, invoice } = given;
  const before = await InvoiceSource.findOne({ where: { businessId, origin }, transaction, lock: transaction.LOCK.UPDATE });
  const identity = identityOf(invoice, given.batchIndex);
  const side = sideOf(invoice, await ownOf(businessId, transaction));
  const direction = side === 'receivable' ? 'receivable' : 'payable';
  const invoiceId = identity === null && before ? before.invoiceId : await itemOf(transaction, businessId, direction, invoice, identity);

  const row = {
    invoiceId,
    businessId,
    source: given.source,
    origin,
    documentId: given.documentId,
    pageFrom: given.pageRange?.[0] ?? null,
    pageTo: given.pageRange?.[1] ?? null,
    reading: invoice,
    evidence: given.evidence,
    readerVersion: given.readerVersion,
  };
  const left = before && before.invoiceId !== invoiceId ? before.invoiceId : null;
  if (before) await before.update(row, { transaction });
  else await InvoiceSource.create(row, { transaction });
  if (left !== null) await recompute(transaction, left);
  return (await recompute(transaction, invoiceId)) ?? invoiceId;
}

/** The item with this identity, locked; made when there is none. */
async function itemOf(
  transaction: Transaction,
  businessId: string,
  direction: 'receivable' | 'payable',
  invoice: InvoiceWire,
  identity: string | null,
): Promise<string> {
  const [rows] = await Invoice.sequelize!.query(
    `insert into invoices (id, business_id, direction, family, identity, state, kind) values ($1, $2, $3, $4, $5, 'needs-review', $6)
     on conflict (business_id, direction, family, identity) where identity is not null do update set identity = excluded.identity
     returning id`,
    { bind: [randomUUID(), businessId, direction, familyOf(invoice.kind), identity, invoice.kind], transaction },
  );
  return (rows as { id: string }[])[0]!.id;
}
