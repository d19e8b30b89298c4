import type { Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { appendAudit } from '#storage/audit.ts';
import { row } from '#storage/sql.ts';
import type { Where } from './settle.ts';
import { lockedLine, wishMatch } from './sides.ts';

/**
 * Marks a line as the owner's private matter: hidden from the accountant, and no settlement's (B-037); or takes the mark away.
 *
 * @throws DomainError `not-found`, `conflict` while something of the line is settled
 */
export const markPrivate = (database: Sequelize, where: Where, transactionId: string, isPrivate: boolean): Promise<void> =>
  database.transaction(async (transaction) => {
    await holdBooks(transaction, where.businessId);
    const line = await lockedLine(transaction, where.businessId, transactionId);
    if (isPrivate && line.settled !== 0n) throw new DomainError('conflict', 'the line settles an item; undo that first');
    await row(transaction, 'update bank_transactions set is_private = $2 where id = $1', transactionId, isPrivate);
    await row(transaction, 'delete from match_suggestions where transaction_id = $1', transactionId);
    await note(transaction, where, transactionId, isPrivate ? 'transaction.private' : 'transaction.not-private');
  });

/** A person says that no open item fits a line, and the matcher leaves it alone; or takes that back. @throws DomainError `not-found` */
export const markNothingFits = (database: Sequelize, where: Where, transactionId: string, nothingFits: boolean): Promise<void> =>
  database.transaction(async (transaction) => {
    await holdBooks(transaction, where.businessId);
    await lockedLine(transaction, where.businessId, transactionId);
    await row(transaction, 'update bank_transactions set nothing_fits = $2 where id = $1', transactionId, nothingFits);
    await note(transaction, where, transactionId, nothingFits ? 'transaction.nothing-fits' : 'transaction.asked-again');
  });

async function note(transaction: Parameters<typeof wishMatch>[0], { businessId, actor }: Where, id: string, action: string): Promise<void> {
  await appendAudit(transaction, businessId, { actor, action, subject: { type: 'transaction', id } });
  await wishMatch(transaction, businessId);
}
