import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { runMatch } from '#services/actions/bank/run-match.ts';
import { suggestionsNow } from '#services/actions/bank/suggestions.ts';
import { fetchRates } from '#services/actions/rates/fetch-rates.ts';
import { findInvoice } from '#storage/queries/invoices.ts';
import { ratesOn } from '#storage/queries/rates.ts';
import { row, rows } from '#storage/sql.ts';
import { aLine, anItem, aPartner, bankLines } from '#test/support/bank.ts';
import { aBusiness } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { invoiceView } from '#web/api/invoices/view.ts';

const actor = { kind: 'hub', id: null } as const;
let peer: ChildProcess;
let url: string;

beforeAll(async () => {
  peer = spawn(process.execPath, [fileURLToPath(new URL('../../../support/mnb-peer.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const [line] = await once(peer.stdout!, 'data');
  url = String(line).trim();
});
afterAll(() => void peer.kill());
const behave = (way: string) => fetch(new URL(`/misbehave/${way}`, url), { method: 'PUT' });

describe('AC-042 rates of the Magyar Nemzeti Bank', () => {
  test.for(['fault', 'page', 'cut', 'half-well-formed', 'endless', 'no-number', 'odd-day', 'doctype'])(
    'a service that misbehaves (%s) leaves nothing half-kept',
    async (way, { db }) => {
      await behave(way);
      await expect(fetchRates(db, url, '2026-11-23')).rejects.toThrow();
      expect(await rows(db, 'select 1 from exchange_rates')).toEqual([]);
    },
  );

  test('are kept once, with their units; for other days the last published before counts', async ({ db }) => {
    await behave('well');
    expect(await fetchRates(db, url, '2026-11-20')).toBe(6);
    expect(await fetchRates(db, url, '2026-11-20')).toBe(0);
    const both = await Promise.all([fetchRates(db, url, '2026-11-23'), fetchRates(db, url, '2026-11-23')]);
    expect(both.sort()).toEqual([0, 3]);
    // A Saturday.
    expect(await ratesOn(db, '2026-11-21', null)).toEqual([
      { currency: 'EUR', publishedOn: '2026-11-20', huf: '400' },
      { currency: 'JPY', publishedOn: '2026-11-20', huf: '2.225' },
      { currency: 'USD', publishedOn: '2026-11-20', huf: '345' },
    ]);
    expect(await ratesOn(db, '2026-11-18', 'EUR')).toEqual([]);
  });

  test('a forint payment is suggested for a euro item at the day’s rate, never settled by itself, and again once the rate is there', async ({
    db,
  }) => {
    await behave('well');
    await rows(db, 'delete from exchange_rates');
    const { id: businessId } = await aBusiness();
    const partnerId = await aPartner(businessId, 'Vevő Bt.');
    const item = await anItem(db, businessId, { gross: 10_000n, currency: 'EUR', number: 'E-1', partnerId });
    const [line] = await bankLines(db, { businessId, actor }, aLine(3_990_000n, { bookedOn: '2026-11-21', memo: 'utalás' }));
    await runMatch(db, businessId);
    expect((await suggestionsNow(db, businessId, {}, { limit: 9 })).rows).toEqual([]);
    await rows(db, `delete from jobs where name = 'match'`);
    await fetchRates(db, url, '2026-11-23');
    expect(await row(db, `select 1 from jobs where name = 'match' and business_id = $1`, businessId)).toBeDefined();
    await runMatch(db, businessId);
    const [found] = (await suggestionsNow(db, businessId, {}, { limit: 9 })).rows;
    expect(found).toMatchObject({
      transaction: line,
      candidates: [{ rule: 'foreign-currency', allocations: [{ item, amount: '10000' }] }],
    });
    expect(await rows(db, 'select 1 from settlements where business_id = $1', businessId)).toEqual([]);
  });

  test('AC-040, AC-041, AC-043 an item in another currency has its forints at the rate of the day of supply, unless it prints its own', async ({
    db,
  }) => {
    await behave('well');
    await fetchRates(db, url, '2026-11-23');
    const { id: businessId } = await aBusiness();
    const [euro, yen, printed] = [
      await anItem(db, businessId, { gross: 12_345n, currency: 'EUR', issuedOn: '2026-11-22' }),
      await anItem(db, businessId, { gross: 10_001n, currency: 'JPY', issuedOn: '2026-11-20' }),
      await anItem(db, businessId, { gross: 12_345n, currency: 'EUR', issuedOn: '2026-11-22' }),
    ];
    await rows(db, 'update invoices set gross_huf_minor = 5000000 where id = $1', printed);
    const twin = async (id: string) => invoiceView((await findInvoice(db, businessId, id))!).hufByRate;
    expect(await twin(euro)).toEqual({ publishedOn: '2026-11-20', huf: '400', net: null, vat: null, gross: '49380.00' });
    expect(await twin(yen)).toMatchObject({ huf: '2.225', gross: '22252.23' });
    expect(await twin(printed)).toBeNull();

    // AC-040: a periodic settlement is performed on its due day, and converted at the rate of the day of its issue.
    await rows(db, "update invoices set issued_on = '2026-11-19', supplied_on = '2026-11-23' where id = $1", euro);
    expect(await twin(euro)).toMatchObject({ publishedOn: '2026-11-23', huf: '402.25' });
    await rows(db, "update invoices set due_on = '2026-11-23' where id = $1", euro);
    expect(await twin(euro)).toMatchObject({ publishedOn: '2026-11-19', huf: '398.5' });
  });
});
