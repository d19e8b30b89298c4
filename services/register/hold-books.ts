import type { Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { row } from '#storage/sql.ts';

/**
 * Takes a business's books for one transaction, before it locks anything else of the register or the bank. Merging items finds the
 * lines paid on them only on its way, and settling begins at a line: without one lock before all others they would wait for each
 * other in a ring (docs/adr/0075). Others may read, and may add what belongs to the business, meanwhile.
 *
 * @throws DomainError `not-found` when the business is gone
 */
export async function holdBooks(transaction: Transaction, businessId: string): Promise<void> {
  const held = await row(transaction, 'select id from businesses where id = $1 for no key update', businessId);
  if (!held) throw new DomainError('not-found', 'there is no such business');
}
