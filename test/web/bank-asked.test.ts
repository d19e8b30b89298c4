import { expect } from 'vitest';
import { runMatch } from '#services/actions/bank/run-match.ts';
import { rows } from '#storage/sql.ts';
import { aLine, anItem, aPartner, bankLines } from '#test/support/bank.ts';
import { anOffice } from '#test/support/bank-office.ts';
import { test } from '#test/support/database.ts';

const actor = { kind: 'hub', id: null } as const;

test('B-059 money with a cancelled invoice’s number is kept and owed back, and what is paid back settles that; a person decides both', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, businessId } = office;
  const partnerId = await aPartner(businessId, 'Vevő Bt.');
  const cancelled = await anItem(db, businessId, { gross: 100_000n, number: 'E-2026-90', partnerId });
  const cancelling = await anItem(db, businessId, {
    gross: -100_000n,
    number: 'E-2026-91',
    partnerId,
    kind: 'cancelling',
    originalNumber: 'E-2026-90',
  });
  const open = async () =>
    ((await accountant('GET', '/open-items')).body.items as { id: string; open: string }[]).map((each) => [each.id, each.open]);
  expect(await open()).toEqual([]);
  const where = { businessId, actor };
  await bankLines(db, where, aLine(100_000n, { memo: 'E-2026-90', bookedOn: '2026-11-20' }));
  await runMatch(db, businessId);
  const asked = async () => (await accountant('GET', '/suggestions')).body.items;
  const [paid] = await asked();
  expect(paid.candidates[0]).toMatchObject({
    rule: 'refund',
    allocations: [{ item: cancelled, amount: '1000.00', open: '1000.00' }],
    evidence: [{ kind: 'number' }, { kind: 'cancelled' }, { kind: 'amount' }],
  });
  expect((await accountant('POST', '/suggestions/confirm', { transactions: [paid.transaction.id] })).body.settlements).toHaveLength(1);
  expect(await open()).toEqual([[cancelling, '-1000.00']]);

  await bankLines(db, where, aLine(-100_000n, { memo: 'visszautalás E-2026-90', bookedOn: '2026-11-23' }));
  await runMatch(db, businessId);
  expect((await accountant('GET', '/settlements?by=machine')).body.items).toEqual([]);
  const [back] = await asked();
  expect(back.candidates[0]).toMatchObject({ rule: 'refund', allocations: [{ item: cancelling, amount: '-1000.00' }] });
  expect((await accountant('POST', '/suggestions/confirm', { transactions: [back.transaction.id] })).body.settlements).toHaveLength(1);
  expect(await open()).toEqual([]);
  expect((await accountant('GET', '/reconciliation')).body).toMatchObject({ lines: 2, settled: 2 });
});

test('H-106 what the same partner owes and is owed in equal amounts is offered to be set off, and undone', async ({ db, databaseUrl }) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, businessId } = office;
  const partnerId = await aPartner(businessId, 'Mindkét Irány Kft.');
  const sold = await anItem(db, businessId, { gross: 50_000n, number: 'E-2026-1', partnerId });
  const bought = await anItem(db, businessId, { gross: 50_000n, number: 'S/77', direction: 'payable', partnerId });
  // Of nobody known, of another amount, doubtful: no pairs.
  await anItem(db, businessId, { gross: 50_000n, number: 'S/78', direction: 'payable' });
  await anItem(db, businessId, { gross: 60_000n, number: 'E-2026-2', partnerId });
  await anItem(db, businessId, { gross: 60_000n, number: 'S/79', direction: 'payable', partnerId, state: 'needs-review' });
  const offered = async () => (await accountant('GET', '/open-items/offsetting')).body.items;
  const pairs = await offered();
  expect(pairs).toMatchObject([{ incoming: { id: sold, open: '500.00' }, outgoing: { id: bought, open: '500.00' } }]);
  expect(pairs).toHaveLength(1);
  await runMatch(db, businessId);
  expect((await accountant('GET', '/settlements')).body.items).toEqual([]);
  const made = await accountant('POST', '/settlements', {
    source: 'set-off',
    paidOn: '2026-11-25',
    allocations: [
      { item: sold, amount: '500.00' },
      { item: bought, amount: '500.00' },
    ],
  });
  expect(made.status).toBe(201);
  expect(await offered()).toEqual([]);
  expect((await accountant('DELETE', `/settlements/${made.body.id}`)).status).toBe(204);
  expect(await offered()).toHaveLength(1);
});

test('the client is asked for a line’s voucher by mail, once, and what then comes is suggested; nobody else is told', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { owner, accountant, businessId } = office;
  const where = { businessId, actor };
  const [line, secret] = await bankLines(db, where, aLine(-12_700n, { counterpartyName: 'Papírbolt Kft.', memo: 'SZ-77' }), aLine(-100n));
  const mails = () =>
    rows<{ template: string; recipient: string }>(db, `select template, recipient from mails where template = 'voucher-asked'`);
  const asked = await Promise.all([accountant, owner, accountant].map((who) => who('POST', `/transactions/${line}/voucher-request`)));
  expect(asked.map(({ status }) => status).sort()).toEqual([204, 409, 409]);
  expect(await mails()).toHaveLength(1);
  expect((await accountant('GET', `/transactions/${line}`)).body.voucherAskedAt).toMatch(/^20/);
  expect((await accountant('GET', `/transactions/${secret}`)).body.voucherAskedAt).toBeNull();

  await owner('PUT', `/transactions/${secret}/private`, { isPrivate: true });
  expect((await accountant('POST', `/transactions/${secret}/voucher-request`)).status).toBe(404);
  await anItem(db, businessId, { gross: 12_700n, number: 'SZ-77', direction: 'payable', state: 'needs-review' });
  await runMatch(db, businessId);
  expect((await accountant('GET', '/suggestions')).body.items).toMatchObject([
    { transaction: { id: line }, candidates: [{ rule: 'number' }] },
  ]);
});
