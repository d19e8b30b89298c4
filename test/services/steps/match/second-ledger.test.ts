import { describe, expect, test } from 'vitest';
import { makeSecondLedger, type SecondLedger } from '#fixtures/ledger/make-second-ledger.ts';
import type { Candidate, MatchResult } from '#services/domain/matching.ts';
import { match } from '#services/steps/match/match.ts';

const allocationsOf = ({ allocations }: Pick<Candidate, 'allocations'>): string =>
  allocations
    .map(({ item, amount }) => `${item} ${amount}`)
    .sort()
    .join();
const settled = ({ settlements }: Pick<MatchResult, 'settlements'>): string[] =>
  settlements.map((each) => `${each.transaction} ${allocationsOf(each)}`).sort();

describe.for([0, 1, 2, 3] as const)('a second ledger, noise %s', (noise) => {
  const ledger = makeSecondLedger({ seed: 60 + noise, items: 3_000, noise });
  const result = match(ledger);
  const given = new Map(result.settlements.map((each) => [each.transaction, allocationsOf(each)]));

  test('H-106 B-049 precision and recall hold, no tie is decided, every Autokassza-type line is settled', () => {
    const truths = [...ledger.truth].map(([id, truth]) => ({ ...truth, given: given.get(id), right: allocationsOf(truth) }));
    const right = truths.filter((each) => each.given === each.right).length;
    const matchable = truths.filter(({ allocations }) => allocations.length > 0);
    expect(right / given.size).toBeGreaterThanOrEqual(0.995);
    expect(matchable.filter((each) => each.given === each.right).length / matchable.length).toBeGreaterThanOrEqual(0.85);
    expect(truths.filter((each) => each.isAmbiguous && each.given !== undefined)).toEqual([]);
    const plain = truths.filter(({ isAutokassza }) => isAutokassza);
    expect(plain.length).toBeGreaterThan(500);
    expect(plain.filter((each) => each.given !== each.right)).toEqual([]);
  });

  test('B-061 a history in two files settles as in one', () => {
    const days = ledger.transactions.map(({ bookedOn }) => bookedOn).sort();
    const middle = days[days.length >> 1]!;
    const early = ledger.transactions.filter(({ bookedOn }) => bookedOn < middle);
    const first = match({ ...ledger, transactions: early });
    const done = new Set(first.settlements.map(({ transaction }) => transaction));
    const second = match({
      ...ledger,
      openItems: afterwards(ledger, first),
      transactions: ledger.transactions.filter(({ id }) => !done.has(id)),
    });
    expect(settled({ settlements: [...first.settlements, ...second.settlements] })).toEqual(settled(result));
  });

  test('B-058 running again after everything is settled decides nothing more', () => {
    const transactions = ledger.transactions.filter(({ id }) => !given.has(id));
    expect(match({ ...ledger, openItems: afterwards(ledger, result), transactions }).settlements).toEqual([]);
  });
});

function afterwards({ openItems }: SecondLedger, { settlements }: MatchResult) {
  const taken = new Map<string, bigint>();
  for (const { allocations } of settlements) for (const { item, amount } of allocations) taken.set(item, (taken.get(item) ?? 0n) + amount);
  return openItems.map((item) => ({ ...item, open: item.open - (taken.get(item.id) ?? 0n) }));
}
