import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowOf, type MatchInput, type MatchLine, type MatchResult, type OpenItem, type PairKey } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import { match } from '#services/steps/match/match.ts';
import { upperFolded } from '#services/steps/match/memo-view.ts';
import { subsetSum } from '#services/steps/match/subset-sum.ts';
import { fromZoldfa, item, line, malom, zoldfa } from './support.ts';

// Few amounts, numbers and partners, so that twins, sums and clashes are common.
const amount = fc.constantFrom(100_000n, 200_000n, 300_000n, 500_000n);
const openItem = (at: number): fc.Arbitrary<OpenItem> =>
  fc
    .record({
      gross: amount,
      isCredit: fc.boolean(),
      direction: fc.constantFrom('receivable' as const, 'payable' as const),
      isTheirs: fc.boolean(),
      share: fc.constantFrom(0n, 1n, 2n, 2n),
    })
    .map(({ gross, isCredit, direction, isTheirs, share }) => {
      const signed = isCredit ? -gross : gross;
      const kind = isCredit ? 'credit-note' : 'invoice';
      return item(`i${at}`, {
        kind,
        direction,
        partner: isTheirs ? zoldfa : malom,
        gross: signed,
        open: (signed * share) / 2n,
        orderNumber: `55500${at % 3}`,
      });
    });
const word = fc.oneof(
  fc.integer({ min: 0, max: 8 }).map((at) => `E-ABC-2026-000${at}`),
  fc.integer({ min: 0, max: 2 }).map((at) => `55500${at}`),
  fc.constantFrom('utalás', 'ß', 'szla 3', '0004', 'EABC20260005', '-', '+', ','),
);
const bankLine = (at: number): fc.Arbitrary<MatchLine> =>
  fc
    .record({
      sum: fc.array(amount, { minLength: 1, maxLength: 3 }),
      isOut: fc.boolean(),
      day: fc.integer({ min: 1, max: 3 }),
      words: fc.array(word, { maxLength: 3 }),
      isTheirs: fc.boolean(),
      odd: fc.constantFrom(0n, 0n, 300n),
    })
    .map(({ sum, isOut, day, words, isTheirs, odd }) => {
      const total = sum.reduce<bigint>((one, other) => one + other, odd);
      return line(`t${at}`, {
        amount: isOut ? -total : total,
        bookedOn: `2026-04-0${day}`,
        memo: words.join(' '),
        ...(isTheirs ? fromZoldfa : { counterpartyName: 'Malomkő Pékség' }),
      });
    });
const listOf = <Row>(row: (at: number) => fc.Arbitrary<Row>) =>
  fc.integer({ min: 0, max: 8 }).chain((length) => fc.tuple(...Array.from({ length }, (_, at) => row(at))));
const input = fc.record({
  openItems: listOf(openItem),
  transactions: listOf(bankLine),
  settings: fc.record({
    strict: fc.boolean(),
    refused: fc.constantFrom<PairKey[]>(
      [],
      [
        { transaction: 't1', item: 'i1' },
        { transaction: 't0', item: 'i2' },
      ],
    ),
  }),
}) satisfies fc.Arbitrary<MatchInput>;

const proposalsOf = (result: MatchResult) => [
  ...result.settlements,
  ...result.suggestions.flatMap(({ transaction, candidates }) => candidates.map((each) => ({ transaction, ...each }))),
];

test('each line stands in exactly one list', () => {
  fc.assert(
    fc.property(input, (given) => {
      const { settlements, suggestions, unmatched } = match(given);
      const listed = [...settlements.map((each) => each.transaction), ...suggestions.map((each) => each.transaction), ...unmatched];
      expect(listed.sort()).toEqual(given.transactions.map(({ id }) => id).sort());
    }),
  );
});

test('H-107 money is conserved: no more is given than an item owes and a line has, in the item’s sign', () => {
  fc.assert(
    fc.property(input, (given) => {
      const items = new Map(given.openItems.map((each) => [each.id, each]));
      const lines = new Map(given.transactions.map((each) => [each.id, each]));
      const result = match(given);
      const taken = new Map<string, bigint>();
      for (const { allocations } of result.settlements)
        for (const each of allocations) taken.set(each.item, (taken.get(each.item) ?? 0n) + each.amount);
      for (const [id, sum] of taken) expect(absolute(sum)).toBeLessThanOrEqual(absolute(items.get(id)!.open));
      for (const { transaction, allocations } of proposalsOf(result)) {
        const { amount: paid } = lines.get(transaction)!;
        const flow = allocations.reduce((sum, each) => sum + flowOf(items.get(each.item)!, each.amount), 0n);
        expect(flow > 0n).toBe(paid > 0n);
        expect(absolute(flow)).toBeLessThanOrEqual(absolute(paid));
        expect(new Set(allocations.map((each) => each.item)).size).toBe(allocations.length);
        for (const each of allocations) expect(each.amount > 0n).toBe(items.get(each.item)!.gross > 0n);
      }
    }),
  );
});

test('B-061 the order of items and lines changes nothing', () => {
  fc.assert(
    fc.property(
      input.chain((given) =>
        fc.tuple(
          fc.constant(given),
          fc.shuffledSubarray(given.openItems, { minLength: given.openItems.length }),
          fc.shuffledSubarray(given.transactions, { minLength: given.transactions.length }),
        ),
      ),
      ([given, openItems, transactions]) => {
        expect(match({ ...given, openItems, transactions })).toEqual(match(given));
      },
    ),
  );
});

test('B-058 a refused pair is in no settlement and no suggestion', () => {
  fc.assert(
    fc.property(input, (given) => {
      const pairs = proposalsOf(match(given)).flatMap(({ transaction, allocations }) =>
        allocations.map((each) => `${transaction} ${each.item}`),
      );
      for (const { transaction, item: refused } of given.settings.refused) expect(pairs).not.toContain(`${transaction} ${refused}`);
    }),
  );
});

test('evidence spans lie in the memo and hold what they say', () => {
  fc.assert(
    fc.property(input, (given) => {
      const memos = new Map(given.transactions.map((each) => [each.id, each.memo ?? '']));
      for (const { transaction, evidence } of proposalsOf(match(given)))
        for (const { kind, text, span } of evidence) if (span && kind !== 'name') expect(memos.get(transaction)!.slice(...span)).toBe(text);
    }),
  );
});

test('folding keeps every offset', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => upperFolded(text).length === text.length));
  expect(upperFolded('őűßﬁ árvíz')).toBe('OUßﬁ ARVIZ');
});

test('subset sums are sums, and two of them mean the choice is open', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -50n, max: 50n }), { maxLength: 10 }), fc.bigInt({ min: -60n, max: 120n }), (values, target) => {
      const { solutions, isProven } = subsetSum(values, target, 5_000);
      for (const chosen of solutions) expect(chosen.reduce((sum, at) => sum + values[at]!, 0n)).toBe(target);
      const all = Array.from({ length: 2 ** values.length }, (_, mask) => values.filter((_value, at) => (mask >> at) & 1));
      const wanted = all.filter((chosen) => chosen.length >= 2 && chosen.reduce((sum, each) => sum + each, 0n) === target).length;
      expect(isProven).toBe(true);
      expect(solutions).toHaveLength(Math.min(2, wanted));
    }),
  );
});
