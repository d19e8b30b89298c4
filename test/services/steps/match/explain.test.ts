import { expect, test } from 'vitest';
import { explain } from '#services/steps/match/explain.ts';
import { item, line } from './support.ts';

const of = (memo: string, over = {}) =>
  explain(line('t1', { memo, ...over }), item('i1', { number: 'ABC-2026-1234' })).map(({ because }) => because);

test.each([
  ['ABC-2026-1234', []],
  ['ABC-2026-1243', ['mistyped-number']],
  ['ABC-1234', ['incomplete-number']],
  ['SzamlaABC-2026-1234', ['not-separated']],
  ['köszönöm', ['no-identifier']],
])('B-057 “%s”: %j', (memo, because) => {
  expect(of(memo)).toEqual(because);
});

test('B-057 amount, currency, direction, day and an item already paid', () => {
  expect(of('ABC-2026-1234', { amount: 1_000_000n })).toEqual(['amount-differs']);
  expect(of('ABC-2026-1234', { currency: 'EUR' })).toEqual(['other-currency']);
  expect(of('ABC-2026-1234', { amount: -1_270_000n })).toEqual(['other-direction', 'amount-differs']);
  expect(of('ABC-2026-1234', { bookedOn: '2026-03-01' })).toEqual(['before-issue']);
  expect(explain(line('t1', { memo: 'E-ABC-2026-0001' }), item('i1', { open: 0n }))[0]?.because).toBe('already-paid');
});

test('B-057 the explanation shows the words of the memo', () => {
  expect(explain(line('t1', { memo: 'ß ABC-2026-1243!' }), item('i1', { number: 'ABC-2026-1234' }))).toEqual([
    { because: 'mistyped-number', evidence: { kind: 'mistyped-number', text: 'ABC-2026-1243', span: [2, 15] } },
  ]);
});
