import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MatchLine, ReportLine } from '#services/domain/matching.ts';
import { findPayouts } from '#services/steps/match/find-payouts.ts';

let running = 0;
const sold = (net: bigint, on: string, given: Partial<ReportLine> = {}): ReportLine => ({
  id: `r${++running}`,
  account: 'bolt',
  name: 'Minta bolt',
  file: 'egy',
  payout: null,
  on,
  net,
  gross: net + 10n,
  currency: 'HUF',
  text: 'W-1',
  isFee: false,
  ...given,
});
const booked = (id: string, amount: bigint, bookedOn: string): MatchLine => ({
  id,
  bookedOn,
  amount,
  currency: 'HUF',
  counterpartyName: null,
  counterpartyAccount: null,
  memo: null,
  reference: null,
});
const found = (lines: MatchLine[], reported: ReportLine[]) =>
  findPayouts(lines, reported).map(({ transaction, lines: own, fee }) => [transaction, own.length, fee]);

test('a payout is a file, a day of it, files that follow each other, or what the report names as paid out together', () => {
  const reported = [sold(100n, '2026-11-02'), sold(200n, '2026-11-03'), sold(400n, '2026-11-09', { file: 'kettő' })];
  expect(found([booked('file', 300n, '2026-11-04')], reported)).toEqual([['file', 2, 20n]]);
  expect(found([booked('day', 200n, '2026-11-04')], reported)).toEqual([['day', 1, 10n]]);
  expect(found([booked('both', 700n, '2026-11-10')], reported)).toEqual([['both', 3, 30n]]);
  const named = [sold(100n, '2026-11-02', { payout: 'po_1' }), sold(200n, '2026-11-02', { payout: 'po_2' })];
  expect(found([booked('po', 200n, '2026-11-05'), booked('all', 300n, '2026-11-05')], named)).toEqual([['po', 1, 10n]]);
});

test('the collector’s own charge is no sale, and counts as commission', () => {
  expect(
    found([booked('a', 90n, '2026-11-04')], [sold(100n, '2026-11-02'), sold(-10n, '2026-11-02', { isFee: true, gross: -10n })]),
  ).toEqual([['a', 1, 20n]]);
});

test('nothing is decided before the sale, after five weeks, or where two payouts or two reports fit alike', () => {
  const reported = [sold(300n, '2026-11-03')];
  expect(found([booked('early', 300n, '2026-11-02')], reported)).toEqual([]);
  expect(found([booked('late', 300n, '2026-12-31')], reported)).toEqual([]);
  expect(found([booked('one', 300n, '2026-11-04'), booked('other', 300n, '2026-11-04')], reported)).toEqual([]);
  expect(found([booked('one', 300n, '2026-11-05')], [...reported, sold(300n, '2026-11-04', { file: 'kettő' })])).toEqual([]);
});

test('equal weekly payouts each take their own week, whatever order anything came in', () => {
  const reported = ['02', '09', '16'].map((day) => sold(300n, `2026-11-${day}`, { file: day }));
  const lines = ['03', '10', '17'].map((day) => booked(`l${day}`, 300n, `2026-11-${day}`));
  fc.assert(
    fc.property(fc.shuffledSubarray(lines, { minLength: 3 }), fc.shuffledSubarray(reported, { minLength: 3 }), (some, others) => {
      expect(found(some, others)).toEqual([
        ['l03', 1, 10n],
        ['l10', 1, 10n],
        ['l17', 1, 10n],
      ]);
    }),
  );
});
