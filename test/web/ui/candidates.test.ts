import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TransactionView } from '#web/contract/bank.ts';
import type { InvoiceView } from '#web/contract/invoices.ts';
import { allocate, candidatesOf } from '../../../web/ui/bank/candidates.ts';
import { scaled } from '../../../web/ui/shared/amount.ts';

const line = (amount: string, memo = '', settled = '0') =>
  ({ amount, settled, memo, currency: 'HUF', counterpartyName: null, endToEndId: null }) as unknown as TransactionView;
const item = (id: string, open: string, more: Partial<InvoiceView> = {}) =>
  ({
    id,
    open,
    number: null,
    dueOn: null,
    currency: 'HUF',
    direction: 'receivable',
    supplier: {},
    customer: { name: null },
    ...more,
  }) as InvoiceView;

describe('open items beside a bank line', () => {
  test('the number in the memo comes before an equal amount', () => {
    const found = candidatesOf(line('180000', 'KEKFENY SZLA 2026/0417'), [
      item('amount', '180000', { number: '2026/0398' }),
      item('number', '318500', { number: '2026/0417' }),
    ]);
    expect(found.map(({ item: { id }, evidence }) => [id, evidence])).toEqual([
      ['number', ['number']],
      ['amount', ['amount']],
    ]);
  });

  test('money in pays no supplier and no other currency; a credit note goes the other way', () => {
    const items = [
      item('payable', '500', { direction: 'payable', supplier: { name: null } as InvoiceView['supplier'] }),
      item('euro', '500', { currency: 'EUR' }),
      item('credit', '-500', { direction: 'payable', supplier: { name: null } as InvoiceView['supplier'] }),
    ];
    expect(candidatesOf(line('500'), items).map(({ item: { id } }) => id)).toEqual(['credit']);
  });

  test('what is given never exceeds the line nor an item, and uses up one of them', () => {
    const amount = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 9 }), (money, opens) => {
        const candidates = candidatesOf(
          line(String(money)),
          opens.map((open, at) => item(String(at), String(open))),
        );
        const given = allocate(line(String(money)), candidates);
        const total = given.reduce((sum, each) => sum + scaled(each.amount)!, 0n);
        for (const { item: id, amount: part } of given) expect(scaled(part)!).toBeLessThanOrEqual(scaled(String(opens[Number(id)]))!);
        const owed = opens.reduce((sum, open) => sum + open, 0);
        expect(total).toBe(scaled(String(Math.min(money, owed))));
      }),
    );
  });
});
