import { randomUUID } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import { describe, expect } from 'vitest';
import { settle } from '#services/actions/bank/settle.ts';
import { correctInvoice } from '#services/actions/invoices/correct-invoice.ts';
import { attachSource } from '#services/register/attach-source.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { row, rows } from '#storage/sql.ts';
import { aBaseNumber, aBusiness, anInvoice, aParty } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const actor = { kind: 'hub', id: null } as const;

async function scene(db: Sequelize) {
  const business = await aBusiness();
  const supplier = aBaseNumber();
  const account = randomUUID();
  await rows(db, `insert into bank_accounts (id, business_id, account) values ($1, $2, '999000010000000100000000')`, account, business.id);
  const statement = randomUUID();
  await rows(
    db,
    `insert into bank_statements (id, business_id, account_id, format, line_count, new_count) values ($1, $2, $3, 'test', 1, 1)`,
    statement,
    business.id,
    account,
  );
  /** A bank line of money out. */
  const line = async (amount: bigint) => {
    const id = randomUUID();
    await rows(
      db,
      `insert into bank_transactions (id, business_id, account_id, statement_id, key_sha256, booked_on, amount_minor, currency, counterparty_account, raw)
       values ($1::uuid, $2, $3, $4, repeat(md5($1::uuid::text), 2), '2026-11-20', $5, 'HUF', '999000020000000200000000', '{}')`,
      id,
      business.id,
      account,
      statement,
      (-amount).toString(),
    );
    return id;
  };
  const item = (number: string | null, gross: string, origin: string = randomUUID()) =>
    db.transaction((transaction) =>
      attachSource(transaction, {
        businessId: business.id,
        source: 'embedded',
        origin,
        documentId: null,
        pageRange: null,
        invoice: anInvoice({ number, supplier: aParty(supplier), customer: aParty(business.baseNumber), currency: 'HUF', gross }),
        evidence: {},
        readerVersion: '1',
      }),
    );
  const pay = async (invoiceId: string, amount: bigint, of = amount) =>
    settle(db, { businessId: business.id, actor }, { transactionId: await line(of), allocations: [{ item: invoiceId, amount }] });
  const correct = async (invoiceId: string, fields: Parameters<typeof correctInvoice>[2]) => {
    const { version } = await Invoice.findByPk(invoiceId, { rejectOnEmpty: true });
    return correctInvoice(db, { businessId: business.id, invoiceId, version, userId: null }, fields);
  };
  const settlements = () => rows<{ id: string }>(db, 'select id from settlements where business_id = $1', business.id);
  const free = () =>
    row<{ sum: string }>(
      db,
      'select sum(amount_minor - settled_minor)::text as sum from bank_transactions where business_id = $1',
      business.id,
    );
  const undone = () =>
    rows<{ facts: object }>(db, `select facts from audit where chain_id = $1 and action = 'settlement.undo' order by number`, business.id);
  /** How often people's confirmations showed the other side's account. */
  const taught = () =>
    rows<{ times: number }>(db, `select times from match_memory where business_id = $1 and kind = 'account' order by times`, business.id);
  return { business, item, pay, correct, settlements, free, undone, taught };
}

const settledOf = async (id: string) => (await Invoice.findByPk(id, { rejectOnEmpty: true })).settledMinor;

describe('what was settled on an item', () => {
  test('goes with it when two items turn out to be one', async ({ db }) => {
    const { item, pay, correct, settlements, free, undone } = await scene(db);
    const wanted = await item('FA-1', '1270.00');
    const other = await item('FA-I', '1270.00');
    await pay(other, 127_000n);
    expect(await correct(other, { number: 'FA-1' })).toBe(wanted);
    expect(await settledOf(wanted)).toBe(127_000n);
    expect(await settlements()).toHaveLength(1);
    expect(await free()).toEqual({ sum: '0' });
    expect(await undone()).toEqual([]);
  });

  test('both paid: the first payment stays, the other line is free again and the audit says why', async ({ db }) => {
    const { item, pay, correct, settlements, free, undone } = await scene(db);
    const wanted = await item('FA-2', '1000.00');
    const other = await item('FA-Z', '1000.00');
    await pay(wanted, 100_000n);
    await pay(other, 100_000n);
    await correct(other, { number: 'FA-2' });
    expect(await settledOf(wanted)).toBe(100_000n);
    expect(await settlements()).toHaveLength(1);
    expect(await free()).toEqual({ sum: '-100000' });
    expect(await undone()).toEqual([{ facts: { because: 'items-merged' } }]);
  });

  test('a payment that a merge or a correction frees takes what it taught with it, one that stays in part keeps it', async ({ db }) => {
    const { item, pay, correct, taught } = await scene(db);
    await item('FA-6', '1000.00').then((id) => pay(id, 100_000n));
    const other = await item('FA-G', '1000.00');
    await pay(other, 100_000n);
    expect(await taught()).toEqual([{ times: 2 }]);
    await correct(other, { number: 'FA-6' });
    expect(await taught()).toEqual([{ times: 1 }]);
    const part = await item('FA-7', '1000.00');
    await pay(part, 100_000n);
    await correct(part, { gross: '900.00' });
    expect(await taught()).toEqual([{ times: 2 }]);
    await correct(part, { currency: 'EUR' });
    expect(await taught()).toEqual([{ times: 1 }]);
  });

  test('both paid in part: the parts add up', async ({ db }) => {
    const { item, pay, correct, settlements } = await scene(db);
    const wanted = await item('FA-3', '1000.00');
    const other = await item('FA-B', '1000.00');
    await pay(wanted, 40_000n);
    await pay(other, 60_000n);
    await correct(other, { number: 'FA-3' });
    expect(await settledOf(wanted)).toBe(100_000n);
    expect(await settlements()).toHaveLength(2);
  });

  test('a gross below what is settled frees only the excess', async ({ db }) => {
    const { item, pay, correct, free, undone } = await scene(db);
    const id = await item('FA-4', '1272.00');
    await pay(id, 127_200n);
    await correct(id, { gross: '1270.00' });
    expect(await settledOf(id)).toBe(127_000n);
    expect(await free()).toEqual({ sum: '-200' });
    expect(await undone()).toEqual([{ facts: { because: 'owes-less' } }]);
  });

  test('another sign, currency or direction frees everything', async ({ db }) => {
    for (const change of [{ gross: '-1000.00' }, { currency: 'EUR' }, { direction: 'receivable' as const }, { gross: null }]) {
      const { item, pay, correct, settlements, free } = await scene(db);
      const id = await item('FA-5', '1000.00');
      await pay(id, 100_000n);
      await correct(id, change);
      expect(await settledOf(id), JSON.stringify(change)).toBe(0n);
      expect(await settlements()).toHaveLength(0);
      expect(await free()).toEqual({ sum: '-100000' });
    }
  });
});
