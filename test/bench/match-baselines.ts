import { type Allocation, flowOf, type MatchInput, type OpenItem } from '#services/domain/matching.ts';

type Settled = Map<string, Allocation[]>;
type Rule = (input: MatchInput) => Settled;

const whole = (item: OpenItem): Allocation[] => [{ item: item.id, amount: item.open }];

function ruled(input: MatchInput, keysOfLine: (memo: string) => string[], keysOfItem: (item: OpenItem) => string[]): Settled {
  const index = new Map<string, OpenItem[]>();
  for (const item of input.openItems) for (const key of new Set(keysOfItem(item))) index.set(key, [...(index.get(key) ?? []), item]);
  const settled: Settled = new Map();
  const taken = new Set<string>();
  for (const line of input.transactions) {
    const named = new Set(keysOfLine((line.memo ?? '').toUpperCase()).flatMap((key) => index.get(key) ?? []));
    const fitting = [...named].filter(
      (item) => flowOf(item, item.open) === line.amount && item.currency === line.currency && !taken.has(item.id),
    );
    if (fitting.length !== 1) continue;
    taken.add(fitting[0]!.id);
    settled.set(line.id, whole(fitting[0]!));
  }
  return settled;
}

/** Simple rules that are in use elsewhere, re-made from their description, on the same ledger. */
export const baselines: Readonly<Record<string, Rule>> = {
  autokassza: (input) =>
    ruled(
      input,
      (memo) => memo.split(/\s+/),
      (item) => [item.number, item.orderNumber].flatMap((number) => (number ? [number.toUpperCase()] : [])),
    ),
  'digit-tokens': (input) =>
    ruled(
      input,
      (memo) =>
        memo
          .split(/\s+/)
          .map((word) => word.replace(/\D/g, ''))
          .filter((digits) => digits.length >= 4),
      (item) => (item.number ?? '').match(/\d{4,}/g) ?? [],
    ),
  'amount-oldest': (input) => {
    const settled: Settled = new Map();
    const byFlow = Map.groupBy(
      input.openItems.toSorted((one, other) => ((one.dueOn ?? '') < (other.dueOn ?? '') ? -1 : 1)),
      (item) => `${flowOf(item, item.open)} ${item.currency}`,
    );
    for (const line of input.transactions) {
      const item = byFlow.get(`${line.amount} ${line.currency}`)?.shift();
      if (item) settled.set(line.id, whole(item));
    }
    return settled;
  },
};
