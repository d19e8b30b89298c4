import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaled, sumOf, typedAmount, typedDay, unscaled } from '../../../web/ui/shared/amount.ts';
import { csvCell } from '../../../web/ui/shared/csv.ts';
import { safeTarget } from '../../../web/ui/sign-in/safe-target.ts';

describe('what a person types', () => {
  test.each([
    ['12 700', '12700'],
    ['12.700', '12700'],
    ['1 234 567,50 Ft', '1234567.50'],
    ['−3', '-3'],
    ['12700.5', '12700.5'],
    ['sok', null],
  ])('the amount %s is %s', (text, amount) => expect(typedAmount(text)).toBe(amount));

  test.each([
    ['2026.11.02', '2026-11-02'],
    ['2026. 11. 2.', '2026-11-02'],
    ['20261102', '2026-11-02'],
    ['11.02', '2026-11-02'],
    ['2026.02.30', null],
    ['holnap', null],
  ])('the day %s is %s', (text, day) => expect(typedDay(text, 2026)).toBe(day));
});

test('amounts survive reckoning exactly, sums come in any order', () => {
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (value) => scaled(unscaled(value * 100n)) === value * 100n));
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 })),
      (values) => sumOf(values.map(String)) === sumOf(values.map(String).reverse()),
    ),
  );
});

test.each([
  ['=1+1', "'=1+1"],
  ['+36 1', "'+36 1"],
  ['-12,5', '-12,5'],
  ['a;b', '"a;b"'],
])('a file for spreadsheets runs nothing: %s', (text, cell) => expect(csvCell(text)).toBe(cell));

test.each([
  ['/b/1/review', '/b/1/review'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  [undefined, '/'],
])('after signing in %s leads to %s', (given, target) => expect(safeTarget(given)).toBe(target));
