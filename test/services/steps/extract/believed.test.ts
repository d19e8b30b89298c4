import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldEvidence } from '#services/domain/reading.ts';
import { believed } from '#services/steps/extract/believed.ts';
import { fitBelieved } from '#test/bench/fit-believed.ts';

const evidence = (confidence: number, given: Partial<FieldEvidence> = {}): FieldEvidence => ({
  confidence,
  sure: false,
  source: 'ocr',
  page: 1,
  box: null,
  ...given,
});
const shareOf = (given: FieldEvidence, table?: Parameters<typeof believed>[1]) => believed({ gross: given }, table)['gross']!;

test('a score becomes the share that was measured for it, straight between two of them; what is sure stays what it was', () => {
  const table = {
    ocr: [
      [0.5, 0.6],
      [0.9, 0.8],
    ] as [number, number][],
  };
  expect([0.2, 0.5, 0.7, 0.95].map((score) => shareOf(evidence(score), table).confidence)).toEqual([0.6, 0.6, 0.7, 0.8]);
  expect(shareOf(evidence(0.7, { sure: true }), table)).toEqual(evidence(0.7, { sure: true }));
});

test('values from data and codes keep their confidence', () => {
  for (const source of ['xml', 'code'] as const) expect(shareOf(evidence(0.97, { source })).confidence).toBe(0.97);
});

test('a fitted table never falls and is never certain', () => {
  const values = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(values, (some) => {
      const points = fitBelieved(some.map(([confidence, isRight]) => ({ name: 'x', confidence, isSure: false, row: 'ocr', isRight })))[
        'ocr'
      ]!;
      const [scores, shares] = [points.map(([score]) => score), points.map(([, share]) => share)];
      expect(scores).toEqual(scores.toSorted((a, b) => a - b));
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(shares.every((share) => share > 0 && share < 1)).toBe(true);
    }),
  );
});
