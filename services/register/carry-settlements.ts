import type { Transaction } from 'sequelize';
import { absolute } from '#services/domain/money.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import type { Invoice } from '#storage/models/invoice.ts';
import { row, rows } from '#storage/sql.ts';
import { unteach } from './unteach.ts';

type Share = { settlementId: string; source: string; transactionId: string | null; amount: bigint; taken: bigint };
/** What an item owes, in minor units of its currency; negative for credit notes. */
type Owed = Pick<Invoice, 'id' | 'businessId' | 'direction' | 'currency'> & { owed: bigint };

/** What is given to an item, the oldest settlement first; its lines and settlements stay locked until the commit. */
async function sharesOf(transaction: Transaction, invoiceId: string): Promise<Share[]> {
  const found = await rows<Omit<Share, 'amount' | 'taken'> & { amount: string; taken: string }>(
    transaction,
    `select s.id as "settlementId", s.source, a.transaction_id as "transactionId", a.amount_minor::text as amount, a.taken_minor::text as taken
     from allocations a join settlements s on s.id = a.settlement_id where a.invoice_id = $1
     order by s.created_at, s.id for update of s`,
    invoiceId,
  );
  return found.map((share) => ({ ...share, amount: BigInt(share.amount), taken: BigInt(share.taken) }));
}

/**
 * Gives another item what was given to this one, when the two turn out to be the same invoice. What does not fit there
 * (it was paid already, it owes in another currency or the other way) is taken back and its line is free again:
 * nothing is settled twice, and nothing silently.
 */
export async function carrySettlements(transaction: Transaction, from: Invoice, to: Invoice, actor: AuditActor): Promise<void> {
  const target: Owed = { ...placeOf(to), owed: owedOf(to) };
  const isAlike = from.currency === to.currency && from.direction === to.direction;
  await row(
    transaction,
    `insert into refused_pairs (business_id, transaction_id, invoice_id, refused_by, refused_at)
     select business_id, transaction_id, $2, refused_by, refused_at from refused_pairs where invoice_id = $1 on conflict do nothing`,
    from.id,
    to.id,
  );
  for (const share of await sharesOf(transaction, from.id)) {
    await row(transaction, 'delete from allocations where settlement_id = $1 and invoice_id = $2', share.settlementId, from.id);
    const there = (await sharesOf(transaction, to.id)).find(({ settlementId }) => settlementId === share.settlementId);
    const room = target.owed - (await settledOf(transaction, to.id));
    if (!isAlike || !fits(share.amount, room)) {
      await dropIfEmpty(transaction, from.businessId, share, 'items-merged', actor);
      continue;
    }
    if (there) await row(transaction, 'delete from allocations where settlement_id = $1 and invoice_id = $2', share.settlementId, to.id);
    await allocate(transaction, target, share, share.amount + (there?.amount ?? 0n), share.taken + (there?.taken ?? 0n));
  }
}

/**
 * Before an item owes less (or in another currency, or the other way), takes back what then exceeds it, the newest first.
 * Of money in the item's own currency only the excess is freed; a set-off or a converted payment is taken back whole.
 */
export async function loosenSettlements(
  transaction: Transaction,
  item: Invoice,
  next: Pick<Owed, 'direction' | 'currency' | 'owed'>,
  actor: AuditActor,
): Promise<void> {
  if (item.settledMinor === 0n) return;
  const target: Owed = { ...placeOf(item), ...next };
  const isAlike = item.currency === next.currency && item.direction === next.direction;
  let excess = isAlike ? excessOver(item.settledMinor, next.owed) : item.settledMinor;
  for (const share of (await sharesOf(transaction, item.id)).reverse()) {
    if (excess === 0n) return;
    const isPart = absolute(share.amount) > absolute(excess) && absolute(share.taken) === absolute(share.amount);
    await row(transaction, 'delete from allocations where settlement_id = $1 and invoice_id = $2', share.settlementId, item.id);
    if (isPart && share.source !== 'set-off') {
      const taken = share.taken === share.amount ? share.taken - excess : share.taken + excess;
      await allocate(transaction, target, share, share.amount - excess, taken);
      await noteUndo(transaction, item.businessId, share.settlementId, 'owes-less', actor);
      return;
    }
    await dropIfEmpty(transaction, item.businessId, share, 'owes-less', actor);
    excess = absolute(share.amount) >= absolute(excess) ? 0n : excess - share.amount;
  }
}

/** Everything given to an item that leaves the register is free again. */
export async function freeSettlements(transaction: Transaction, { id, businessId }: Invoice, actor: AuditActor): Promise<void> {
  for (const share of await sharesOf(transaction, id)) {
    await row(transaction, 'delete from allocations where settlement_id = $1 and invoice_id = $2', share.settlementId, id);
    await dropIfEmpty(transaction, businessId, share, 'item-gone', actor);
  }
}

export const owedOf = ({ payableMinor, grossMinor }: Pick<Invoice, 'payableMinor' | 'grossMinor'>): bigint =>
  payableMinor ?? grossMinor ?? 0n;

const placeOf = ({ id, businessId, direction, currency }: Invoice) => ({ id, businessId, direction, currency });

const fits = (amount: bigint, room: bigint): boolean => amount > 0n === room > 0n && absolute(amount) <= absolute(room);

/** How much of what is settled lies outside what is owed; all of it where the sign turned. */
function excessOver(settled: bigint, owed: bigint): bigint {
  if (settled > 0n !== owed > 0n || owed === 0n) return settled;
  return absolute(settled) > absolute(owed) ? settled - owed : 0n;
}

async function settledOf(transaction: Transaction, invoiceId: string): Promise<bigint> {
  const found = await row<{ settled: string }>(
    transaction,
    'select settled_minor::text as settled from invoices where id = $1 for update',
    invoiceId,
  );
  return BigInt(found?.settled ?? '0');
}

const allocate = (transaction: Transaction, { id, businessId }: Owed, share: Share, amount: bigint, taken: bigint) =>
  row(
    transaction,
    `insert into allocations (settlement_id, invoice_id, business_id, transaction_id, amount_minor, taken_minor) values ($1, $2, $3, $4, $5, $6)`,
    share.settlementId,
    id,
    businessId,
    share.transactionId,
    amount.toString(),
    taken.toString(),
  );

/** A settlement that gives to nobody any more leaves, with what its confirmation taught; half a set-off is none, so that leaves too. */
async function dropIfEmpty(transaction: Transaction, businessId: string, share: Share, because: string, actor: AuditActor): Promise<void> {
  const gone = await row<{ taught: string[] }>(
    transaction,
    `delete from settlements where id = $1 and ($2 = 'set-off' or not exists (select from allocations where settlement_id = $1))
     returning taught`,
    share.settlementId,
    share.source,
  );
  if (gone) await unteach(transaction, businessId, gone.taught);
  await noteUndo(transaction, businessId, share.settlementId, because, actor);
}

const noteUndo = (transaction: Transaction, businessId: string, id: string, because: string, actor: AuditActor) =>
  appendAudit(transaction, businessId, { actor, action: 'settlement.undo', subject: { type: 'settlement', id }, facts: { because } });
