import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TransactionView } from '#web/contract/bank.ts';
import type { OpenItemView } from '#web/contract/matching.ts';
import { isGivable, joined, leftAfter, leftOf, type Pick, remainsOf, requestOf, withAmount } from '#web/ui/bank/reconcile/picking.ts';
import { scaled } from '#web/ui/shared/amount.ts';

const line = (amount: string, settled = '0'): TransactionView => ({
  id: '00000000-0000-4000-8000-000000000001',
  accountId: '00000000-0000-4000-8000-000000000002',
  account: '99900016-10000000',
  bookedOn: '2026-11-12',
  valueOn: null,
  amount,
  currency: 'HUF',
  counterpartyName: null,
  counterpartyAccount: null,
  memo: null,
  bankReference: null,
  endToEndId: null,
  type: null,
  balance: null,
  settled,
  source: 'uploaded',
  isPrivate: false,
  inReport: false,
  voucherAskedAt: null,
  nothingFits: false,
});

const item = (open: string, direction: 'receivable' | 'payable' = 'receivable', currency = 'HUF', number = 'A-1'): OpenItemView => ({
  id: `item ${number}`,
  kind: open.startsWith('-') ? 'credit-note' : 'invoice',
  direction,
  number,
  orderNumber: null,
  partnerId: null,
  partnerName: null,
  issuedOn: null,
  dueOn: null,
  currency,
  gross: open,
  settled: '0',
  open,
  status: 'open',
  daysLate: 0,
  bucket: 'not-due',
});

test('an item joins with as much as the line still has', () => {
  const [first] = joined(line('180000'), [], item('318500'))!;
  expect(first!.amount).toBe('180000');
  expect(remainsOf(first!)).toBe('138500');
  const two = joined(line('-1000'), joined(line('-1000'), [], item('400', 'payable'))!, item('900', 'payable', 'HUF', 'A-2'))!;
  expect(two.map(({ amount }) => amount)).toEqual(['400', '600']);
  expect(leftAfter(line('-1000'), two)).toBe(0n);
});

test('money that would flow the other way does not join, a credit note of the other side does', () => {
  expect(joined(line('-1000'), [], item('400'))).toBeNull();
  expect(joined(line('-1000'), [], item('-400'))?.[0]?.amount).toBe('-400');
});

test('a fee closes the item for what came; more than an item is open to is not given', () => {
  const picks = joined(line('9990'), [], item('10000'))!;
  expect(requestOf(line('9990'), picks, 'fee')).toEqual({
    transaction: line('1').id,
    allocations: [{ item: 'item A-1', amount: '10000', taken: '9990' }],
    difference: 'fee',
  });
  expect(requestOf(line('9990'), picks, null)).toEqual({ transaction: line('1').id, allocations: [{ item: 'item A-1', amount: '9990' }] });
  expect(isGivable(withAmount(picks, 'item A-1', '10000.01'))).toBe(false);
  expect(isGivable(withAmount(picks, 'item A-1', '-1'))).toBe(false);
  expect(isGivable([])).toBe(false);
});

test('whatever items join, none is given more than its open amount and the line no more than it has', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.boolean(),
      fc.array(fc.integer({ min: 1, max: 400_000 }), { minLength: 1, maxLength: 8 }),
      (amount, isIn, opens) => {
        const here = line(isIn ? String(amount) : `-${amount}`);
        let picks: readonly Pick[] = [];
        for (const [at, open] of opens.entries())
          picks = joined(here, picks, item(String(open), isIn ? 'receivable' : 'payable', 'HUF', `N-${at}`)) ?? picks;
        expect(isGivable(picks.filter((pick) => pick.amount !== '0'))).toBe(true);
        const given = picks.reduce((sum, pick) => sum + (scaled(pick.amount) ?? 0n), 0n);
        const has = leftOf(here) < 0n ? -leftOf(here) : leftOf(here);
        expect(given <= has).toBe(true);
        const asked = opens.reduce((sum, open) => sum + open, 0);
        expect(given).toBe(scaled(String(Math.min(asked, amount))) ?? 0n);
      },
    ),
  );
});
