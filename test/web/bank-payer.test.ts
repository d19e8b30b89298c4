import { expect } from 'vitest';
import { runMatch } from '#services/actions/bank/run-match.ts';
import { aLine, anItem, aPartner, bankLines } from '#test/support/bank.ts';
import { anOffice } from '#test/support/bank-office.ts';
import { test } from '#test/support/database.ts';

const actor = { kind: 'hub', id: null } as const;
const from = { counterpartyName: 'KOVACS JANOS EV', counterpartyAccount: '999000230000000044029175' };

test('H-106 the desk says of a payer whose items its money settled, since when, how many days late, and what was learnt; of nobody else’s business', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, businessId } = office;
  const partnerId = await aPartner(businessId, 'Kékfény Kávéház Bt.');
  await anItem(db, businessId, { gross: 10_000n, number: 'KK-1', partnerId, dueOn: '2026-10-01' });
  await anItem(db, businessId, { gross: 20_000n, number: 'KK-2', partnerId, dueOn: '2026-10-20' });
  const [first, second, stranger, next] = await bankLines(
    db,
    { businessId, actor },
    aLine(10_000n, { bookedOn: '2026-10-03', memo: 'KK-1', ...from }),
    aLine(20_000n, { bookedOn: '2026-10-22', memo: 'KK-2', ...from }),
    aLine(30_000n, { bookedOn: '2026-11-02', memo: 'kave', ...from }),
    aLine(-4_000n, { bookedOn: '2026-11-02', memo: 'dij' }),
  );
  await runMatch(db, businessId);
  const payerOf = async (id: string) => (await accountant('GET', `/transactions/${id}/payer`)).body;
  expect(await payerOf(next!)).toEqual({
    paidFor: [{ partnerId, partnerName: 'Kékfény Kávéház Bt.', settlements: 2, since: '2026-10-03', last: '2026-10-22', daysAfterDue: 2 }],
    learnt: [],
  });
  // The line itself says nothing of itself; what nobody settled says nothing at all.
  expect((await payerOf(first!)).paidFor).toMatchObject([{ settlements: 1, since: '2026-10-22' }]);
  expect(await payerOf(stranger!)).toEqual({ paidFor: [], learnt: [] });

  const { body } = await accountant('GET', `/settlements?transaction=${second}`);
  await accountant('DELETE', `/settlements/${body.items[0].id}`);
  const item = body.items[0].allocations[0].item;
  await accountant('POST', '/settlements', { transaction: second, allocations: [{ item, amount: '200.00' }] });
  expect((await payerOf(next!)).learnt).toEqual([
    { kind: 'account', partnerId, partnerName: 'Kékfény Kávéház Bt.', times: 1 },
    { kind: 'name', partnerId, partnerName: 'Kékfény Kávéház Bt.', times: 1 },
  ]);
  expect((await accountant('GET', `/transactions/${partnerId}/payer`)).status).toBe(404);
});

test('B-062 what waits is summed by currency, of one account or of all; suggestions are narrowed by account too', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, businessId } = office;
  await anItem(db, businessId, { gross: 7_700n, number: 'X-1' });
  await bankLines(db, { businessId, actor }, aLine(7_700n, { memo: 'X' }), aLine(-1_000n, { memo: 'dij' }));
  await runMatch(db, businessId);
  const all = await accountant('GET', '/reconciliation');
  expect(all.body).toMatchObject({ lines: 2, waiting: [{ currency: 'HUF', lines: 2, in: '77.00', out: '-10.00' }] });
  const [account] = (await accountant('GET', '/bank-accounts')).body.items;
  const none = '00000000-0000-4000-8000-000000000000';
  expect((await accountant('GET', `/reconciliation?accountId=${account.id}`)).body).toEqual(all.body);
  expect((await accountant('GET', `/reconciliation?accountId=${none}`)).body).toMatchObject({ lines: 0, waiting: [], rules: [] });
  expect((await accountant('GET', `/suggestions?accountId=${account.id}`)).body.items).toHaveLength(1);
  expect((await accountant('GET', `/suggestions?accountId=${none}`)).body.items).toEqual([]);
});
