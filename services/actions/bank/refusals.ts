import type { Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { appendAudit } from '#storage/audit.ts';
import { row, rows } from '#storage/sql.ts';
import { userOf, type Where } from './settle.ts';
import { lockedLine, wishMatch } from './sides.ts';

/** A person says that a line does not pay these items; the pairs never return (B-058). @throws DomainError `not-found` */
export const refuse = (database: Sequelize, { businessId, actor }: Where, transactionId: string, items: readonly string[]): Promise<void> =>
  database.transaction(async (transaction) => {
    await holdBooks(transaction, businessId);
    await lockedLine(transaction, businessId, transactionId);
    const known = await rows<{ id: string }>(
      transaction,
      `insert into refused_pairs (business_id, transaction_id, invoice_id, refused_by)
       select $1, $2, id, $4 from invoices where business_id = $1 and id = any($3::uuid[])
       on conflict (transaction_id, invoice_id) do update set refused_at = refused_pairs.refused_at returning id`,
      businessId,
      transactionId,
      items,
      userOf(actor),
    );
    if (known.length < new Set(items).size) throw new DomainError('not-found', 'there is no such item');
    await appendAudit(transaction, businessId, {
      actor,
      action: 'match.refuse',
      subject: { type: 'transaction', id: transactionId },
      facts: { items: items.length },
    });
    await wishMatch(transaction, businessId);
  });

/** Takes a refusal back: the pair may be suggested again. @throws DomainError `not-found` */
export const takeRefusalBack = (database: Sequelize, { businessId, actor }: Where, id: string): Promise<void> =>
  database.transaction(async (transaction) => {
    await holdBooks(transaction, businessId);
    const gone = await row(transaction, 'delete from refused_pairs where business_id = $1 and id = $2 returning id', businessId, id);
    if (!gone) throw new DomainError('not-found', 'there is no such refusal');
    await appendAudit(transaction, businessId, { actor, action: 'match.refusal-taken-back', subject: { type: 'refusal', id } });
    await wishMatch(transaction, businessId);
  });
