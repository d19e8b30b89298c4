import type { Sequelize, Transaction } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { type Allocation, flowOf } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { appendAudit } from '#storage/audit.ts';
import { row, rows } from '#storage/sql.ts';
import { keepSettlements, type PaymentMethod } from './keep-settlement.ts';
import type { Where } from './settle.ts';
import { lockedItems, lockedLine, lockedLines, wishMatch } from './sides.ts';

export type PushedPayment = {
  /** The sender's own id of the payment, which a bank line may carry too. */
  reference: string | null;
  /** The sender's id of the bank's transaction (`banktranzid`); it may have paid several invoices. */
  bankReference?: string | null;
  paidOn: Day | null;
  method: PaymentMethod;
  allocation: Allocation;
};

/**
 * Keeps a payment that an invoicing program sent. The same reference once more, or on a bank line that settles the item already,
 * is no second settlement (promise 3), and one that a person took back stays taken back (promise 6). More than is owed settles what is owed; the rest is the sender's own overpayment.
 *
 * @returns the settlement that holds the payment, null where there is none: nothing is owed any more, or a person took it back
 * @throws DomainError `not-found` for an item that is not this business's
 */
export async function recordPushedPayment(
  transaction: Transaction,
  { businessId, actor }: Where,
  { reference, bankReference = null, paidOn, method, allocation }: PushedPayment,
): Promise<string | null> {
  await holdBooks(transaction, businessId);
  if (reference !== null) {
    const known = await row<{ id: string }>(
      transaction,
      `select id from settlements where business_id = $1 and reference = $2
       union all
       select settlement_id from allocations join bank_transactions line on line.id = transaction_id
       where allocations.business_id = $1 and line.bank_reference in ($2, $4) and invoice_id = $3 limit 1`,
      businessId,
      reference,
      allocation.item,
      bankReference,
    );
    if (known) return known.id;
    if (await row(transaction, 'select from refused_payments where business_id = $1 and reference = $2', businessId, reference))
      return null;
  }
  const item = (await lockedItems(transaction, businessId, [allocation.item])).get(allocation.item);
  if (!item) throw new DomainError('not-found', 'there is no such item');
  const open = item.gross - item.settled;
  if (open === 0n || open > 0n !== allocation.amount > 0n) return null;
  const amount = absolute(allocation.amount) > absolute(open) ? open : allocation.amount;
  const [id] = await keepSettlements(transaction, { businessId, actor }, [
    {
      source: 'pushed',
      transactionId: null,
      rule: 'pushed',
      settledBy: null,
      paidOn,
      method,
      reference,
      bankReference,
      parts: [{ item: allocation.item, amount, taken: 0n }],
    },
  ]);
  await appendAudit(transaction, businessId, {
    actor,
    action: 'settlement.create',
    subject: { type: 'settlement', id: id! },
    facts: { source: 'pushed' },
  });
  if (bankReference !== null) {
    const line = await row<{ id: string }>(
      transaction,
      'select id from bank_transactions where business_id = $1 and bank_reference = $2 order by id limit 1',
      businessId,
      bankReference,
    );
    if (line) await join(transaction, businessId, { settlement: id!, line: line.id });
  }
  return id!;
}

type Waiting = { settlement: string; line: string };

/** Joins pushed payments to the lines of new statements that carry the same reference: the payment stays one settlement. */
export async function joinPushed(transaction: Transaction, businessId: string, statementIds: readonly string[]): Promise<void> {
  const waiting = await rows<Waiting>(
    transaction,
    `select settlement.id as settlement, line.id as line
     from settlements settlement join bank_transactions line on line.business_id = $1
       and line.bank_reference in (settlement.reference, settlement.bank_reference)
     where settlement.business_id = $1 and settlement.source = 'pushed' and settlement.transaction_id is null
       and line.statement_id = any($2::uuid[]) order by line.id`,
    businessId,
    statementIds,
  );
  await lockedLines(
    transaction,
    businessId,
    waiting.map(({ line }) => line),
  );
  for (const pair of waiting) await join(transaction, businessId, pair);
}

/**
 * A person says that a pushed or entered payment is a bank line's: it stays one settlement, which now takes from the line.
 *
 * @throws DomainError `not-found`, `conflict` when it has a line already, or the line has not that much left
 */
export function joinToLine(database: Sequelize, { businessId, actor }: Where, pair: Waiting): Promise<void> {
  return database.transaction(async (transaction) => {
    await holdBooks(transaction, businessId);
    await lockedLine(transaction, businessId, pair.line);
    const found = await row<{ line: string | null }>(
      transaction,
      `select transaction_id as line from settlements where id = $1 and business_id = $2 and source in ('pushed', 'entered')`,
      pair.settlement,
      businessId,
    );
    if (!found) throw new DomainError('not-found', 'there is no such payment');
    if (found.line !== null || !(await join(transaction, businessId, pair)))
      throw new DomainError('conflict', 'the payment has a line already, or this one does not fit it');
    await appendAudit(transaction, businessId, {
      actor,
      action: 'settlement.join',
      subject: { type: 'settlement', id: pair.settlement },
      facts: { transaction: pair.line },
    });
    await wishMatch(transaction, businessId);
  });
}

/** Parts are never changed, so they are written anew with what they take of the line; false where the line has not that much left. */
async function join(transaction: Transaction, businessId: string, { settlement, line: lineId }: Waiting): Promise<boolean> {
  const line = await lockedLine(transaction, businessId, lineId);
  const parts = await rows<{ item: string; amount: bigint }>(
    transaction,
    'select invoice_id as item, amount_minor as amount from allocations where settlement_id = $1 order by invoice_id',
    settlement,
  );
  const items = await lockedItems(
    transaction,
    businessId,
    parts.map(({ item }) => item),
  );
  const taking = parts.map((part) => {
    const item = items.get(part.item);
    return item?.currency === line.currency ? { ...part, taken: flowOf(item, part.amount) } : null;
  });
  const taken = taking.reduce((sum, part) => sum + (part?.taken ?? 0n), 0n);
  const fits =
    taking.every((part) => part !== null) && taken > 0n === line.amount > 0n && absolute(line.settled + taken) <= absolute(line.amount);
  if (line.isPrivate || !fits) return false;
  await row(transaction, 'delete from allocations where settlement_id = $1', settlement);
  await row(transaction, 'update settlements set transaction_id = $2 where id = $1', settlement, lineId);
  await rows(
    transaction,
    `insert into allocations (settlement_id, business_id, transaction_id, invoice_id, amount_minor, taken_minor)
     select $1, $2, $3, item, amount, taken from jsonb_to_recordset($4::jsonb) as part (item uuid, amount bigint, taken bigint)`,
    settlement,
    businessId,
    lineId,
    JSON.stringify(taking.map((part) => ({ item: part!.item, amount: part!.amount.toString(), taken: part!.taken.toString() }))),
  );
  return true;
}
