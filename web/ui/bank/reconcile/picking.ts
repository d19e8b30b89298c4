import type { AllocatedItem, SettlementRequest, TransactionView } from '#web/contract/bank.ts';
import type { CandidateView, OpenItemView } from '#web/contract/matching.ts';
import { scaled, sumOf, unscaled } from '../../shared/amount.ts';

/** An open item that a line's money goes to, and how much of it, as it stands in the field. */
export type Pick = { item: Omit<AllocatedItem, 'amount'>; amount: string };

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** What is not yet given of a line, with the line's sign. */
export const leftOf = (line: TransactionView): bigint => (scaled(line.amount) ?? 0n) - (scaled(line.settled) ?? 0n);

/** What an item's payment does to the account: positive for money in. */
const flowOf = (direction: 'receivable' | 'payable', amount: bigint): bigint => (direction === 'receivable' ? amount : -amount);

export const picksOf = ({ allocations }: CandidateView): Pick[] => allocations.map(({ amount, ...item }) => ({ item, amount }));

/** Of the line's money what the picks leave, in the line's currency; items in another currency are left out of it. */
export const leftAfter = (line: TransactionView, picks: readonly Pick[]): bigint =>
  picks
    .filter(({ item }) => item.currency === line.currency)
    .reduce((left, { item, amount }) => left - (scaled(item.taken ?? '') ?? flowOf(item.direction, scaled(amount) ?? 0n)), leftOf(line));

/** An item found by a person joins: as much of it as the line still has, nothing where all is given. Null where the money flows the other way. */
export function joined(line: TransactionView, picks: readonly Pick[], found: OpenItemView): Pick[] | null {
  const { id, open, direction, ...rest } = found;
  const item = { ...rest, item: id, open, direction };
  const owed = scaled(open) ?? 0n;
  if (found.currency !== line.currency) return [...picks, { item, amount: open }];
  const left = leftAfter(line, picks);
  if (flowOf(direction, owed) > 0n !== leftOf(line) > 0n) return null;
  if (left > 0n !== leftOf(line) > 0n) return [...picks, { item, amount: '0' }];
  const part = magnitude(owed) < magnitude(left) ? magnitude(owed) : magnitude(left);
  return [...picks, { item, amount: unscaled(owed < 0n ? -part : part) }];
}

/** What a collector's report says an item takes of the line holds for its whole amount only. */
export const withAmount = (picks: readonly Pick[], item: string, amount: string): Pick[] =>
  picks.map((pick) => {
    if (pick.item.item !== item) return pick;
    const { taken: _, ...rest } = pick.item;
    return { item: rest, amount };
  });

/** What would remain open of an item; null where its open amount is not known. */
export const remainsOf = ({ item, amount }: Pick): string | null =>
  item.open === null ? null : unscaled((scaled(item.open) ?? 0n) - (scaled(amount) ?? 0n));

/** Whether the picks can be given at all: something to each, no more than it is open to. */
export const isGivable = (picks: readonly Pick[]): boolean =>
  picks.length > 0 &&
  picks.every(({ item, amount }) => {
    const [given, open] = [scaled(amount), scaled(item.open)];
    return given !== null && open !== null && given !== 0n && given > 0n === open > 0n && magnitude(given) <= magnitude(open);
  });

/** What is asked of the hub. A fee or a rounding closes the whole item for less, or more, than it is owed. */
export function requestOf(line: TransactionView, picks: readonly Pick[], rule: CandidateView['rule'] | null): SettlementRequest {
  const [only, second] = picks;
  if ((rule === 'fee' || rule === 'rounding') && only && !second && only.item.open !== null) {
    const left = leftOf(line);
    const isLess = magnitude(left) < magnitude(scaled(only.item.open) ?? 0n);
    return {
      transaction: line.id,
      allocations: [{ item: only.item.item, amount: only.item.open, ...(isLess ? { taken: unscaled(left) } : {}) }],
      difference: rule,
    };
  }
  const allocations = picks.map(({ item: { item, taken }, amount }) => ({ item, amount, ...(taken === undefined ? {} : { taken }) }));
  return { transaction: line.id, allocations, ...(allocations.some((each) => 'taken' in each) ? { difference: 'fee' as const } : {}) };
}

/** Sum and largest of the lines of a class, by magnitude, for the look before they are confirmed together. */
export function sumsOf(lines: readonly TransactionView[]): { total: string; largest: string } {
  const amounts = lines.map(({ amount }) => amount.replace('-', ''));
  return {
    total: unscaled(sumOf(amounts)),
    largest: unscaled(amounts.map((each) => scaled(each) ?? 0n).reduce((a, b) => (a > b ? a : b), 0n)),
  };
}
