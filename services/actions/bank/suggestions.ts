import type { Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { flowOf } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import { itemsNamed, type NamedItem } from '#storage/queries/open-items.ts';
import { listSuggestions, refusedOf, type StoredCandidate, type SuggestionRow } from '#storage/queries/suggestions.ts';
import { type LineAllocation, type LineSettlement, settle, type Where } from './settle.ts';

export type Suggestion = SuggestionRow & { items: ReadonlyMap<string, NamedItem> };
type Filter = Parameters<typeof listSuggestions>[2];
type Paging = Parameters<typeof listSuggestions>[3];

/** A page of suggestions as they hold now: candidates that somebody's act has overtaken, or that a person refused, are gone. */
export async function suggestionsNow(
  database: Sequelize,
  businessId: string,
  filter: Filter,
  paging: Paging,
): Promise<{ rows: Suggestion[]; next: string | null }> {
  const { rows, next } = await listSuggestions(database, businessId, filter, paging);
  const items = await itemsNamed(database, businessId, [
    ...new Set(rows.flatMap(({ candidates }) => candidates.flatMap(({ allocations }) => allocations.map(({ item }) => item)))),
  ]);
  const refused = new Set(
    (
      await refusedOf(
        database,
        businessId,
        rows.map(({ transaction }) => transaction),
      )
    ).map(({ transaction, item }) => `${transaction} ${item}`),
  );
  const holds = (transaction: string, { rule, allocations }: StoredCandidate) =>
    allocations.every(({ item, amount }) => {
      const open = roomOf(rule, items.get(item));
      const wanted = BigInt(amount);
      return open > 0n === wanted > 0n && absolute(wanted) <= absolute(open) && !refused.has(`${transaction} ${item}`);
    });
  return {
    rows: rows.flatMap(({ transaction, candidates }) => {
      const still = candidates.filter((candidate) => holds(transaction, candidate));
      return still.length === 0 ? [] : [{ transaction, candidates: still, items }];
    }),
    next,
  };
}

/** What an item can take: a cancelled one owes nothing, but keeps what came for it until that is paid back (B-059). */
export const roomOf = (rule: string, item: NamedItem | undefined): bigint =>
  item === undefined ? 0n : rule === 'refund' && item.open === 0n ? (item.gross ?? 0n) - item.settled : (item.open ?? 0n);

/** What confirming a candidate means: a fee, a commission or a rounding closes the item, a part payment leaves the rest of it open. */
function settlementOf({ transaction, items }: Suggestion, { rule, allocations }: StoredCandidate): LineSettlement {
  const parts = allocations.map(
    ({ item, amount, taken }): LineAllocation => ({
      item,
      amount: BigInt(amount),
      ...(taken === undefined ? {} : { taken: BigInt(taken) }),
    }),
  );
  if (rule === 'report') return { transactionId: transaction, allocations: parts, difference: 'fee' };
  const [only, second] = parts;
  const item = only && items.get(only.item);
  if ((rule !== 'fee' && rule !== 'rounding') || !only || second || !item || item.open === null)
    return { transactionId: transaction, allocations: parts };
  const paid = flowOf(item, only.amount);
  return {
    transactionId: transaction,
    allocations: [{ item: only.item, amount: item.open, ...(absolute(item.open) > absolute(paid) ? { taken: paid } : {}) }],
    difference: rule,
  };
}

export type Confirmed = { settlements: { id: string; transaction: string }[]; skipped: string[] };
export type Confirmation = { transactions: readonly string[] } | { rule: string; count: number };

/** Most lines that one act confirms. */
const atOnce = 500;

/**
 * Confirms the first candidate of the named lines, or of all whose first candidate came by a rule, as many as the person saw.
 * Each stands for itself: a line that changed meanwhile is left out and named.
 */
export async function confirmSuggestions(database: Sequelize, where: Where, wanted: Confirmation): Promise<Confirmed> {
  const found: Suggestion[] = [];
  if ('rule' in wanted) {
    let cursor: string | undefined;
    do {
      const page = await suggestionsNow(database, where.businessId, { rule: wanted.rule }, { limit: 200, cursor });
      found.push(...page.rows.filter(({ candidates }) => candidates[0]!.rule === wanted.rule));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined && found.length < Math.min(wanted.count, atOnce));
    found.splice(Math.min(wanted.count, atOnce));
  } else {
    for (const transaction of new Set(wanted.transactions))
      found.push(...(await suggestionsNow(database, where.businessId, { transaction }, { limit: 1 })).rows);
  }
  const confirmed: Confirmed = {
    settlements: [],
    skipped: 'rule' in wanted ? [] : wanted.transactions.filter((id) => !found.some(({ transaction }) => transaction === id)),
  };
  for (const suggestion of found) {
    const { transaction, candidates } = suggestion;
    try {
      const id = await settle(database, where, settlementOf(suggestion, candidates[0]!));
      confirmed.settlements.push({ id, transaction });
    } catch (error) {
      // Somebody else was first, or the line became private.
      if (!(error instanceof DomainError)) throw error;
      confirmed.skipped.push(transaction);
    }
  }
  return confirmed;
}
