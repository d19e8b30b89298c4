import fc from 'fast-check';
import { expect } from 'vitest';
import { recordPushedPayment } from '#services/actions/bank/pushed-payment.ts';
import { runMatch } from '#services/actions/bank/run-match.ts';
import { enterPayment, setOff, settle, undoSettlement } from '#services/actions/bank/settle.ts';
import { DomainError } from '#services/domain/errors.ts';
import { rows } from '#storage/sql.ts';
import { aLine, anItem, bankLines } from '#test/support/bank.ts';
import { aBusiness } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const actor = { kind: 'hub', id: null } as const;
const acts = ['settle', 'enter', 'set-off', 'push', 'match', 'undo'] as const;

test('H-107 H-109 people, programs and the machine at once: neither side ever gives more than it has, and undoing all leaves nothing settled', {
  timeout: 60_000,
}, async ({ db }) => {
  const { id: businessId } = await aBusiness();
  const where = { businessId, actor };
  const items = [
    await anItem(db, businessId, { gross: 500n, number: 'A-2026-1' }),
    await anItem(db, businessId, { gross: 400n, number: 'A-2026-2' }),
    await anItem(db, businessId, { gross: 300n, direction: 'payable', number: 'B-2026-1' }),
  ];
  const lines = await bankLines(
    db,
    where,
    aLine(500n, { memo: 'A-2026-1' }),
    aLine(700n, { memo: 'egyben' }),
    aLine(-300n, { memo: 'B-2026-1' }),
  );
  const made = () => rows<{ id: string }>(db, 'select id from settlements where business_id = $1 order by id', businessId);

  const act = fc.record({ what: fc.constantFrom(...acts), line: fc.nat(2), item: fc.nat(2), amount: fc.bigInt(1n, 600n) });
  type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;
  const perform = async ({ what, line, item: at, amount }: Act): Promise<unknown> => {
    const item = items[at]!;
    const payment = { paidOn: '2026-11-20', method: 'cash', allocations: [{ item, amount }] } as const;
    if (what === 'settle') return settle(db, where, { transactionId: lines[line]!, allocations: payment.allocations });
    if (what === 'enter') return enterPayment(db, where, payment);
    if (what === 'set-off')
      return setOff(db, where, {
        paidOn: '2026-11-20',
        allocations: [
          { item: items[0]!, amount },
          { item: items[2]!, amount },
        ],
      });
    if (what === 'match') return runMatch(db, businessId);
    if (what === 'push')
      return db.transaction((transaction) =>
        recordPushedPayment(transaction, where, { reference: null, paidOn: '2026-11-20', method: 'card', allocation: { item, amount } }),
      );
    const [first] = await made();
    return first && undoSettlement(db, where, first.id);
  };
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 7 }), async (given) => {
      // Refusals are expected; a deadlock or a broken check is not.
      for (const done of await Promise.allSettled(given.map(perform)))
        if (done.status === 'rejected') expect(done.reason).toBeInstanceOf(DomainError);
      const wrong = await rows(
        db,
        `select line.id from bank_transactions line left join allocations on transaction_id = line.id where line.business_id = $1
         group by line.id having coalesce(sum(taken_minor), 0) <> line.settled_minor or abs(settled_minor) > abs(line.amount_minor)
         union all
         select item.id from invoices item left join allocations on invoice_id = item.id where item.business_id = $1
         group by item.id having coalesce(sum(allocations.amount_minor), 0) <> item.settled_minor or abs(settled_minor) > abs(gross_minor)`,
        businessId,
      );
      expect(wrong).toEqual([]);
      for (const { id } of await made()) await undoSettlement(db, where, id);
      expect(await rows(db, 'select 1 from invoices where business_id = $1 and settled_minor <> 0', businessId)).toEqual([]);
      expect(await rows(db, 'select 1 from bank_transactions where business_id = $1 and settled_minor <> 0', businessId)).toEqual([]);
      await rows(db, 'delete from refused_pairs where business_id = $1', businessId);
    }),
    { numRuns: 15 },
  );
});
