import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Sequelize } from 'sequelize';
import { describe, expect } from 'vitest';
import { importStatements } from '#services/actions/bank/import-statement.ts';
import { settle, undoSettlement } from '#services/actions/bank/settle.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { BankStatement, BankTransaction } from '#services/domain/statement.ts';
import { Business } from '#storage/models/business.ts';
import { listTransactions } from '#storage/queries/bank.ts';
import { row, rows } from '#storage/sql.ts';
import { test } from '#test/support/database.ts';

const actor = { kind: 'hub', id: null } as const;
let running = 10_000_000;

async function place() {
  running += 1;
  const baseNumber = `98${String(running).slice(-6)}`;
  const business = await Business.create({ name: 'Próba Kft.', taxNumber: `${baseNumber}-2-42`, baseNumber });
  return { businessId: business.id, actor };
}

const line = (amount: bigint, given: Partial<BankTransaction> = {}): BankTransaction => ({
  bookedOn: '2026-11-20',
  valueOn: null,
  amount,
  currency: 'HUF',
  counterpartyName: 'Vevő Bt.',
  counterpartyAccount: null,
  memo: 'köszönjük',
  bankReference: null,
  endToEndId: null,
  type: null,
  balance: null,
  raw: { Összeg: String(amount) },
  ...given,
});
const statement = (transactions: BankTransaction[], given: Partial<BankStatement> = {}): BankStatement => ({
  account: '999000010000000100000000',
  currency: 'HUF',
  openingBalance: null,
  closingBalance: null,
  balances: null,
  number: null,
  from: null,
  to: null,
  transactions,
  ...given,
});
const file = (...statements: BankStatement[]) => ({ format: 'test', statements, documentId: null });
const added = { mayAddAccount: true };
const everybody = { seesPrivate: true };

const linesOf = (db: Sequelize, businessId: string) =>
  rows<{ id: string; amount: string; settled: string }>(
    db,
    'select id, amount_minor::text as amount, settled_minor::text as settled from bank_transactions where business_id = $1 order by amount_minor, id',
    businessId,
  );

async function invoice(db: Sequelize, businessId: string, gross: bigint, direction = 'receivable'): Promise<string> {
  const id = randomUUID();
  await rows(
    db,
    `insert into invoices (id, business_id, direction, family, state, kind, currency, gross_minor) values ($1, $2, $3, 'invoice', 'ready', 'invoice', 'HUF', $4)`,
    id,
    businessId,
    direction,
    gross.toString(),
  );
  return id;
}
const settledOf = async (db: Sequelize, id: string) =>
  (await row<{ settled: string }>(db, 'select settled_minor::text as settled from invoices where id = $1', id))?.settled;

async function aLine(db: Sequelize, where: Awaited<ReturnType<typeof place>>, amount: bigint): Promise<string> {
  await importStatements(db, where, file(statement([line(amount)])), added);
  return (await linesOf(db, where.businessId)).at(-1)!.id;
}

describe('import', () => {
  test('H-110 overlapping files add only what is new, and twins stay twins', async ({ db }) => {
    const where = await place();
    await importStatements(db, where, file(statement([line(100n), line(100n)])), added);
    const [second] = await importStatements(db, where, file(statement([line(100n), line(100n), line(200n)])));
    expect(second?.added).toBe(1);
    expect((await linesOf(db, where.businessId)).map(({ amount }) => amount)).toEqual(['100', '100', '200']);
  });

  test('H-110 the same file twice at once is kept once', async ({ db }) => {
    const where = await place();
    await importStatements(db, where, file(statement([line(1n)])), added);
    const both = await Promise.all([1, 2].map(() => importStatements(db, where, file(statement([line(300n), line(400n)])))));
    expect(both.map(([one]) => one?.added).sort()).toEqual([0, 2]);
  });

  test('B-072 an account that is not the business’s is asked for', async ({ db }) => {
    const where = await place();
    await expect(importStatements(db, where, file(statement([line(1n)])))).rejects.toMatchObject({ code: 'confirmation-needed' });
  });

  test('B-071 B-073 one bad statement leaves nothing of the file', async ({ db }) => {
    const where = await place();
    const bad = file(statement([line(100n)]), statement([line(200n)], { balances: false }));
    await expect(importStatements(db, where, bad, added)).rejects.toMatchObject({
      code: 'confirmation-needed',
      facts: { confirm: 'incomplete', statement: 2 },
    });
    expect(await linesOf(db, where.businessId)).toEqual([]);
    expect(await rows(db, 'select 1 from bank_accounts where business_id = $1', where.businessId)).toEqual([]);
  });
});

test('B-062 lines are listed newest first, page by page, by words without accents', async ({ db }) => {
  const where = await place();
  const days = ['2026-11-01', '2026-11-03', '2026-11-02'] as const;
  await importStatements(db, where, file(statement(days.map((bookedOn) => line(100n, { bookedOn })))), added);
  const first = await listTransactions(db, where.businessId, everybody, { text: 'KOSZONJUK', settled: 'none' }, { limit: 2 });
  const second = await listTransactions(db, where.businessId, everybody, {}, { limit: 2, cursor: first.next ?? undefined });
  expect([first, second].map((page) => page.rows.map(({ bookedOn }) => bookedOn))).toEqual([['2026-11-03', '2026-11-02'], ['2026-11-01']]);
  expect((await listTransactions(db, where.businessId, everybody, { settled: 'fully' }, { limit: 2 })).rows).toEqual([]);
});

describe('settle', () => {
  test('promise 6: undo restores both sides exactly and the pair is refused', async ({ db }) => {
    const where = await place();
    const transactionId = await aLine(db, where, 800n);
    const [item, credit] = [await invoice(db, where.businessId, 1000n), await invoice(db, where.businessId, -200n)];
    const id = await settle(db, where, {
      transactionId,
      allocations: [
        { item, amount: 1000n },
        { item: credit, amount: -200n },
      ],
    });
    expect([await settledOf(db, item), await settledOf(db, credit), (await linesOf(db, where.businessId))[0]?.settled]).toEqual([
      '1000',
      '-200',
      '800',
    ]);
    await undoSettlement(db, where, id);
    expect([await settledOf(db, item), await settledOf(db, credit), (await linesOf(db, where.businessId))[0]?.settled]).toEqual([
      '0',
      '0',
      '0',
    ]);
    expect(await rows(db, 'select 1 from refused_pairs where transaction_id = $1', transactionId)).toHaveLength(2);
  });

  test('of two people who confirm at once, one is refused', async ({ db }) => {
    const where = await place();
    const transactionId = await aLine(db, where, 500n);
    const items = [await invoice(db, where.businessId, 500n), await invoice(db, where.businessId, 500n)];
    const done = await Promise.allSettled(items.map((item) => settle(db, where, { transactionId, allocations: [{ item, amount: 500n }] })));
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await linesOf(db, where.businessId))[0]?.settled).toBe('500');
  });

  test('of two people who undo at once, one finds nothing', async ({ db }) => {
    const where = await place();
    const transactionId = await aLine(db, where, 500n);
    const id = await settle(db, where, { transactionId, allocations: [{ item: await invoice(db, where.businessId, 500n), amount: 500n }] });
    const done = await Promise.allSettled([1, 2].map(() => undoSettlement(db, where, id)));
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await linesOf(db, where.businessId))[0]?.settled).toBe('0');
  });

  test('a deleted line leaves its settlement and what is settled; a deleted business leaves nothing', async ({ db }) => {
    const where = await place();
    const transactionId = await aLine(db, where, 500n);
    const item = await invoice(db, where.businessId, 500n);
    await settle(db, where, { transactionId, allocations: [{ item, amount: 500n }] });
    await rows(db, 'delete from bank_transactions where id = $1', transactionId);
    expect(await settledOf(db, item)).toBe('500');
    await settle(db, where, {
      transactionId: await aLine(db, where, 700n),
      allocations: [{ item: await invoice(db, where.businessId, 700n), amount: 300n }],
    });
    await rows(db, 'delete from businesses where id = $1', where.businessId);
    expect(await rows(db, 'select 1 from settlements where business_id = $1', where.businessId)).toEqual([]);
  });

  test('promise 8: another business’s line and item are not found', async ({ db }) => {
    const [mine, other] = [await place(), await place()];
    const transactionId = await aLine(db, mine, 500n);
    const item = await invoice(db, other.businessId, 500n);
    await expect(settle(db, mine, { transactionId, allocations: [{ item, amount: 500n }] })).rejects.toMatchObject({ code: 'not-found' });
    await expect(settle(db, other, { transactionId, allocations: [{ item, amount: 500n }] })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('Σ allocations never exceed either side under random acts', async ({ db }) => {
    const where = await place();
    await importStatements(db, where, file(statement([line(300n), line(700n), line(-400n)])), added);
    const lines = await linesOf(db, where.businessId);
    const items = [
      await invoice(db, where.businessId, 500n),
      await invoice(db, where.businessId, -100n),
      await invoice(db, where.businessId, 400n, 'payable'),
    ];
    const act = fc.record({ line: fc.nat(2), item: fc.nat(2), amount: fc.bigInt(-600n, 600n), undo: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 6 }), async (acts) => {
        const made: string[] = [];
        const done = await Promise.allSettled(
          acts.map(async ({ line: at, item, amount, undo }) => {
            const id = await settle(db, where, { transactionId: lines[at]!.id, allocations: [{ item: items[item]!, amount }] });
            if (undo) await undoSettlement(db, where, id);
            else made.push(id);
          }),
        );
        // Refusals are expected; a deadlock or a broken check is not.
        for (const one of done) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(DomainError);
        const wrong = await rows(
          db,
          `select t.id from bank_transactions t left join allocations a on a.transaction_id = t.id where t.business_id = $1
           group by t.id having coalesce(sum(a.taken_minor), 0) <> t.settled_minor or abs(t.settled_minor) > abs(t.amount_minor)
           union all
           select i.id from invoices i left join allocations a on a.invoice_id = i.id where i.business_id = $1
           group by i.id having coalesce(sum(a.amount_minor), 0) <> i.settled_minor or abs(i.settled_minor) > abs(i.gross_minor)`,
          where.businessId,
        );
        expect(wrong).toEqual([]);
        for (const id of made) await undoSettlement(db, where, id);
      }),
      { numRuns: 15 },
    );
  });
});
