import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divideRounded, formatMinor, parseMinor } from '#services/domain/money.ts';

const currencies = fc.constantFrom('HUF', 'EUR', 'JPY', 'KWD', null);

describe('money in minor units', () => {
  test('what is written is read back exactly, in any currency', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
        currencies,
        (minor, currency) => parseMinor(formatMinor(minor, currency), currency) === minor,
      ),
    );
  });
  test('AC-033 HUF too has hundredths', () => {
    expect(parseMinor('1270.50', 'HUF')).toBe(127_050n);
    expect(parseMinor('1270', 'HUF')).toBe(127_000n);
    expect(formatMinor(127_000n, 'HUF')).toBe('1270.00');
  });
  test('AC-036 yen has no decimals, dinar three', () => {
    expect(formatMinor(1270n, 'JPY')).toBe('1270');
    expect(formatMinor(1270n, 'KWD')).toBe('1.270');
    expect(() => parseMinor('12.5', 'JPY')).toThrow('more decimals');
    expect(parseMinor('12.00', 'JPY')).toBe(12n);
  });
  test.each(['', '1,5', '1e3', ' 1', '1.', '.5', '--1', '0x10', 'NaN'])('%j is no amount', (text) => {
    expect(() => parseMinor(text, 'HUF')).toThrow('not a decimal amount');
  });
  test('what 64 bits do not hold is refused, to the last unit', () => {
    expect(parseMinor('92233720368547758.07', 'HUF')).toBe(2n ** 63n - 1n);
    expect(() => parseMinor('92233720368547758.08', 'HUF')).toThrow('larger than any');
  });
  test('AC-034 halves round away from zero', () => {
    expect([divideRounded(5n, 2n), divideRounded(-5n, 2n), divideRounded(4n, 3n), divideRounded(-4n, 3n), divideRounded(1n, -2n)]).toEqual([
      3n,
      -3n,
      1n,
      -1n,
      -1n,
    ]);
  });
});
