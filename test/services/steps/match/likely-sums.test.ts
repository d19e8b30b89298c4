import fc from 'fast-check';
import { expect, test } from 'vitest';
import { likelySums } from '#services/steps/match/likely-sums.ts';

const best = (values: number[], target: number, present = values.length) =>
  likelySums(values, target, present)
    .sort((one, other) => one.chance - other.chance)
    .map(({ chosen }) => chosen);
const few = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 14 });

test('every sum found is one, of two or more values in ascending order, and none is found twice', () => {
  fc.assert(
    fc.property(few, fc.integer({ min: 1, max: 200 }), fc.nat(14), (values, target, present) => {
      const found = likelySums(values, target, Math.min(present, values.length));
      for (const { chosen, chance } of found) {
        expect(chosen.reduce((sum, at) => sum + values[at]!, 0)).toBe(target);
        expect(chosen.length).toBeGreaterThan(1);
        expect(chosen).toEqual([...new Set(chosen)].sort((one, other) => one - other));
        expect(chance).toBeGreaterThanOrEqual(1);
      }
      expect(new Set(found.map(({ chosen }) => chosen.join())).size).toBe(found.length);
    }),
  );
});

test('every run of neighbours, every pair and every triple that sums to the target is found', () => {
  fc.assert(
    fc.property(few, fc.integer({ min: 1, max: 200 }), (values, target) => {
      const found = new Set(likelySums(values, target, values.length).map(({ chosen }) => chosen.join()));
      const isRun = (chosen: number[]) => chosen.at(-1)! - chosen[0]! === chosen.length - 1;
      for (let mask = 1; mask < 2 ** values.length; mask++) {
        const chosen = values.flatMap((_, at) => ((mask >> at) & 1 ? [at] : []));
        if (chosen.length < 2 || !(chosen.length <= 3 || isRun(chosen))) continue;
        if (chosen.reduce((sum, at) => sum + values[at]!, 0) === target) expect(found).toContain(chosen.join());
      }
    }),
    { numRuns: 30 },
  );
});

test('the more regular comes first: all there is, the oldest, neighbours, neighbours but one', () => {
  expect(best([3, 5, 7], 15)[0]).toEqual([0, 1, 2]);
  expect(best([3, 5, 7, 1, 6], 8)[0]).toEqual([0, 1]);
  expect(best([9, 4, 11, 6, 13], 30)[0]).toEqual([2, 3, 4]);
  expect(best([100, 4, 11, 6, 13, 50], 34)[0]).toEqual([1, 2, 3, 4]);
  expect(best([100, 4, 11, 60, 13, 21], 49)[0]).toEqual([1, 2, 4, 5]);
});

test('of equals those that lie nearest to the day of the payment come first', () => {
  const [first, second] = best([10, 10, 10, 10, 10, 10], 20, 4);
  expect(first).toEqual([2, 3]);
  // The oldest pair is as good a guess as one a little further back.
  expect(second).toEqual([0, 1]);
});
