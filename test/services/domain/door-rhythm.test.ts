import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysBetween } from '#services/domain/day.ts';
import { rhythmOf, silentSince } from '#services/domain/door-rhythm.ts';

/** Days with these gaps between them. */
function from(first: string, gaps: readonly number[]): string[] {
  const days = [first];
  for (const gap of gaps) days.push(addDays(days.at(-1)!, gap));
  return days;
}

test('a working week is a rhythm of three days at most, so that a weekend is no silence', () => {
  const days = from('2026-10-05', [1, 1, 1, 1, 3, 1, 1, 1, 1, 3, 1, 1, 1, 1, 3, 1, 1, 1, 1]);
  expect(rhythmOf(days)).toBe(3);
  const last = days.at(-1)!;
  expect(silentSince(last, 3, addDays(last, 6))).toBeNull();
  expect(silentSince(last, 3, addDays(last, 7))).toBe(addDays(last, 1));
});

test('four days are chance, a door that nobody used or that is not watched is not silent', () => {
  expect(rhythmOf(from('2026-11-01', [1, 1, 1]))).toBeNull();
  expect(silentSince(null, 1, '2026-11-25')).toBeNull();
  expect(silentSince('2026-01-01', null, '2026-11-25')).toBeNull();
  expect(silentSince('2026-01-01', 0, '2026-11-25')).toBeNull();
});

test('a rhythm is never longer than the longest gap nor shorter than the shortest, and a door in it is never silent', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 4, maxLength: 40 }), (gaps) => {
      const days = from('2026-01-01', gaps);
      const rhythm = rhythmOf(days)!;
      expect(rhythm).toBeGreaterThanOrEqual(Math.min(...gaps));
      expect(rhythm).toBeLessThanOrEqual(Math.max(...gaps));
      const last = days.at(-1)!;
      expect(silentSince(last, rhythm, addDays(last, rhythm))).toBeNull();
      const since = silentSince(last, rhythm, addDays(last, Math.max(2, 2 * rhythm) + 1))!;
      expect(daysBetween(last, since)).toBe(1);
    }),
  );
});
