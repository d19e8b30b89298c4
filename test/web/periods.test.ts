import { expect } from 'vitest';
import { changeSetting } from '#services/actions/accounts/business-settings.ts';
import { attachSource } from '#services/register/attach-source.ts';
import { recheckExemptVat } from '#services/register/recheck-exempt-vat.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { row } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { aBaseNumber, anInvoice, aParty } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';

type Seen = { number: string; period: string | null; state: string; because: string | null };

test('an item shows the period of its day, and list and group download narrow by it', async ({ db, databaseUrl }) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const { businessId, visitor, email } = await aBusiness(house, (await aFirm(house)).accountantId);
  const headers = { cookie: await cookieFor(house, email), 'content-type': 'application/json' };
  const root = `${app.url}/api/v1/businesses/${businessId}`;
  const set = (name: 'vat-period' | 'cash-accounting' | 'period-date', validFrom: string, value: never) =>
    changeSetting(house, visitor, businessId, { name, validFrom, value });
  const add = (number: string, suppliedOn: string | null, issuedOn: string | null) =>
    row(
      db,
      `insert into invoices (id, business_id, direction, family, state, kind, number, supplied_on, issued_on, currency, gross_minor)
       values (gen_random_uuid(), $1, 'payable', 'invoice', 'ready', 'invoice', $2, $3, $4, 'HUF', 127000) returning id`,
      businessId,
      number,
      suppliedOn,
      issuedOn,
    ) as Promise<{ id: string }>;
  const listed = async (query = ''): Promise<[string, string | null][]> => {
    const answer = await fetch(`${root}/invoices${query}`, { headers });
    expect(answer.status).toBe(200);
    const { items } = (await answer.json()) as { items: Seen[] };
    return items.map(({ number, period }): [string, string | null] => [number, period]).sort();
  };

  await set('vat-period', '2026-07-01', 'monthly' as never);
  await set('vat-period', '2025-01-01', 'quarterly' as never);
  await add('A', '2026-06-30', '2026-07-02');
  await add('B', '2026-07-01', null);
  await add('C', null, '2026-07-31');
  await add('D', null, null);
  const { id } = await add('E', '2026-10-01', '2026-10-01');
  expect(await listed()).toEqual([
    ['A', '2026-Q2'],
    ['B', '2026-07'],
    ['C', '2026-07'],
    ['D', null],
    ['E', '2026-10'],
  ]);
  expect(await listed('?period=2026-Q2')).toEqual([['A', '2026-Q2']]);
  expect(await listed('?period=2026-07')).toEqual([
    ['B', '2026-07'],
    ['C', '2026-07'],
  ]);
  expect(await listed('?period=2026-Q3')).toEqual([]);
  expect((await fetch(`${root}/invoices?period=2026-13`, { headers })).status).toBe(400);

  // With cash accounting the last payment decides, and only once all is paid.
  await set('cash-accounting', '2026-10-01', true as never);
  expect((await listed()).at(-1)).toEqual(['E', null]);
  const pay = (amount: string, paidOn: string) =>
    fetch(`${root}/settlements`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ source: 'entered', allocations: [{ item: id, amount }], paidOn, method: 'cash' }),
    });
  for (const [amount, paidOn] of [
    ['270.00', '2026-11-03'],
    ['1000.00', '2026-12-01'],
  ] as const) {
    const paid = await pay(amount, paidOn);
    expect(paid.status, await paid.text()).toBe(201);
    expect((await listed()).at(-1)).toEqual(['E', paidOn === '2026-12-01' ? '2026-12' : null]);
  }
  expect(await listed('?period=2026-12')).toEqual([['E', '2026-12']]);

  // What decides is the day of receipt: of the first file that showed it.
  await set('period-date', '2026-07-01', 'received-on' as never);
  await set('period-date', '2026-07-31', 'supplied-on' as never);
  const shown = await row<{ id: string }>(db, `select id from invoices where business_id = $1 and number = 'B'`, businessId);
  for (const receivedAt of ['2026-08-31T21:59:00Z', '2026-09-30T22:30:00Z']) {
    const form = new FormData();
    form.set('file', new File([receivedAt], 'a.txt', { type: 'text/plain' }));
    const answer = await fetch(`${root}/documents`, { method: 'POST', headers: { cookie: headers.cookie }, body: form });
    const document = (await answer.json()) as { id: string };
    await row(db, 'update documents set received_at = $2 where id = $1', document.id, receivedAt);
    await row(
      db,
      `insert into invoice_sources (id, invoice_id, business_id, source, origin, document_id, reading)
       values (gen_random_uuid(), $1, $2, 'ocr', 'document:' || $3::text, $3::uuid, '{}')`,
      shown!.id,
      businessId,
      document.id,
    );
  }
  expect(await listed('?period=2026-08')).toEqual([['B', '2026-08']]);
  const made = async (period: string) => {
    const answer = await fetch(`${root}/exports`, { method: 'POST', headers, body: JSON.stringify({ invoices: { period } }) });
    return ((await answer.json()) as { documents: number }).documents;
  };
  expect([await made('2026-08'), await made('2026-07')]).toEqual([2, 0]);
});

test('an own sale with VAT is asked about on the days of exemption alone, also when the exemption is set afterwards', async ({ db }) => {
  const house = houseOn(db);
  const { businessId, visitor } = await aBusiness(house, (await aFirm(house)).accountantId);
  const business = await row<{ base: string }>(db, 'select base_number as base from businesses where id = $1', businessId);
  const us = aParty(business!.base, 'Mi');
  const other = aParty(aBaseNumber(), 'Más Kft.');
  const sure = Object.fromEntries(['number', 'issuedOn', 'currency', 'gross'].map((name) => [name, { confidence: 1, sure: true }]));
  const attach = (number: string, suppliedOn: string, { vat = '270.00', isSale = true } = {}) =>
    db.transaction((transaction) =>
      attachSource(transaction, {
        businessId,
        source: 'embedded',
        origin: `document:${number}`,
        documentId: null,
        pageRange: null,
        invoice: anInvoice({
          number,
          supplier: isSale ? us : other,
          customer: isSale ? other : us,
          issuedOn: suppliedOn,
          suppliedOn,
          currency: 'HUF',
          net: '1000.00',
          vat,
          gross: vat === '0.00' ? '1000.00' : '1270.00',
        }),
        evidence: sure,
        readerVersion: '1',
      }),
    );
  const because = async () =>
    Object.fromEntries(
      (await Invoice.findAll({ where: { businessId }, order: [['number', 'ASC']] })).map((item) => [item.number, item.because]),
    );
  const exempt = (validFrom: string, value: boolean) =>
    changeSetting(house, visitor, businessId, { name: 'exempt-small-business', validFrom, value });

  await exempt('2026-01-01', true);
  await attach('S-1', '2025-12-31');
  await attach('S-2', '2026-01-01');
  await attach('S-3', '2026-06-30', { vat: '0.00' });
  await attach('S-4', '2026-07-01');
  await attach('P-1', '2026-03-01', { isSale: false });
  expect(await because()).toEqual({ 'P-1': null, 'S-1': null, 'S-2': 'exempt-vat', 'S-3': null, 'S-4': 'exempt-vat' });
  const wish = () =>
    row<{ from: string }>(
      db,
      `delete from jobs where name = 'exemption' and business_id = $1 returning payload ->> 'from' as from`,
      businessId,
    );
  await wish();
  await exempt('2026-07-01', false);
  await recheckExemptVat(db, businessId, (await wish())!.from);
  expect(await because()).toMatchObject({ 'S-2': 'exempt-vat', 'S-4': null });
  await exempt('2025-12-31', true);
  await recheckExemptVat(db, businessId, (await wish())!.from);
  expect(await because()).toEqual({ 'P-1': null, 'S-1': 'exempt-vat', 'S-2': 'exempt-vat', 'S-3': null, 'S-4': null });
});
