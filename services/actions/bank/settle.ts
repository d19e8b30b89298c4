import { randomUUID } from 'node:crypto';
import type { Sequelize, Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { type Allocation, flowOf } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { row, rows } from '#storage/sql.ts';

type Line = { id: string; amount: bigint; settled: bigint; currency: string };
type Item = { id: string; direction: 'receivable' | 'payable'; currency: string | null; gross: bigint; settled: bigint };
type Where = { businessId: string; actor: AuditActor };

/**
 * A person gives a bank line's money to open items, whole or in part; what remains of the line stays free.
 * Line and items are locked in one order, so of two people the second sees what the first did.
 *
 * @throws DomainError `not-found` for a line or item that is not this business's, `conflict` where either side has not that much left,
 *   `invalid-request` for another currency, a sign that is not the item's, or an item named twice
 */
export async function settle(
  database: Sequelize,
  { businessId, actor }: Where,
  { transactionId, allocations }: { transactionId: string; allocations: readonly Allocation[] },
): Promise<string> {
  if (new Set(allocations.map(({ item }) => item)).size !== allocations.length || allocations.length === 0)
    throw new DomainError('invalid-request', 'name at least one item, and each once');
  return database.transaction(async (transaction) => {
    const line = await lockedLine(transaction, businessId, transactionId);
    const items = await lockedItems(
      transaction,
      businessId,
      allocations.map(({ item }) => item),
    );
    const parts = allocations.map(({ item: itemId, amount }) => {
      const item = items.get(itemId);
      if (!item) throw new DomainError('not-found', 'there is no such open item');
      if (item.currency !== line.currency) throw new DomainError('invalid-request', 'the item is in another currency than the line');
      if (amount === 0n || amount > 0n !== item.gross > 0n) throw new DomainError('invalid-request', "the amount's sign is not the item's");
      if (absolute(item.settled + amount) > absolute(item.gross)) throw new DomainError('conflict', 'the item is not open to that much');
      return { item: itemId, amount, taken: flowOf(item, amount) };
    });
    const taken = parts.reduce((sum, part) => sum + part.taken, 0n);
    if (taken === 0n || taken > 0n !== line.amount > 0n) throw new DomainError('invalid-request', 'the money flows the other way');
    if (absolute(line.settled + taken) > absolute(line.amount)) throw new DomainError('conflict', 'the line has not that much left');

    const id = randomUUID();
    await rows(
      transaction,
      `insert into settlements (id, business_id, source, transaction_id, rule, settled_by) values ($1, $2, 'transaction', $3, 'person', $4)`,
      id,
      businessId,
      transactionId,
      actor.kind === 'user' ? actor.id : null,
    );
    await rows(
      transaction,
      `insert into allocations (settlement_id, business_id, transaction_id, invoice_id, amount_minor, taken_minor)
       select $1, $2, $3, item, amount, taken from unnest($4::uuid[], $5::bigint[], $6::bigint[]) as part (item, amount, taken)`,
      id,
      businessId,
      transactionId,
      parts.map(({ item }) => item),
      parts.map((part) => part.amount.toString()),
      parts.map((part) => part.taken.toString()),
    );
    await appendAudit(transaction, businessId, { actor, action: 'settlement.create', subject: { type: 'settlement', id } });
    return id;
  });
}

/**
 * Takes a settlement back; both sides are exactly as before, and its pairs are refused so that the machine does not redo it (promise 6).
 *
 * @throws DomainError `not-found` when it is not there, or somebody was first
 */
export async function undoSettlement(database: Sequelize, { businessId, actor }: Where, settlementId: string): Promise<void> {
  await database.transaction(async (transaction) => {
    const settlement = await row<{ line: string | null }>(
      transaction,
      'select transaction_id as line from settlements where id = $1 and business_id = $2',
      settlementId,
      businessId,
    );
    if (!settlement) throw new DomainError('not-found', 'there is no such settlement');
    // The same order of locks as settling: line, items, and only then the settlement itself.
    if (settlement.line) await lockedLine(transaction, businessId, settlement.line);
    const items = await rows<{ id: string }>(
      transaction,
      'select invoice_id as id from allocations where settlement_id = $1',
      settlementId,
    );
    await lockedItems(
      transaction,
      businessId,
      items.map(({ id }) => id),
    );
    await rows(
      transaction,
      `insert into refused_pairs (business_id, transaction_id, invoice_id, refused_by)
       select business_id, transaction_id, invoice_id, $2 from allocations where settlement_id = $1 and transaction_id is not null
       on conflict do nothing`,
      settlementId,
      actor.kind === 'user' ? actor.id : null,
    );
    const gone = await row(transaction, 'delete from settlements where id = $1 returning id', settlementId);
    if (!gone) throw new DomainError('not-found', 'the settlement was undone by somebody else');
    await appendAudit(transaction, businessId, { actor, action: 'settlement.undo', subject: { type: 'settlement', id: settlementId } });
  });
}

async function lockedLine(transaction: Transaction, businessId: string, id: string): Promise<Line> {
  const found = await row<{ id: string; amount: string; settled: string; currency: string }>(
    transaction,
    `select id, amount_minor::text as amount, settled_minor::text as settled, currency
     from bank_transactions where id = $1 and business_id = $2 for update`,
    id,
    businessId,
  );
  if (!found) throw new DomainError('not-found', 'there is no such bank line');
  return { ...found, amount: BigInt(found.amount), settled: BigInt(found.settled) };
}

async function lockedItems(transaction: Transaction, businessId: string, ids: readonly string[]): Promise<Map<string, Item>> {
  const found = await rows<Omit<Item, 'gross' | 'settled'> & { gross: string; settled: string }>(
    transaction,
    `select id, direction, currency, coalesce(payable_minor, gross_minor, 0)::text as gross, settled_minor::text as settled
     from invoices where business_id = $1 and id = any($2::uuid[]) and state <> 'discarded' order by id for update`,
    businessId,
    ids,
  );
  return new Map(found.map((item) => [item.id, { ...item, gross: BigInt(item.gross), settled: BigInt(item.settled) }]));
}
