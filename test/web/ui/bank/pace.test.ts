import { expect, test } from 'vitest';
import { paceOf } from '#web/ui/bank/reconcile/pace.ts';

const minute = 60_000;

test('lines an hour are those after the first act, over the time since it; of fewer than three acts nothing is said', () => {
  expect(paceOf([])).toBeNull();
  expect(paceOf([{ at: 0, lines: 1 }])).toBeNull();
  expect(
    paceOf([
      { at: 0, lines: 1 },
      { at: minute, lines: 1 },
    ]),
  ).toBeNull();
  // Five lines a minute.
  expect(paceOf(Array.from({ length: 6 }, (_, at) => ({ at: at * 12_000, lines: 1 })))).toBe(300);
  // A class confirmed at once counts for its lines; what is taken back does not count.
  expect(
    paceOf([
      { at: 0, lines: 1 },
      { at: minute, lines: 27 },
      { at: 2 * minute, lines: -1 },
    ]),
  ).toBe(780);
});
