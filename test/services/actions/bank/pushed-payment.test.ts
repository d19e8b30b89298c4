import type { Sequelize } from 'sequelize';
import { expect } from 'vitest';
import { joinToLine, recordPushedPayment } from '#services/actions/bank/pushed-payment.ts';
import { undoSettlement } from '#services/actions/bank/settle.ts';
import { rows } from '#storage/sql.ts';
import { aLine, anItem, bankLines, settledOf } from '#test/support/bank.ts';
import { aBusiness } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const actor = { kind: 'program', id: 'számlázó' } as const;
const place = async () => ({ businessId: (await aBusiness()).id, actor });

const push = (db: Sequelize, where: Awaited<ReturnType<typeof place>>, item: string, amount: bigint, reference: string | null) =>
  db.transaction((transaction) =>
    recordPushedPayment(transaction, where, { reference, paidOn: '2026-11-19', method: 'transfer', allocation: { item, amount } }),
  );
const linesOf = (db: Sequelize, businessId: string) =>
  rows<{ id: string; settled: string }>(
    db,
    'select id, settled_minor::text as settled from bank_transactions where business_id = $1 order by booked_on',
    businessId,
  );

test('promise 3: a payment pushed first and then seen on a bank line is one settlement', async ({ db }) => {
  const where = await place();
  const item = await anItem(db, where.businessId, { gross: 1000n });
  const pushed = await push(db, where, item, 1000n, 'BT-77');
  expect(await push(db, where, item, 1000n, 'BT-77')).toBe(pushed);
  await bankLines(db, where, aLine(1000n, { bankReference: 'BT-77' }));
  expect(await linesOf(db, where.businessId)).toMatchObject([{ settled: '1000' }]);
  expect(await settledOf(db, item)).toBe('1000');
  await undoSettlement(db, where, pushed!);
  expect([await settledOf(db, item), (await linesOf(db, where.businessId))[0]?.settled]).toEqual(['0', '0']);
});

test('promise 3: a payment pushed after its line was settled is no second settlement; a person may join others', async ({ db }) => {
  const where = await place();
  const item = await anItem(db, where.businessId, { gross: 1000n });
  const [line, other] = await bankLines(
    db,
    where,
    aLine(600n, { bankReference: 'BT-1', bookedOn: '2026-11-01' }),
    aLine(400n, { bookedOn: '2026-11-02' }),
  );
  const first = await push(db, where, item, 600n, 'unknown to the bank');
  await joinToLine(db, where, { settlement: first!, line: line! });
  expect(await push(db, where, item, 600n, 'BT-1')).toBe(first);
  const rest = await push(db, where, item, 900n, null);
  // Only what was owed counts; what was sent too much is the sender's own.
  expect(await settledOf(db, item)).toBe('1000');
  expect(await push(db, where, item, 1n, null)).toBeNull();
  await expect(joinToLine(db, where, { settlement: rest!, line: line! })).rejects.toMatchObject({ code: 'conflict' });
  await joinToLine(db, where, { settlement: rest!, line: other! });
  expect(await linesOf(db, where.businessId)).toMatchObject([{ settled: '600' }, { settled: '400' }]);
});
