import { describe, expect, test } from 'vitest';
import type { MatchLine, OpenItem } from '#services/domain/matching.ts';
import { fromZoldfa, item, line, malom, matched, suggestedAs } from './support.ts';

/** Sixteen open items of Zöldfa, one a fortnight, of amounts that no two of them make up. */
const amounts = [11, 23, 46, 93, 187, 371, 743, 1_487, 2_969, 5_939, 11_867, 23_741, 47_491, 94_961, 189_941, 379_903];
const fortnightly = amounts.map((amount, at): OpenItem => {
  const day = (from: number) => new Date(Date.UTC(2026, 0, from + at * 14)).toISOString().slice(0, 10);
  return item(`i${at}`, { gross: BigInt(amount) * 10_000n, issuedOn: day(5), dueOn: day(13) });
});
const sumOf = (...places: number[]) => BigInt(places.reduce((sum, at) => sum + amounts[at]!, 0)) * 10_000n;
const firstFor = (amount: bigint, bookedOn: string, items: OpenItem[] = fortnightly, over: Partial<MatchLine> = {}) =>
  suggestedAs(matched(items, [line('t1', { amount, bookedOn, memo: 'utalás', ...fromZoldfa, ...over })]))[0];
const subset = (...places: number[]) => ['subset', ...places.map((at) => `i${at}=${amounts[at]! * 10_000}`)].join(' ');

describe('H-106 H-107 several items of one payer, without a number in the memo', () => {
  test.for<[string, number[], string]>([
    ['neighbours', [6, 7, 8, 9], '2026-05-20'],
    ['the oldest', [0, 1, 2], '2026-06-01'],
    ['all that had fallen due by the day', [0, 1, 2, 3, 4, 5, 6, 7], '2026-05-01'],
    ['everything', amounts.map((_, at) => at), '2026-09-01'],
    ['neighbours but for two', [3, 4, 6, 8], '2026-05-20'],
    ['an old one with the newest three', [1, 9, 10, 11], '2026-06-25'],
    ['two far apart', [2, 13], '2026-07-20'],
  ])('%s', ([, places, day]) => {
    expect(firstFor(sumOf(...places), day)).toBe(subset(...places));
  });

  test('less a credit note of the same partner', () => {
    const credit = item('i16', { kind: 'credit-note', gross: -7_770_000n, issuedOn: '2026-04-20', dueOn: '2026-04-28' });
    expect(firstFor(sumOf(5, 6, 7) - 7_770_000n, '2026-05-05', [...fortnightly, credit])).toBe(
      'subset i5=3710000 i6=7430000 i7=14870000 i16=-7770000',
    );
  });

  test('an item of two years ago that is still open is part of what may be paid', () => {
    const old = item('i16', { gross: 1_234_500n, issuedOn: '2024-08-05', dueOn: '2024-08-13' });
    expect(firstFor(1_234_500n + sumOf(11), '2026-06-20', [...fortnightly, old])).toBe('subset i16=1234500 i11=237410000');
  });
});

test('B-054 of equal items the oldest due comes first, then what fell due nearest to the day', () => {
  const monthly = Array.from({ length: 9 }, (_, at) => item(`i${at}`, { issuedOn: `2026-0${at + 1}-01`, dueOn: `2026-0${at + 1}-09` }));
  const result = matched(monthly, [line('t1', { bookedOn: '2026-07-10', memo: 'havi díj', ...fromZoldfa })]);
  expect(suggestedAs(result).slice(0, 3)).toEqual(['account i0=1270000', 'account i6=1270000', 'account i5=1270000']);
});

describe('an account that no record knows', () => {
  const theirs = { counterpartyAccount: '99900044-40000000-00000044', counterpartyName: 'Szűcs Márton' };
  const owed = [item('i1', { partner: malom }), item('i2', { partner: malom, gross: 555_000n }), item('i3')];

  test('that paid a partner’s documents by their numbers is a hint, and settles nothing', () => {
    const lines = [line('t1', { memo: 'E-ABC-2026-0002', amount: 555_000n, ...theirs }), line('t2', { memo: 'utalás', ...theirs })];
    const result = matched(owed, lines);
    expect(result.settlements.map(({ transaction }) => transaction)).toEqual(['t1']);
    expect(result.suggestions[0]?.candidates[0]).toMatchObject({
      rule: 'earlier-payer',
      allocations: [{ item: 'i1', amount: 1_270_000n }],
      evidence: [{ kind: 'account-earlier', text: '999000444000000000000044', span: null }, { kind: 'amount' }],
    });
  });

  test('is a hint as well where it paid before this run', () => {
    const memory = { accounts: [], names: [], references: [], fees: [], refused: [] };
    const paid = [{ account: '99900044-40000000-00000044', partner: 'p2', times: 1 }];
    expect(suggestedAs(matched(owed, [line('t2', { memo: 'utalás', ...theirs })], { memory: { ...memory, paid } }))).toEqual([
      'earlier-payer i1=1270000',
    ]);
    expect(matched(owed, [line('t2', { memo: 'utalás', ...theirs })]).unmatched).toEqual(['t2']);
  });
});

describe('class 4: one slip made the number another partner’s', () => {
  const items = [
    item('i1', { number: 'KT-4718', gross: 8_890_000n }),
    item('i2', { number: 'KT-4178', gross: 5_080_000n, partner: malom }),
  ];
  const settled = (amount: bigint, over: Partial<MatchLine> = {}, open = items) =>
    matched(open, [line('t1', { amount, memo: 'KT-4178', ...fromZoldfa, ...over })]).settlements.map(({ rule, allocations }) => [
      rule,
      allocations[0]?.item,
    ]);

  test('the payer, the exact amount and all but one slip of the number outweigh it', () => {
    expect(settled(8_890_000n)).toEqual([['repaired-number', 'i1']]);
    expect(settled(8_890_000n, {}, [items[0]!, { ...items[1]!, open: 0n }])).toEqual([['repaired-number', 'i1']]);
  });

  test('not where the number is of the payer too, costs as much, is of a second payer, or nobody known pays', () => {
    expect(settled(8_890_000n, {}, [items[0]!, { ...items[1]!, partner: items[0]!.partner }])).toEqual([]);
    expect(settled(8_890_000n, {}, [items[0]!, { ...items[1]!, gross: 8_890_000n, open: 0n }])).toEqual([]);
    expect(settled(8_890_000n, { counterpartyName: malom.name })).toEqual([]);
    expect(settled(8_890_000n, { counterpartyName: 'Szűcs Márton', counterpartyAccount: null })).toEqual([]);
    expect(settled(8_880_000n)).toEqual([]);
  });
});
