import { flowOf, type OpenItem } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import { compareIds } from './item-index.ts';

/** Open items of one partner and currency whose money would flow to and fro: what we owe against what we are owed. */
export type OffsettingPair<Item> = { incoming: Item; outgoing: Item };

type Offsetting = Pick<OpenItem, 'id' | 'kind' | 'direction' | 'issuedOn' | 'dueOn' | 'currency' | 'open'> & { partnerId: string | null };

/**
 * Pairs of equal amounts, for a person to set off (H-106); never by itself. The oldest with the oldest, each item once. Pro formas owe
 * nothing, and nobody is a partner of whom nothing is known. Pure; the order of the items changes nothing.
 */
export function offsettingPairs<Item extends Offsetting>(items: readonly Item[]): OffsettingPair<Item>[] {
  const owed = items
    .filter(({ kind, open, partnerId }) => kind !== 'pro-forma' && open !== 0n && partnerId !== null)
    .toSorted((one, other) => compareDay(one, other) || compareIds(one.id, other.id));
  const groups = Map.groupBy(owed, ({ partnerId, currency, open }) => `${partnerId} ${currency} ${absolute(open)}`);
  return [...groups.values()].flatMap((alike) => {
    const incoming = alike.filter((item) => flowOf(item, item.open) > 0n);
    const outgoing = alike.filter((item) => flowOf(item, item.open) < 0n);
    return incoming.slice(0, outgoing.length).map((item, at) => ({ incoming: item, outgoing: outgoing[at]! }));
  });
}

function compareDay(one: Offsetting, other: Offsetting): number {
  const [day, otherDay] = [one, other].map(({ dueOn, issuedOn }) => dueOn ?? issuedOn ?? '9999') as [string, string];
  return day < otherDay ? -1 : day > otherDay ? 1 : 0;
}
