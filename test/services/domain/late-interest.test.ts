import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '#services/domain/day.ts';
import { lateInterest, withBaseRates } from '#services/domain/late-interest.ts';

const rates = withBaseRates('2026-01-01=6.50,2026-07-01=6.25');
const day = fc.integer({ min: 0, max: 1_800 }).map((days) => addDays('2021-01-01', days));

describe('AC-038 late interest between businesses', () => {
  test('each half year at the base rate of its first day and eight points, a year being 365 days', () => {
    expect(lateInterest({ openMinor: 36_500_000n, dueOn: '2024-05-31', on: '2024-08-09' }, rates)).toEqual([
      { from: '2024-06-01', to: '2024-06-30', days: 30, percent: '18.75', minor: 562_500n },
      { from: '2024-07-01', to: '2024-08-09', days: 40, percent: '15.00', minor: 600_000n },
    ]);
  });

  test('AC-039 the day after the due day is the first one; the due day itself is not late', () => {
    expect(lateInterest({ openMinor: 100n, dueOn: '2025-03-10', on: '2025-03-10' }, rates)).toEqual([]);
    expect(lateInterest({ openMinor: 36_500_000n, dueOn: '2025-03-10', on: '2025-03-11' }, rates)).toMatchObject([
      { days: 1, minor: 14_500n },
    ]);
  });

  test('a half year whose rate nobody knows says nothing, the others do', () => {
    const spans = lateInterest({ openMinor: 1_000_000n, dueOn: '2025-12-30', on: '2026-01-02' }, withBaseRates(undefined));
    expect(spans).toMatchObject([
      { days: 1, percent: '14.50', minor: 397n },
      { days: 2, percent: null, minor: null },
    ]);
  });

  test('the spans follow each other without a gap and hold every day of delay once', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 900 }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (dueOn, late, openMinor) => {
        const on = addDays(dueOn, late);
        const spans = lateInterest({ openMinor, dueOn, on }, rates);
        expect(spans.reduce((sum, { days }) => sum + days, 0)).toBe(late);
        expect(spans[0]!.from).toBe(addDays(dueOn, 1));
        expect(spans.at(-1)!.to).toBe(on);
        for (const [index, span] of spans.entries()) {
          expect(daysBetween(span.from, span.to) + 1).toBe(span.days);
          if (index > 0) expect(span.from).toBe(addDays(spans[index - 1]!.to, 1));
        }
      }),
    );
  });
});
