import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findAmounts } from '#services/domain/amount-text.ts';
import { findDates } from '#services/domain/date-text.ts';

test.for([
  ['1 234 567,89 Ft', '1234567.89'],
  ['1.234.567,89', '1234567.89'],
  ['1,234,567.89', '1234567.89'],
  ['1 234 567,- Ft', '1234567'],
  ['HUF 1.234.567', '1234567'],
  ['100,00-', '-100.00'],
  ['− 5 000 Ft', '-5000'],
  ['RM14.50', '14.50'],
] as const)('AC-044 %s is read as %s', ([text, value]) => expect(findAmounts(text).map((amount) => amount.value)).toEqual([value]));

test('AC-001 a tax number is no amount', () => expect(findAmounts('98109463-2-41')).toEqual([]));

test.for([
  '2026. 11. 22.',
  '2026.11.22',
  '2026-11-22',
  '22.11.2026',
  '22/11/2026',
  '2026. november 22.',
  '2026. nov. 22.',
  '22 November 2026',
  '22. November 2026',
  '20261122',
])('AC-045 %s is a day', (text) => expect(findDates(text).map(({ day }) => day)).toEqual(['2026-11-22']));

test('every whole amount written the Hungarian way comes back', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), (amount) => {
      const written = `${String(amount).replace(/\B(?=(\d{3})+$)/g, ' ')} Ft`;
      expect(findAmounts(written).map(({ value }) => value)).toEqual([String(amount)]);
    }),
  ));
