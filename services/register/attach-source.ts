import { randomUUID } from 'node:crypto';
import { Op, type Transaction } from 'sequelize';
import { type Own, sideOf } from '#services/domain/direction.ts';
import type { InvoiceFieldName, InvoiceWire } from '#services/domain/invoice-wire.ts';
import { familyOf, identityOf, type SourceKind } from '#services/domain/merge.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { row } from '#storage/sql.ts';
import { ownOf, recompute } from './recompute.ts';
import type { PersonReading } from './store-merged.ts';

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
  /** Which of the invoices that one modification changes (NAV); 0 or none: not in a batch. */
  batchIndex?: number;
};

/**
 * Joins what a source says to the register: to the item of the same identity, else to the one it spoke of before,
 * else to a new one. Safe against twins at the same moment: the identity is unique in the table.
 *
 * @param own the business as it stands on vouchers, where the caller has it at hand
 * @returns the item's id
 */
export async function attachSource(transaction: Transaction, given: NewSource, own?: Own): Promise<string> {
  const { businessId, origin, invoice, batchIndex = 0 } = given;
  const us = own ?? (await ownOf(businessId, transaction));
  const before = await InvoiceSource.findOne({ where: { businessId, origin }, transaction, lock: transaction.LOCK.UPDATE });
  const identity = identityOf(invoice, batchIndex);
  const direction = sideOf(invoice, us) === 'receivable' ? 'receivable' : 'payable';
  const stays = before !== null && (identity === null || (await isHeldByPerson(transaction, before)));
  const invoiceId = stays ? before.invoiceId : await itemOf(transaction, businessId, direction, invoice, identity);

  const values = {
    invoiceId,
    businessId,
    source: given.source,
    origin,
    documentId: given.documentId,
    pageFrom: given.pageRange?.[0] ?? null,
    pageTo: given.pageRange?.[1] ?? null,
    batchIndex,
    reading: invoice,
    evidence: given.evidence,
    readerVersion: given.readerVersion,
  };
  const left = before && before.invoiceId !== invoiceId ? before.invoiceId : null;
  if (before) await before.update(values, { transaction });
  else await InvoiceSource.create(values, { transaction });
  if (left !== null) await recompute(transaction, left, 'hub', us);
  return (await recompute(transaction, invoiceId, 'hub', us)) ?? invoiceId;
}

const identifying: ReadonlySet<InvoiceFieldName> = new Set(['number', 'kind', 'supplier.taxNumber', 'supplier.euVatNumber']);

/**
 * Whether a person's word keeps a source with its item whatever a new reading says: somebody said which invoice it is,
 * or nothing else would be left for the correction to stand on.
 */
async function isHeldByPerson(transaction: Transaction, { businessId, invoiceId, origin }: InvoiceSource): Promise<boolean> {
  const beside = await InvoiceSource.findAll({ where: { businessId, invoiceId, origin: { [Op.ne]: origin } }, transaction });
  const person = beside.find(({ source }) => source === 'person')?.reading as PersonReading | undefined;
  if (!person) return false;
  const isAlone = beside.every(({ source }) => source === 'person');
  return isAlone || person.joined === true || person.direction !== undefined || (person.given ?? []).some((name) => identifying.has(name));
}

/** The item with this identity, locked; made when there is none. */
async function itemOf(
  transaction: Transaction,
  businessId: string,
  direction: 'receivable' | 'payable',
  invoice: InvoiceWire,
  identity: string | null,
): Promise<string> {
  const family = familyOf(invoice.kind);
  const where = { businessId, direction, family, identity };
  // Locked before a source refers to it: two that both refer first and then want the lock would wait for each other.
  const found = () => Invoice.findOne({ where, attributes: ['id'], transaction, lock: transaction.LOCK.UPDATE });
  const known = identity === null ? null : await found();
  if (known) return known.id;
  const made = await row<{ id: string }>(
    transaction,
    `insert into invoices (id, business_id, direction, family, identity, state, kind) values ($1, $2, $3, $4, $5, 'needs-review', $6)
     on conflict (business_id, direction, family, identity) where identity is not null do nothing returning id`,
    randomUUID(),
    businessId,
    direction,
    family,
    identity,
    invoice.kind,
  );
  // Nothing made: a twin was committed while this one waited for it.
  return made?.id ?? (await found())!.id;
}
