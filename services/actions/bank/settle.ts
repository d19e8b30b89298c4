import type { Sequelize, Transaction } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { type Allocation, flowOf } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { unteach } from '#services/register/unteach.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { rows } from '#storage/sql.ts';
import { keepSettlements, type NewSettlement, type PaymentMethod } from './keep-settlement.ts';
import { teach } from './memory.ts';
import { type Item, type Line, lockedItems, lockedLine, wishMatch } from './sides.ts';

export type Where = { businessId: string; actor: AuditActor };
export type Difference = 'rounding' | 'fee';
/** `taken`: of the line, for an item in another currency or with a difference; else it follows from the amount. */
export type LineAllocation = Allocation & { taken?: bigint };
export type LineSettlement = { transactionId: string; allocations: readonly LineAllocation[]; difference?: Difference | undefined };

/** Cash rounding moves an amount in forint by at most five (2008. évi III. tv., H-108). */
const largestRounding = 500n;

export const userOf = (actor: AuditActor): string | null => (actor.kind === 'user' ? actor.id : null);

/**
 * A person gives a bank line's money to open items, whole or in part; what remains of the line stays free.
 * Of two people the second sees what the first did. What it shows of the partner is remembered for this business.
 *
 * @throws DomainError `not-found` for a line or item that is not this business's, `conflict` where either side has not that much left or
 *   the line is private, `invalid-request` for a sign that is not the item's, an item named twice, or a difference that is none
 */
export function settle(database: Sequelize, where: Where, given: LineSettlement): Promise<string> {
  return database.transaction(async (transaction) => {
    await holdBooks(transaction, where.businessId);
    const id = await settleLine(transaction, where, given);
    await appendAudit(transaction, where.businessId, {
      actor: where.actor,
      action: 'settlement.create',
      subject: { type: 'settlement', id },
    });
    await wishMatch(transaction, where.businessId);
    return id;
  });
}

/** The settling itself, without audit, for one or many in a transaction of the caller's. */
export async function settleLine(
  transaction: Transaction,
  { businessId, actor }: Where,
  { transactionId, allocations, difference }: LineSettlement,
): Promise<string> {
  demandEachOnce(allocations);
  const line = await lockedLine(transaction, businessId, transactionId);
  if (line.isPrivate) throw new DomainError('conflict', 'the line is marked private');
  const items = await lockedItems(transaction, businessId, itemsOf(allocations));
  const parts = allocations.map((allocation) => {
    const item = fitting(items, allocation);
    return { ...allocation, taken: takenOf(line, item, allocation, allocations.length, difference) };
  });
  const taken = parts.reduce((sum, part) => sum + part.taken, 0n);
  if (taken === 0n || taken > 0n !== line.amount > 0n) throw new DomainError('invalid-request', 'the money flows the other way');
  if (absolute(line.settled + taken) > absolute(line.amount)) throw new DomainError('conflict', 'the line has not that much left');
  await rows(
    transaction,
    'delete from refused_pairs where business_id = $1 and transaction_id = $2 and invoice_id = any($3::uuid[])',
    businessId,
    transactionId,
    itemsOf(allocations),
  );
  const taught = await teach(transaction, businessId, { transactionId, parts, isFee: difference === 'fee' });
  return keepOne(
    transaction,
    { businessId, actor },
    {
      source: 'transaction',
      transactionId,
      rule: 'person',
      settledBy: userOf(actor),
      paidOn: line.bookedOn,
      difference: difference ?? null,
      taught,
      parts,
    },
  );
}

export type EnteredPayment = { paidOn: Day; method: PaymentMethod; note?: string | undefined; allocations: readonly Allocation[] };

/** A payment that no bank line shows, entered by a person: cash, card. @throws DomainError as `settle` */
export const enterPayment = (database: Sequelize, where: Where, { allocations, ...payment }: EnteredPayment): Promise<string> =>
  withoutLine(database, where, allocations, {
    source: 'entered',
    ...payment,
    note: payment.note ?? null,
  });

/**
 * Open items of one currency against each other: what flows in must equal what flows out.
 *
 * @throws DomainError as `settle`, `invalid-request` also where the two sides differ
 */
export const setOff = (database: Sequelize, where: Where, { allocations, ...act }: Omit<EnteredPayment, 'method'>): Promise<string> =>
  withoutLine(database, where, allocations, {
    source: 'set-off',
    ...act,
    note: act.note ?? null,
  });

function withoutLine(
  database: Sequelize,
  { businessId, actor }: Where,
  allocations: readonly Allocation[],
  act: Pick<NewSettlement, 'source' | 'paidOn' | 'method' | 'note'>,
): Promise<string> {
  return database.transaction(async (transaction) => {
    demandEachOnce(allocations);
    await holdBooks(transaction, businessId);
    const items = await lockedItems(transaction, businessId, itemsOf(allocations));
    const found = allocations.map((allocation) => ({ allocation, item: fitting(items, allocation) }));
    if (act.source === 'set-off') {
      if (new Set(found.map(({ item }) => item.currency)).size > 1)
        throw new DomainError('invalid-request', 'the items are in different currencies');
      if (found.reduce((sum, { item, allocation }) => sum + flowOf(item, allocation.amount), 0n) !== 0n)
        throw new DomainError('invalid-request', 'what flows in and what flows out are not equal');
    }
    const parts = allocations.map((allocation) => ({ ...allocation, taken: 0n }));
    const id = await keepOne(
      transaction,
      { businessId, actor },
      { ...act, transactionId: null, rule: 'person', settledBy: userOf(actor), parts },
    );
    await appendAudit(transaction, businessId, {
      actor,
      action: 'settlement.create',
      subject: { type: 'settlement', id },
      facts: { source: act.source },
    });
    await wishMatch(transaction, businessId);
    return id;
  });
}

/**
 * Takes a settlement back; both sides are exactly as before, its pairs are refused so that the machine does not redo it (promise 6),
 * and what it taught is taken back.
 *
 * @throws DomainError `not-found` when it is not there, or somebody was first
 */
export async function undoSettlement(database: Sequelize, { businessId, actor }: Where, settlementId: string): Promise<void> {
  await database.transaction(async (transaction) => {
    await holdBooks(transaction, businessId);
    const [settlement] = await rows<{ line: string | null }>(
      transaction,
      'select transaction_id as line from settlements where id = $1 and business_id = $2',
      settlementId,
      businessId,
    );
    if (!settlement) throw new DomainError('not-found', 'there is no such settlement');
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
      userOf(actor),
    );
    await rows(
      transaction,
      `insert into refused_payments (business_id, reference, refused_by)
       select business_id, reference, $2 from settlements where id = $1 and source = 'pushed' and reference is not null on conflict do nothing`,
      settlementId,
      userOf(actor),
    );
    const [gone] = await rows<{ taught: string[] }>(transaction, 'delete from settlements where id = $1 returning taught', settlementId);
    if (!gone) throw new DomainError('not-found', 'the settlement was undone by somebody else');
    await unteach(transaction, businessId, gone.taught);
    await appendAudit(transaction, businessId, { actor, action: 'settlement.undo', subject: { type: 'settlement', id: settlementId } });
    await wishMatch(transaction, businessId);
  });
}

const itemsOf = (allocations: readonly Allocation[]): string[] => allocations.map(({ item }) => item);

async function keepOne(transaction: Transaction, where: Where, settlement: NewSettlement): Promise<string> {
  const [id] = await keepSettlements(transaction, where, [settlement]);
  return id!;
}

function demandEachOnce(allocations: readonly Allocation[]): void {
  if (new Set(itemsOf(allocations)).size !== allocations.length || allocations.length === 0)
    throw new DomainError('invalid-request', 'name at least one item, and each once');
}

/** The item of an allocation, when it is open to that much. */
function fitting(items: ReadonlyMap<string, Item>, { item: id, amount }: Allocation): Item {
  const item = items.get(id);
  if (!item) throw new DomainError('not-found', 'there is no such open item');
  if (amount === 0n || amount > 0n !== item.gross > 0n) throw new DomainError('invalid-request', "the amount's sign is not the item's");
  if (absolute(item.settled + amount) > absolute(item.gross)) throw new DomainError('conflict', 'the item is not open to that much');
  return item;
}

/** What an allocation takes of the line, in the line's currency. */
function takenOf(line: Line, item: Item, { amount, taken }: LineAllocation, count: number, difference: Difference | undefined): bigint {
  const flow = flowOf(item, amount);
  const isForeign = item.currency !== line.currency;
  if (!isForeign && difference === undefined) {
    if (taken !== undefined && taken !== flow) throw new DomainError('invalid-request', 'say what the difference is: rounding or a fee');
    return flow;
  }
  // One item: all that is left of the line pays it.
  const given = taken ?? (count === 1 ? line.amount - line.settled : isForeign ? undefined : flow);
  if (given === undefined) throw new DomainError('invalid-request', 'say how much of the line each item in another currency takes');
  if (given === 0n || given > 0n !== flow > 0n) throw new DomainError('invalid-request', 'the money flows the other way');
  if (isForeign) return given;
  const missing = absolute(flow) - absolute(given);
  if (difference === 'rounding' && (line.currency !== 'HUF' || absolute(missing) > largestRounding))
    throw new DomainError('invalid-request', 'cash rounding is at most 5 HUF');
  if (difference === 'fee' && missing < 0n) throw new DomainError('invalid-request', 'a fee makes the payment smaller, not larger');
  return given;
}
