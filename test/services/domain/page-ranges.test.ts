import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divides, rangesFrom } from '#services/domain/page-ranges.ts';

test('H-054 whatever pages begin a voucher, the ranges hold every page of the file once and in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.array(fc.integer({ min: -3, max: 70 })), (pageCount, starts) => {
      const ranges = rangesFrom(starts, pageCount);
      expect(divides(ranges, pageCount)).toBe(true);
      const pages = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
      expect(pages).toEqual(Array.from({ length: pageCount }, (_, index) => index + 1));
      for (const start of starts) if (start >= 1 && start <= pageCount) expect(ranges.some(([from]) => from === start)).toBe(true);
    }),
  );
});

test.each([
  [[], 1],
  [[[1, 2]], 3],
  [[[2, 3]], 3],
  [
    [
      [1, 2],
      [2, 3],
    ],
    3,
  ],
  [
    [
      [1, 1],
      [3, 3],
    ],
    3,
  ],
  [[[1, 4]], 3],
  [[[1, 0]], 0],
] as const)('H-054 %j is no division of %i pages', (ranges, pageCount) => {
  expect(divides(ranges as readonly (readonly [number, number])[], pageCount)).toBe(false);
});
