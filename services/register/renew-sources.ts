import { Op, type Transaction } from 'sequelize';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { recompute } from './recompute.ts';

type Place = { origin: string; pageRange: readonly [from: number, to: number] | null };

/**
 * Before a document's sources are attached anew: a voucher that begins at the same page as one before is that one, with
 * its item and what a person corrected on it, though its last page or its origin is another now.
 */
export async function carryOrigins(
  transaction: Transaction,
  { businessId, documentId }: { businessId: string; documentId: string },
  found: readonly Place[],
): Promise<void> {
  const before = await InvoiceSource.findAll({ where: { businessId, documentId }, transaction, lock: transaction.LOCK.UPDATE });
  const isKnown = (origin: string) => before.some((source) => source.origin === origin);
  const kept = new Set(found.map(({ origin }) => origin));
  for (const { origin, pageRange } of found) {
    if (isKnown(origin)) continue;
    const same = before.find((source) => !kept.has(source.origin) && (source.pageFrom ?? 1) === (pageRange?.[0] ?? 1));
    if (same) await same.update({ origin }, { transaction });
  }
}

/** After a document's sources were attached anew: what it no longer says leaves the register. */
export async function dropStale(
  transaction: Transaction,
  { businessId, documentId }: { businessId: string; documentId: string },
  found: readonly Pick<Place, 'origin'>[],
): Promise<void> {
  const where = { businessId, documentId, origin: { [Op.notIn]: found.map(({ origin }) => origin) } };
  const stale = await InvoiceSource.findAll({ where, transaction });
  await InvoiceSource.destroy({ where, transaction });
  for (const invoiceId of new Set(stale.map((source) => source.invoiceId))) await recompute(transaction, invoiceId);
}
