import { expect } from 'vitest';
import { rows } from '#storage/sql.ts';
import { anItem, aPartner } from '#test/support/bank.ts';
import { anOffice } from '#test/support/bank-office.ts';
import { test } from '#test/support/database.ts';

test('AC-038 a late item says its interest by half years and the recovery lump at the rate of the first day of delay', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, owner, businessId } = office;
  const partnerId = await aPartner(businessId, 'Késő Kft.');
  const late = await anItem(db, businessId, { gross: 36_500_000n, number: 'K-1', partnerId });
  await rows(db, `update invoices set due_on = '2024-05-31', customer_tax_number = '98000009' where id = $1`, late);
  for (const [on, huf] of [
    ['2024-05-31', '389.50'],
    ['2024-06-03', '391'],
  ])
    await rows(db, `insert into exchange_rates (currency, published_on, units, huf) values ('EUR', $1, 1, $2)`, on, huf);
  const asked = await accountant('GET', `/open-items/${late}/late-interest?on=2024-08-09`);
  expect(asked).toEqual({
    status: 200,
    body: {
      on: '2024-08-09',
      open: '365000.00',
      currency: 'HUF',
      spans: [
        { from: '2024-06-01', to: '2024-06-30', days: 30, percent: '18.75', amount: '5625.00' },
        { from: '2024-07-01', to: '2024-08-09', days: 40, percent: '15.00', amount: '6000.00' },
      ],
      interest: '11625.00',
      // 1 June was a Saturday: the last rate before it.
      recoveryLump: '15580.00',
    },
  });
  // A half year whose base rate nobody has told is not guessed.
  expect((await owner('GET', `/open-items/${late}/late-interest?on=2026-08-09`)).body).toMatchObject({
    interest: null,
    recoveryLump: '15580.00',
  });
  expect((await accountant('GET', `/open-items/${late}/late-interest?on=2024-05-31`)).status).toBe(409);

  const euro = await anItem(db, businessId, { gross: 10_000n, number: 'K-2', partnerId });
  await rows(db, `update invoices set due_on = '2024-05-31', customer_tax_number = '98000009', currency = 'EUR' where id = $1`, euro);
  expect((await accountant('GET', `/open-items/${euro}/late-interest?on=2024-06-10`)).body).toMatchObject({
    currency: 'EUR',
    interest: null,
  });
  const person = await anItem(db, businessId, { gross: 10_000n, number: 'K-3' });
  await rows(db, `update invoices set due_on = '2024-05-31', customer_tax_number = null where id = $1`, person);
  expect((await accountant('GET', `/open-items/${person}/late-interest`)).status).toBe(409);
  expect((await accountant('GET', `/open-items/${businessId}/late-interest`)).status).toBe(404);
});
