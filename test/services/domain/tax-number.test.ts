import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { baseNumberOf, euVatNumberOf, formatTaxNumber, isBaseNumber } from '#services/domain/tax-number.ts';

describe('Hungarian tax numbers', () => {
  test.each(['11725501', '13421739', '25566552', '26383738', '26674119', '14933477', '12345676', '88888888', '99999999'])(
    'AC-002 %s has the right check digit',
    (digits) => {
      expect(isBaseNumber(digits)).toBe(true);
    },
  );
  test.each(['12345678', '11725502', '1234567', '123456789', 'abcdefgh'])('AC-002 %s is refused', (digits) => {
    expect(isBaseNumber(digits)).toBe(false);
  });
  test('AC-002 one wrong digit is always seen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.nat({ max: 6 }), fc.integer({ min: 1, max: 9 }), (head, place, shift) => {
        const seven = String(head).padStart(7, '0');
        const check = [...'0123456789'].find((digit) => isBaseNumber(seven + digit))!;
        const wrong = [...seven];
        wrong[place] = String((Number(wrong[place]) + shift) % 10);
        // Weights 9, 7, 3 and 1 have no common divisor with 10.
        return !isBaseNumber(wrong.join('') + check);
      }),
    );
  });
  test.each(['12345676-2-42', '12345676242', '12345676', 'HU12345676', '12345676 2 42'])(
    'AC-001, AC-006 %s is the base number 12345676',
    (text) => {
      expect(baseNumberOf(text)).toBe('12345676');
    },
  );
  test('AC-001 the usual form', () => {
    expect(formatTaxNumber('12345676242')).toBe('12345676-2-42');
    expect(formatTaxNumber('12345676')).toBe('12345676');
  });
  test('AC-008, AC-009 EU numbers of any state', () => {
    expect(euVatNumberOf('HU 12345676')).toBe('HU12345676');
    expect(euVatNumberOf('EL123456789')).toBe('EL123456789');
    expect(euVatNumberOf('12345676')).toBeNull();
    expect(euVatNumberOf('ATU')).toBeNull();
  });
});
