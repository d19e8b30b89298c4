import type { Transaction } from 'sequelize';
import { type Entered, enteredFields } from '#services/domain/entered.ts';
import { fieldOf } from '#services/domain/invoice-wire.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { recompute } from './recompute.ts';
import type { PersonReading } from './store-merged.ts';

/**
 * Joins what a person entered beside a photo to the item's own word of people. What was corrected on the item itself,
 * an emptied field included, stays: it was said later. May run twice without harm.
 *
 * @returns the id of the item that holds the values now
 */
export async function enterValues(
  transaction: Transaction,
  { businessId, invoiceId }: { businessId: string; invoiceId: string },
  entered: Entered,
): Promise<string> {
  const origin = `person:${invoiceId}`;
  const row = await InvoiceSource.findOne({ where: { businessId, origin }, transaction, lock: transaction.LOCK.UPDATE });
  const { earlier = [], ...before } = (row?.reading ?? {}) as PersonReading;
  const { invoice, given } = enteredFields(entered);
  const fresh = given.filter((name) => !before.given?.includes(name));
  if (fresh.length === 0) return invoiceId;
  const last = { reading: before, givenBy: row?.givenBy ?? null, givenAt: (row?.givenAt ?? new Date()).toISOString() };
  const reading: Record<string, unknown> & PersonReading = {
    ...before,
    given: [...(before.given ?? []), ...fresh],
    earlier: [...earlier, last],
  };
  for (const name of fresh) {
    const [side, field] = name.split('.') as [string, string | undefined];
    reading[side] = field === undefined ? fieldOf(invoice, name) : { ...(reading[side] as object), [field]: fieldOf(invoice, name) };
  }
  reading.direction ??= entered.direction;
  if (row) await row.update({ reading }, { transaction });
  else await InvoiceSource.create({ invoiceId, businessId, source: 'person', origin, reading, givenBy: entered.by }, { transaction });
  return (await recompute(transaction, invoiceId, entered.by ?? 'hub')) ?? invoiceId;
}
