import type { Sequelize } from 'sequelize';
import { describe, expect } from 'vitest';
import { forget } from '#services/actions/bank/memory.ts';
import { runMatch } from '#services/actions/bank/run-match.ts';
import { enterPayment, setOff, settle, undoSettlement } from '#services/actions/bank/settle.ts';
import { suggestionsNow } from '#services/actions/bank/suggestions.ts';
import { auditPage } from '#storage/audit.ts';
import { changesSince } from '#storage/queries/changes.ts';
import { row, rows } from '#storage/sql.ts';
import { aLine, anItem, aPartner, bankLines, settledOf } from '#test/support/bank.ts';
import { aBusiness } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const actor = { kind: 'hub', id: null } as const;
const aPlace = async () => ({ businessId: (await aBusiness()).id, actor });
type Where = Awaited<ReturnType<typeof aPlace>>;

const settlementsOf = (db: Sequelize, businessId: string) =>
  rows<{ id: string; rule: string; byMachine: boolean; line: string | null; difference: string | null }>(
    db,
    'select id, rule, by_machine as "byMachine", transaction_id as line, difference from settlements where business_id = $1 order by created_at',
    businessId,
  );
const wishes = async (db: Sequelize, businessId: string) =>
  (await row<{ jobs: number }>(db, `select count(*)::int as jobs from jobs where name = 'match' and business_id = $1`, businessId))?.jobs;
const memoryOf = (db: Sequelize, businessId: string) =>
  rows<{ id: string; kind: string; value: string; times: number }>(
    db,
    'select id, kind, value, times from match_memory where business_id = $1 order by kind, value',
    businessId,
  );
const asked = async (db: Sequelize, { businessId }: Where, transaction?: string) =>
  (await suggestionsNow(db, businessId, { transaction }, { limit: 200 })).rows;

describe('a run', () => {
  test('H-102 B-055 B-060 H-105 settles receivables and payables beyond doubt by itself, and says by which rule', async ({ db }) => {
    const where = await aPlace();
    const partnerId = await aPartner(where.businessId, 'Vevő Bt.');
    const sold = await anItem(db, where.businessId, { gross: 127_000n, number: 'E-2026-77', partnerId });
    const bought = await anItem(db, where.businessId, { gross: 50_000n, number: 'SZ/1234/2026', direction: 'payable', partnerId });
    await bankLines(db, where, aLine(127_000n, { memo: 'E-2026-77' }), aLine(-50_000n, { memo: 'SZ/1234/2026' }));
    await runMatch(db, where.businessId);
    expect([await settledOf(db, sold), await settledOf(db, bought)]).toEqual(['127000', '50000']);
    expect(await settlementsOf(db, where.businessId)).toMatchObject([
      { rule: 'number', byMachine: true },
      { rule: 'number', byMachine: true },
    ]);
    await runMatch(db, where.businessId);
    expect(await settlementsOf(db, where.businessId)).toHaveLength(2);
  });

  test('promise 5: what needs review is suggested, not settled', async ({ db }) => {
    const where = await aPlace();
    const item = await anItem(db, where.businessId, { gross: 1000n, number: 'E-2026-78', state: 'needs-review' });
    const [line] = await bankLines(db, where, aLine(1000n, { memo: 'E-2026-78' }));
    await runMatch(db, where.businessId);
    expect(await settlementsOf(db, where.businessId)).toEqual([]);
    expect((await asked(db, where, line))[0]?.candidates[0]).toMatchObject({ rule: 'number', allocations: [{ item, amount: '1000' }] });
  });

  test('H-108 up to 5 HUF are closed as rounding, in the item and in the line', async ({ db }) => {
    const where = await aPlace();
    const partnerId = await aPartner(where.businessId, 'Vevő Bt.');
    const items = [
      await anItem(db, where.businessId, { gross: 100_300n, number: 'E-2026-80', partnerId }),
      await anItem(db, where.businessId, { gross: 200_300n, number: 'E-2026-81', partnerId }),
    ];
    await bankLines(db, where, aLine(100_000n, { memo: 'E-2026-80' }), aLine(200_500n, { memo: 'E-2026-81' }));
    await runMatch(db, where.businessId);
    expect([await settledOf(db, items[0]!), await settledOf(db, items[1]!)]).toEqual(['100300', '200300']);
    expect(await settlementsOf(db, where.businessId)).toMatchObject([
      { rule: 'rounding', difference: 'rounding' },
      { rule: 'rounding', difference: 'rounding' },
    ]);
    const open = await rows(
      db,
      'select 1 from bank_transactions where business_id = $1 and settled_minor <> amount_minor',
      where.businessId,
    );
    expect(open).toEqual([]);
  });

  test('B-059 a cancelled invoice is no target, and its money is not settled on what cancels it', async ({ db }) => {
    const where = await aPlace();
    const partnerId = await aPartner(where.businessId, 'Vevő Bt.');
    const item = await anItem(db, where.businessId, { gross: 1000n, number: 'E-2026-90', partnerId });
    await anItem(db, where.businessId, { gross: -1000n, number: 'E-2026-91', partnerId, kind: 'cancelling', originalNumber: 'E-2026-90' });
    await bankLines(db, where, aLine(1000n, { memo: 'E-2026-90' }));
    await runMatch(db, where.businessId);
    expect(await settledOf(db, item)).toBe('0');
  });

  test('B-049 in the strict setting only complete identifiers between spaces settle', async ({ db }) => {
    const where = await aPlace();
    await row(
      db,
      `insert into business_settings (business_id, name, valid_from, value) values ($1, 'strict-matching', '2026-01-01', 'true')`,
      where.businessId,
    );
    const partnerId = await aPartner(where.businessId, 'Vevő Bt.');
    const glued = await anItem(db, where.businessId, { gross: 1000n, number: 'E-2026-100', partnerId });
    const apart = await anItem(db, where.businessId, { gross: 2000n, number: 'E-2026-101', partnerId });
    await bankLines(db, where, aLine(1000n, { memo: 'SzamlaE-2026-100' }), aLine(2000n, { memo: 'szamla E-2026-101 koszonom' }));
    await runMatch(db, where.businessId);
    expect([await settledOf(db, glued), await settledOf(db, apart)]).toEqual(['0', '2000']);
    expect((await asked(db, where)).map(({ candidates }) => candidates[0]?.allocations[0]?.item)).toEqual([glued]);
  });

  test('H-106 an account whose money settled a partner’s items before is a hint in a later run', async ({ db }) => {
    const where = await aPlace();
    const partnerId = await aPartner(where.businessId, 'Vevő Bt.');
    await anItem(db, where.businessId, { gross: 1000n, number: 'E-2026-110', partnerId });
    const silent = await anItem(db, where.businessId, { gross: 7000n, number: 'E-2026-111', partnerId });
    await anItem(db, where.businessId, { gross: 7000n, number: 'E-2026-112' });
    const stranger = { counterpartyName: 'Szűcs Márton', counterpartyAccount: '999000440000000000000044' };
    await bankLines(db, where, aLine(1000n, { memo: 'E-2026-110', ...stranger }));
    await runMatch(db, where.businessId);
    const [, later] = await bankLines(db, where, aLine(7000n, { memo: 'utalás', ...stranger }));
    await runMatch(db, where.businessId);
    expect((await asked(db, where, later))[0]?.candidates).toMatchObject([{ rule: 'earlier-payer', allocations: [{ item: silent }] }]);
  });

  test('B-047 B-048 the partner’s identifier and the order number settle the one item of the exact amount', async ({ db }) => {
    const where = await aPlace();
    const partnerId = await aPartner(where.businessId, 'Tag Tamás', { identifier: 'TAG-00417' });
    const fee = await anItem(db, where.businessId, { gross: 5000n, number: 'E-2026-110', partnerId });
    const order = await anItem(db, where.businessId, {
      gross: 7000n,
      number: 'D-2026-5',
      family: 'pro-forma',
      kind: 'pro-forma',
      orderNumber: '8812345',
    });
    await bankLines(db, where, aLine(5000n, { memo: 'TAG-00417 tagdíj' }), aLine(7000n, { memo: 'rendelés 8812345' }));
    await runMatch(db, where.businessId);
    expect([await settledOf(db, fee), await settledOf(db, order)]).toEqual(['5000', '7000']);
    expect((await settlementsOf(db, where.businessId)).map(({ rule }) => rule).sort()).toEqual(['identifier', 'order-number']);
  });

  test('the two halves of a history give what the whole gives', async ({ db }) => {
    const [whole, halves] = [await aPlace(), await aPlace()];
    const lines = Array.from({ length: 12 }, (_, at) =>
      aLine(BigInt(1000 + at), { memo: at % 3 === 2 ? 'utalás' : `E-2026-${200 + at}`, bookedOn: `2026-11-${10 + at}` }),
    );
    for (const { businessId } of [whole, halves]) {
      const partnerId = await aPartner(businessId, 'Vevő Bt.');
      for (let at = 0; at < 12; at += 1)
        await anItem(db, businessId, { gross: BigInt(1000 + at), number: `E-2026-${200 + at}`, partnerId });
    }
    await bankLines(db, whole, ...lines);
    await runMatch(db, whole.businessId);
    for (const half of [lines.slice(6), lines.slice(0, 6)]) {
      await bankLines(db, halves, ...half);
      await runMatch(db, halves.businessId);
    }
    const settled = async ({ businessId }: Where) =>
      (
        await rows<{ number: string; settled: string }>(
          db,
          'select number, settled_minor::text as settled from invoices where business_id = $1 order by number',
          businessId,
        )
      ).map(({ number, settled: amount }) => `${number} ${amount}`);
    expect(await settled(halves)).toEqual(await settled(whole));
    expect((await asked(db, halves)).length).toBe((await asked(db, whole)).length);
  });
});

describe('a person’s word', () => {
  test('B-058 an undone settlement and a refused pair never return, whatever is imported again', async ({ db }) => {
    const where = await aPlace();
    const item = await anItem(db, where.businessId, { gross: 1000n, number: 'E-2026-300' });
    await bankLines(db, where, aLine(1000n, { memo: 'E-2026-300' }));
    await runMatch(db, where.businessId);
    const [made] = await settlementsOf(db, where.businessId);
    await undoSettlement(db, where, made!.id);
    await bankLines(db, where, aLine(1000n, { memo: 'E-2026-300' }));
    await runMatch(db, where.businessId);
    expect([await settledOf(db, item), await settlementsOf(db, where.businessId), await asked(db, where)]).toEqual(['0', [], []]);
  });

  test('a person who settles while a run decides is not overruled', async ({ db }) => {
    const where = await aPlace();
    const [named, wanted] = [
      await anItem(db, where.businessId, { gross: 1000n, number: 'E-2026-310' }),
      await anItem(db, where.businessId, { gross: 1000n, number: 'E-2026-311' }),
    ];
    const [line] = await bankLines(db, where, aLine(1000n, { memo: 'E-2026-310' }));
    const outcomes = await Promise.allSettled([
      settle(db, where, { transactionId: line!, allocations: [{ item: wanted, amount: 1000n }] }),
      ...Array.from({ length: 3 }, () => runMatch(db, where.businessId)),
    ]);
    for (const outcome of outcomes.slice(1)) expect(outcome.status).toBe('fulfilled');
    expect(await settlementsOf(db, where.businessId)).toHaveLength(1);
    const settled = [await settledOf(db, named), await settledOf(db, wanted)];
    expect(settled.sort()).toEqual(['0', '1000']);
  });

  test('H-107 one line settles several items, several lines one item; never more than there is', async ({ db }) => {
    const where = await aPlace();
    const items = [await anItem(db, where.businessId, { gross: 700n }), await anItem(db, where.businessId, { gross: 500n })];
    const [small, large] = await bankLines(db, where, aLine(400n), aLine(800n));
    await settle(db, where, {
      transactionId: large!,
      allocations: [
        { item: items[0]!, amount: 700n },
        { item: items[1]!, amount: 100n },
      ],
    });
    await settle(db, where, { transactionId: small!, allocations: [{ item: items[1]!, amount: 400n }] });
    await expect(settle(db, where, { transactionId: small!, allocations: [{ item: items[1]!, amount: 1n }] })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect([await settledOf(db, items[0]!), await settledOf(db, items[1]!)]).toEqual(['700', '500']);
  });

  test('cash that a person enters and items set off against each other settle, and are undone', async ({ db }) => {
    const where = await aPlace();
    const [sold, bought] = [
      await anItem(db, where.businessId, { gross: 1000n }),
      await anItem(db, where.businessId, { gross: 600n, direction: 'payable' }),
    ];
    const set = await setOff(db, where, {
      paidOn: '2026-11-20',
      allocations: [
        { item: sold, amount: 600n },
        { item: bought, amount: 600n },
      ],
    });
    await enterPayment(db, where, { paidOn: '2026-11-21', method: 'cash', allocations: [{ item: sold, amount: 400n }] });
    await expect(
      enterPayment(db, where, { paidOn: '2026-11-21', method: 'cash', allocations: [{ item: sold, amount: 1n }] }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect([await settledOf(db, sold), await settledOf(db, bought)]).toEqual(['1000', '600']);
    await undoSettlement(db, where, set);
    expect([await settledOf(db, sold), await settledOf(db, bought)]).toEqual(['400', '0']);
    await expect(
      setOff(db, where, {
        paidOn: '2026-11-20',
        allocations: [
          { item: sold, amount: 600n },
          { item: bought, amount: 500n },
        ],
      }),
    ).rejects.toMatchObject({ code: 'invalid-request' });
  });

  test('a fee closes the item and takes from the line only what came; an item in another currency takes what the person says', async ({
    db,
  }) => {
    const where = await aPlace();
    const [item, euro] = [
      await anItem(db, where.businessId, { gross: 100_000n }),
      await anItem(db, where.businessId, { gross: 10_000n, currency: 'EUR' }),
    ];
    const [less, forint] = await bankLines(db, where, aLine(99_000n), aLine(4_000_000n));
    await expect(
      settle(db, where, { transactionId: less!, allocations: [{ item, amount: 100_000n, taken: 99_000n }] }),
    ).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(
      settle(db, where, { transactionId: less!, allocations: [{ item, amount: 100_000n }], difference: 'rounding' }),
    ).rejects.toMatchObject({ code: 'invalid-request' });
    await settle(db, where, { transactionId: less!, allocations: [{ item, amount: 100_000n }], difference: 'fee' });
    await settle(db, where, { transactionId: forint!, allocations: [{ item: euro, amount: 10_000n, taken: 3_900_000n }] });
    expect([await settledOf(db, item), await settledOf(db, euro)]).toEqual(['100000', '10000']);
    const lines = await rows<{ settled: string }>(
      db,
      'select settled_minor::text as settled from bank_transactions where business_id = $1 order by amount_minor',
      where.businessId,
    );
    expect(lines.map(({ settled }) => settled)).toEqual(['99000', '3900000']);
  });
});

describe('what is learnt', () => {
  const account = '117730161111101800000000';

  test('an account confirmed twice settles the third time by itself; forgetting and undoing take it back; no other business learns', async ({
    db,
  }) => {
    const [where, other] = [await aPlace(), await aPlace()];
    const place = async ({ businessId }: Where) => {
      const partnerId = await aPartner(businessId, 'Kovács és Társa Kft.');
      const items = [];
      for (const gross of [1000n, 2000n, 3000n])
        items.push(await anItem(db, businessId, { gross, number: `E-2026-40${gross / 1000n}`, partnerId }));
      return items;
    };
    const [items, theirs] = [await place(where), await place(other)];
    const line = (amount: bigint, day: string) =>
      aLine(amount, { memo: null, counterpartyName: 'K. Péter', counterpartyAccount: account, bookedOn: day });
    const made: string[] = [];
    for (const [at, amount] of [1000n, 2000n].entries()) {
      const lines = await bankLines(db, where, line(amount, `2026-11-1${at}`));
      made.push(await settle(db, where, { transactionId: lines.at(-1)!, allocations: [{ item: items[at]!, amount }] }));
    }
    expect(await memoryOf(db, where.businessId)).toMatchObject([
      { kind: 'account', value: account, times: 2 },
      { kind: 'name', value: 'K. Péter', times: 2 },
    ]);
    await undoSettlement(db, where, made[1]!);
    expect((await memoryOf(db, where.businessId)).map(({ times }) => times)).toEqual([1, 1]);
    const again = await row<{ id: string }>(
      db,
      'select id from bank_transactions where business_id = $1 and amount_minor = 2000',
      where.businessId,
    );
    await settle(db, where, { transactionId: again!.id, allocations: [{ item: items[1]!, amount: 2000n }] });

    await bankLines(db, where, line(3000n, '2026-11-15'));
    await bankLines(db, other, line(3000n, '2026-11-15'));
    for (const { businessId } of [where, other]) await runMatch(db, businessId);
    expect([await settledOf(db, items[2]!), await settledOf(db, theirs[2]!)]).toEqual(['3000', '0']);
    expect((await settlementsOf(db, where.businessId)).at(-1)).toMatchObject({ rule: 'account', byMachine: true });

    const [first] = await memoryOf(db, where.businessId);
    await forget(db, where, first!.id);
    await expect(forget(db, other, first!.id)).rejects.toMatchObject({ code: 'not-found' });
    expect((await memoryOf(db, where.businessId)).map(({ kind }) => kind)).toEqual(['name']);
  });

  test('a fee is learnt only where the person says that it is one', async ({ db }) => {
    const where = await aPlace();
    const partnerId = await aPartner(where.businessId, 'Vevő Bt.');
    const items = [
      await anItem(db, where.businessId, { gross: 100_000n, partnerId }),
      await anItem(db, where.businessId, { gross: 200_000n, partnerId }),
    ];
    const [one, two] = await bankLines(db, where, aLine(99_000n), aLine(199_000n));
    await settle(db, where, { transactionId: one!, allocations: [{ item: items[0]!, amount: 99_000n }] });
    expect((await memoryOf(db, where.businessId)).map(({ kind }) => kind)).toEqual([]);
    await settle(db, where, { transactionId: two!, allocations: [{ item: items[1]!, amount: 200_000n }], difference: 'fee' });
    expect(await memoryOf(db, where.businessId)).toMatchObject([{ kind: 'fee', value: '1000', times: 1 }]);
  });
});

test('however much changes, a business has one run waiting; a change during a run asks for another', async ({ db }) => {
  const where = await aPlace();
  const item = await anItem(db, where.businessId, { gross: 1000n, number: 'E-2026-500' });
  // Without a bank account there is nothing to match.
  expect(await wishes(db, where.businessId)).toBe(0);
  await bankLines(db, where, aLine(1000n, { memo: 'E-2026-500' }), aLine(5n));
  await Promise.all(Array.from({ length: 5 }, () => anItem(db, where.businessId, { gross: 9n })));
  expect(await wishes(db, where.businessId)).toBe(1);
  await rows(db, `delete from jobs where name = 'match' and business_id = $1`, where.businessId);
  await runMatch(db, where.businessId);
  expect([await settledOf(db, item), await wishes(db, where.businessId)]).toEqual(['1000', 0]);
  await rows(db, `update invoices set number = 'E-2026-501' where id = $1`, item);
  expect(await wishes(db, where.businessId)).toBe(1);
});

test('B-056 a pro forma that is paid in full is an event: in the audit, and in the change feed of open items', async ({ db }) => {
  const where = await aPlace();
  const item = await anItem(db, where.businessId, { gross: 1000n, number: 'D-2026-9', family: 'pro-forma', kind: 'pro-forma' });
  const start = (await changesSince(db, { businessIds: [where.businessId] }, undefined, 1000)).next;
  const events = async () =>
    (await auditPage(db, where.businessId, 50)).filter(({ action }) => action === 'pro-forma.paid').map(({ subjectId }) => subjectId);
  await enterPayment(db, where, { paidOn: '2026-11-20', method: 'cash', allocations: [{ item, amount: 400n }] });
  expect(await events()).toEqual([]);
  await bankLines(db, where, aLine(600n, { memo: 'D-2026-9' }));
  const [line] = await rows<{ id: string }>(db, 'select id from bank_transactions where business_id = $1', where.businessId);
  await settle(db, where, { transactionId: line!.id, allocations: [{ item, amount: 600n }] });
  expect(await events()).toEqual([item]);
  // The feed waits for every older transaction of the server, those of the tests beside this one too.
  await expect
    .poll(async () => (await changesSince(db, { businessIds: [where.businessId] }, start, 1000)).rows, { timeout: 20_000 })
    .toContainEqual(expect.objectContaining({ type: 'open-item', id: item, deleted: false }));
});
