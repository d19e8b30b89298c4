import type { Sequelize, Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { learn, noMemory } from '#services/steps/match/learn.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { row, rows } from '#storage/sql.ts';
import type { Part } from './keep-settlement.ts';
import { wishMatch } from './sides.ts';
import { linesOf, openItemsOf } from './snapshot.ts';

type Lesson = { transactionId: string; parts: readonly Part[]; isFee: boolean };
type Row = { kind: string; partner: string; value: string; currency: string | null };

/**
 * Remembers what a person's confirmation shows of the partner: account, name of the payer, how the number was written, the bank's fee.
 * To be called before the settlement is written, while line and items are as the person saw them.
 *
 * @returns the ids of the rows that count one more
 */
export async function teach(transaction: Transaction, businessId: string, { transactionId, parts, isFee }: Lesson): Promise<string[]> {
  // A collector's account and name are nobody's whose goods it sold.
  if (await isPayout(transaction, transactionId)) return [];
  const [line] = await linesOf(transaction, businessId, [transactionId]);
  const items = await openItemsOf(
    transaction,
    businessId,
    parts.map(({ item }) => item),
  );
  if (!line || items.some(({ partner }) => partner.id === null)) return [];
  const { accounts, names, references, fees } = learn(noMemory, { confirmed: { line, items } });
  const learnt: Row[] = [
    ...accounts.map(({ account, partner }) => ({ kind: 'account', partner, value: account, currency: null })),
    ...names.map(({ name, partner }) => ({ kind: 'name', partner, value: name, currency: null })),
    ...references.map(({ how, partner }) => ({ kind: 'reference', partner, value: how, currency: null })),
    // Less than owed is a fee only where the person says so; else it is a part payment.
    ...(isFee ? fees.map(({ amount, currency, partner }) => ({ kind: 'fee', partner, value: amount.toString(), currency })) : []),
  ];
  const counted = await rows<{ id: string }>(
    transaction,
    `insert into match_memory (business_id, partner_id, kind, value, currency, times)
     select $1, partner, kind, value, currency, 1
     from jsonb_to_recordset($2::jsonb) as learnt (kind text, partner uuid, value text, currency text) order by kind, value
     on conflict (business_id, partner_id, kind, value, coalesce(currency, '')) do update
       set times = match_memory.times + 1, last_at = clock_timestamp()
     returning id`,
    businessId,
    JSON.stringify(learnt),
  );
  return counted.map(({ id }) => id);
}

const isPayout = async (transaction: Transaction, transactionId: string): Promise<boolean> =>
  (await row(transaction, `select 1 from match_suggestions where transaction_id = $1 and rule = 'report'`, transactionId)) !== undefined;

/** Forgets one thing learnt. @throws DomainError `not-found` */
export function forget(database: Sequelize, { businessId, actor }: { businessId: string; actor: AuditActor }, id: string): Promise<void> {
  return database.transaction(async (transaction) => {
    const gone = await row(transaction, 'delete from match_memory where business_id = $1 and id = $2 returning id', businessId, id);
    if (!gone) throw new DomainError('not-found', 'there is no such memory');
    await appendAudit(transaction, businessId, { actor, action: 'match-memory.forget', subject: { type: 'match-memory', id } });
    await wishMatch(transaction, businessId);
  });
}
