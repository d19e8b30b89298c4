import { normalAccount } from '#services/domain/bank-account.ts';
import { flowOf, type MatchLine, type MatchMemory, type OpenItem, type PairKey } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import { partnerKeyOf } from './item-index.ts';
import { viewOf } from './memo-view.ts';
import { nameWords } from './names.ts';
import { repairNumber } from './repair-number.ts';

/** What a person said of a line: it pays these items, as they were before; or it does not pay this one. */
export type Lesson = { confirmed: { line: MatchLine; items: readonly OpenItem[] } } | { refused: PairKey };

export const noMemory: MatchMemory = { accounts: [], names: [], references: [], fees: [], refused: [] };

/** A bank keeps at most this share of a payment; more is a part payment. */
const largestFeeShare = 20n;

/**
 * The memory of one business after one more lesson. Pure; a row's `times` counts the lessons that said the same, and the matcher
 * acts on accounts, references and fees from two on. A confirmation takes the pair out of the refused ones: the last word counts (B-058).
 */
export function learn(memory: MatchMemory, lesson: Lesson): MatchMemory {
  if ('refused' in lesson) {
    const { transaction, item } = lesson.refused;
    return { ...memory, refused: [...without(memory.refused, transaction, [item]), { transaction, item }] };
  }
  const { line, items } = lesson.confirmed;
  const refused = without(
    memory.refused,
    line.id,
    items.map(({ id }) => id),
  );
  const [first] = items;
  const partners = new Set(items.map((item) => partnerKeyOf(item.partner)));
  // Money for two partners is a collective payment: it says nothing of either.
  if (!first || partners.size !== 1) return { ...memory, refused };
  const partner = partnerKeyOf(first.partner);
  const account = line.counterpartyAccount?.trim() ? (normalAccount(line.counterpartyAccount) ?? line.counterpartyAccount.trim()) : null;
  const name = line.counterpartyName?.trim() || null;
  const isNewName = name !== null && nameWords(name).join() !== nameWords(first.partner.name ?? '').join();
  const memo = viewOf(line.memo ?? '');
  const hows = new Set(
    items.flatMap(({ number }) => {
      if (number === null || memo.text.includes(viewOf(number).text)) return [];
      return repairNumber(memo, viewOf(number), true)?.how ?? [];
    }),
  );
  const missing = absolute(items.reduce((sum, item) => sum + flowOf(item, item.open), 0n)) - absolute(line.amount);
  const isFee = missing > 0n && missing * largestFeeShare <= absolute(line.amount);
  return {
    accounts: account === null ? memory.accounts : counted(memory.accounts, { account, partner }),
    names: isNewName ? counted(memory.names, { name, partner }) : memory.names,
    references: [...hows].reduce((references, how) => counted(references, { partner, how }), memory.references),
    fees: isFee ? counted(memory.fees, { partner, currency: line.currency, amount: missing }) : memory.fees,
    refused,
  };
}

const without = (pairs: readonly PairKey[], transaction: string, items: readonly string[]): PairKey[] =>
  pairs.filter((pair) => pair.transaction !== transaction || !items.includes(pair.item));

/** The rows with one more of `wanted`: its row counts on, or begins with one. */
function counted<Wanted extends object, Row extends Wanted & { times: number }>(
  rows: readonly Row[],
  wanted: Wanted,
): (Wanted & { times: number })[] {
  const keys = Object.keys(wanted) as (keyof Wanted)[];
  const isSame = (row: Wanted) => keys.every((key) => row[key] === wanted[key]);
  const known = rows.find(isSame);
  return known ? rows.map((row) => (row === known ? { ...row, times: row.times + 1 } : row)) : [...rows, { ...wanted, times: 1 }];
}
