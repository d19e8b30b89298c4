import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Days, periodOf, spansOf } from '#services/domain/accounting-period.ts';
import type { Setting } from '#services/domain/business-settings.ts';

const on = (suppliedOn: string | null, others: { issuedOn?: string; receivedOn?: string; paidOn?: string } = {}) => ({
  suppliedOn,
  issuedOn: others.issuedOn ?? null,
  receivedOn: others.receivedOn ?? null,
  paidOn: others.paidOn ?? null,
});

test('each day belongs to a period as long as the setting of that day says; the boundary day is the first of the new one', () => {
  const history: Setting[] = [
    { name: 'vat-period', validFrom: '2026-07-01', value: 'monthly' },
    { name: 'vat-period', validFrom: '2025-01-01', value: 'yearly' },
    { name: 'vat-period', validFrom: '2028-01-01', value: 'none' },
  ];
  const of = (day: string) => periodOf(on(day), history);
  expect(['2024-12-31', '2025-01-01', '2026-06-30', '2026-07-01', '2027-12-31', '2028-01-01'].map(of)).toEqual([
    '2024-Q4',
    '2025',
    '2026',
    '2026-07',
    '2027-12',
    null,
  ]);
});

test('the settings of the day of performance say which day decides', () => {
  const history: Setting[] = [
    { name: 'period-date', validFrom: '2026-01-01', value: 'issued-on' },
    { name: 'period-date', validFrom: '2026-10-01', value: 'received-on' },
    { name: 'cash-accounting', validFrom: '2027-01-01', value: true },
  ];
  const later = { issuedOn: '2027-02-10', receivedOn: '2027-04-10', paidOn: '2027-07-10' };
  expect(['2025-12-31', '2026-01-01', '2026-09-30', '2026-10-01', '2027-01-01'].map((day) => periodOf(on(day, later), history))).toEqual([
    '2025-Q4',
    '2027-Q1',
    '2027-Q1',
    '2027-Q2',
    '2027-Q3',
  ]);
});

test('a day that is unknown gives no period; without a day of performance it is the day of issue', () => {
  expect(periodOf(on(null), [])).toBeNull();
  expect(periodOf(on(null, { receivedOn: '2026-01-01', paidOn: '2026-01-01' }), [])).toBeNull();
  expect(periodOf(on(null, { issuedOn: '2026-01-01' }), [])).toBe('2026-Q1');
  expect(periodOf(on('2026-01-01'), [{ name: 'cash-accounting', validFrom: '2020-01-01', value: true }])).toBeNull();
});

test('the filter is the rule turned round: an item is in a period exactly when one of its spans takes it', () => {
  const day = fc.integer({ min: 0, max: 1_400 }).map((days) => new Date(Date.UTC(2025, 0, 1 + days)).toISOString().slice(0, 10));
  const setting: fc.Arbitrary<Setting> = fc.oneof(
    fc.record({
      name: fc.constant('vat-period' as const),
      validFrom: day,
      value: fc.constantFrom('monthly', 'quarterly', 'yearly', 'none'),
    }),
    fc.record({
      name: fc.constant('period-date' as const),
      validFrom: day,
      value: fc.constantFrom('supplied-on', 'issued-on', 'received-on', 'paid-on'),
    }),
    fc.record({ name: fc.constant('cash-accounting' as const), validFrom: day, value: fc.boolean() }),
  );
  // A setting is kept once a day.
  const history = fc.uniqueArray(setting, { maxLength: 6, selector: ({ name, validFrom }) => `${name} ${validFrom}` });
  const known = fc.option(day);
  const days = fc.record({ suppliedOn: known, issuedOn: known, receivedOn: known, paidOn: known });
  const within = (at: string | null, { from, before }: Days) => at !== null && at >= from && (before === null || at < before);
  fc.assert(
    fc.property(days, history, day, (item, settings, other) => {
      const performedOn = item.suppliedOn ?? item.issuedOn;
      const dayBy = { 'supplied-on': performedOn, 'issued-on': item.issuedOn, 'received-on': item.receivedOn, 'paid-on': item.paidOn };
      const isIn = (period: string) =>
        spansOf(period, settings).some(({ by, performed, decided }) => within(performedOn, performed) && within(dayBy[by], decided));
      const own = periodOf(item, settings);
      if (own !== null) expect(isIn(own)).toBe(true);
      const quarter = `${other.slice(0, 4)}-Q${Math.ceil(Number(other.slice(5, 7)) / 3)}`;
      for (const period of [other.slice(0, 4), other.slice(0, 7), quarter]) if (period !== own) expect(isIn(period)).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});
