import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowOf } from '#services/domain/matching.ts';
import { offsettingPairs } from '#services/steps/match/offsetting-pairs.ts';

const item = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom('invoice', 'pro-forma', 'credit-note'),
  direction: fc.constantFrom('receivable', 'payable'),
  issuedOn: fc.constantFrom(null, '2026-11-01'),
  dueOn: fc.constantFrom(null, '2026-11-08', '2026-11-15'),
  currency: fc.constantFrom('HUF', 'EUR'),
  open: fc.bigInt(-3n, 3n),
  partnerId: fc.constantFrom(null, 'a', 'b'),
} as const);

test('H-106 pairs cancel each other out to the last unit, within one partner and currency, each item once, in any order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(item, { selector: ({ id }) => id, maxLength: 30 }), (items) => {
      const pairs = offsettingPairs(items);
      for (const { incoming, outgoing } of pairs) {
        expect(flowOf(incoming, incoming.open) + flowOf(outgoing, outgoing.open)).toBe(0n);
        expect(flowOf(incoming, incoming.open)).toBeGreaterThan(0n);
        expect([incoming.partnerId, incoming.currency]).toEqual([outgoing.partnerId, outgoing.currency]);
        expect([incoming, outgoing].some(({ kind, partnerId }) => kind === 'pro-forma' || partnerId === null)).toBe(false);
      }
      const used = pairs.flatMap(({ incoming, outgoing }) => [incoming.id, outgoing.id]);
      expect(new Set(used).size).toBe(used.length);
      expect(offsettingPairs(items.toReversed())).toEqual(pairs);
    }),
  );
});
