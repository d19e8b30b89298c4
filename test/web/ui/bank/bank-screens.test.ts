import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { navInvoice } from '#fixtures/office/nav-invoice.ts';
import { businesses as people, suppliers } from '#fixtures/office/people.ts';
import type { ApiClient } from '#test/support/api-client.ts';
import { violationsOf } from '#test/support/axe.ts';
import { canBrowse, desk, phone } from '#test/support/browser.ts';
import { bankHistory } from '#test/support/camt-history.ts';
import { openScreens, type Screens } from '#test/support/screens.ts';
import type { ReconciliationView } from '#web/contract/matching.ts';

const patience = { timeout: 30_000, interval: 200 };
const [bikes] = people;
const own = { ...bikes, address: bikes.seat };

/** Reported invoices are beyond doubt; their numbers are alike, so that one wrong figure points to two of them. */
const invoices = [
  { number: 'MU-2026-401', net: 100_000 },
  { number: 'MU-2026-402', net: 100_000 },
  { number: 'MU-2026-403', net: 50_000 },
  { number: 'MU-2026-404', net: 70_000 },
  { number: 'MU-2026-405', net: 90_000 },
];
const lines = [
  { amount: -63_500, memo: 'MU-2026-403' },
  { amount: -127_000, memo: 'MUHELYBERLET' },
  { amount: -50_000, memo: 'MU-2026-404 elso reszlet', name: 'PELDA PIROSKA', account: '' },
  { amount: -1_290, memo: 'szamlavezetesi dij' },
].map((line, at) => ({ on: `2026-11-${20 + at}`, name: suppliers.rent.name, account: suppliers.rent.account, ...line }));
const unknownCsv = [
  'Mikor;Kinek;Mennyi;Mire;Maradt',
  '2026.11.24;Muhelyudvar Ingatlan Kft.;-114300;MU-2026-405;885700',
  '2026.11.24;Pelda Piroska;20000;ajandek;905700',
].join('\r\n');

/** Without a browser or built pages there is nothing to look at. */
describe.skipIf(!canBrowse)('the bank in Chromium', { timeout: 180_000 }, () => {
  let screens: Screens;
  let api: ApiClient;
  let page: Page;
  let businessId: string;

  beforeAll(async () => {
    screens = await openScreens();
    api = screens.api;
    businessId = screens.ready.businesses[0]!.id;
    for (const each of invoices) {
      const xml = navInvoice({ supplier: suppliers.rent, customer: own, description: 'Műhelybérlet', ...each });
      expect((await api.upload(businessId, `${each.number}.xml`, Buffer.from(xml))).status).toBe(201);
    }
    await api.restingDocuments(businessId, invoices.length, 60_000);
    page = await signedIn(desk);
  }, 180_000);
  afterAll(() => screens?.[Symbol.asyncDispose]());

  const signedIn = (device: typeof desk | typeof phone, colorScheme: 'light' | 'dark' = 'light') =>
    screens.signedIn({ look: { ...device, colorScheme } });
  const open = (path: string) => page.goto(`/b/${businessId}/bank${path}`);
  const progress = async () => (await (await api.ask(businessId, '/reconciliation')).json()) as ReconciliationView;
  const current = () => page.locator('.reconcile-line[aria-current=true]');
  const waiting = () => page.locator('.reconcile-line').count();

  test('B-072 a known format is looked at, its account confirmed once, and taken in; the machine settles what is beyond doubt', async () => {
    await open('/import');
    await page.locator('input[type=file]').setInputFiles({
      name: 'tortenet.xml',
      mimeType: 'application/xml',
      buffer: Buffer.from(bankHistory({ account: bikes.account, opening: 1_000_000, lines })),
    });
    const take = page.getByRole('button', { name: 'Beolvasom a 4 sort' });
    await take.waitFor();
    expect(await take.isDisabled()).toBe(true);
    await page.getByLabel('Ez a vállalkozás saját számlája').check();
    await take.click();
    await page.getByText('4 sorból 4 új.').waitFor();
    await expect.poll(async () => (await progress()).isRunning || (await progress()).lastRunAt === null, patience).toBe(false);
    expect(await progress()).toMatchObject({ lines: 4, settled: 1 });
  });

  test('B-057 B-058 a tie is not chosen by itself, confirmed by a key, undone by a key; keystrokes a line are counted', async () => {
    await open('/reconcile');
    await expect.poll(waiting, patience).toBe(3);
    expect((await page.locator('.reconcile-foot').innerText()).replaceAll('\u00a0', ' ')).toMatch(/3 sor\s+−178 290 Ft/);
    await page.locator('.reconcile-line', { hasText: '127' }).click();
    await page.getByText('Erről a kedvezményezettről').waitFor();
    await page.getByText(/2026\. november óta ismert, 1 kiegyenlítés: Műhelyudvar Ingatlan Kft\. számlája\./).waitFor();
    await page.getByText('Több jelölt egyformán illik').waitFor();
    expect(await page.locator('.candidate[aria-pressed=true]').count()).toBe(0);
    let strokes = 0;
    const press = async (key: string) => {
      strokes += 1;
      await page.keyboard.press(key);
    };
    await press('2');
    await page.locator('.candidate[aria-pressed=true]').waitFor();
    await press('Enter');
    await expect.poll(waiting, patience).toBe(2);
    console.info(`keystrokes for a line with a tie: ${strokes}`);
    expect(strokes).toBeLessThanOrEqual(3);
    await expect.poll(async () => (await progress()).settled, patience).toBe(2);
    // What was done can be taken back once the screen has heard of it.
    await page.locator('.toast button').last().waitFor();
    await page.keyboard.press('u');
    await expect.poll(waiting, patience).toBe(3);
    await expect.poll(async () => (await progress()).settled, patience).toBe(1);
  });

  test('a part payment stands chosen, the words of the memo that count are marked, what would remain open is said', async () => {
    await page.locator('.reconcile-line', { hasText: '50' }).first().click();
    await expect.poll(() => page.locator('.reconcile-memo mark').allInnerTexts(), patience).toContain('MU-2026-404');
    const sums = page.locator('.candidate[aria-pressed=true] .candidate-sums');
    expect((await sums.innerText()).replaceAll('\u00a0', ' ')).toContain('38 900 Ft');
    await page.keyboard.press('Enter');
    await expect.poll(waiting, patience).toBe(2);
  });

  test('a line without a pair is set aside by one key; a found item and a split settle by hand', async () => {
    await page.locator('.reconcile-line', { hasText: '1 290'.replace(' ', '\u00a0') }).click();
    await expect.poll(() => current().innerText(), patience).toContain('290');
    await page.keyboard.press('n');
    await expect.poll(waiting, patience).toBe(1);
    // What the machine offers is divided with an item that it did not think of.
    await page.keyboard.press('1');
    await page.keyboard.press('s');
    await page.getByLabel('Másik nyitott tételt keresek').fill('MU-2026-405');
    await page.locator('.found-item').first().click();
    for (const [field, amount] of [
      [page.getByLabel(/^Összeg erre: MU-2026-40[12]$/), '27 000'],
      [page.getByLabel('Összeg erre: MU-2026-405'), '100 000'],
    ] as const) {
      await field.fill(amount);
      await field.press('Tab');
    }
    expect((await page.locator('.parting').innerText()).replaceAll('\u00a0', ' ')).toMatch(/A sorból marad\s+0 Ft/);
    await page.getByRole('button', { name: 'Megerősítem' }).click();
    await page.getByText('Nincs párosítatlan sor').waitFor();
    // The line is gone from the screen at once, the answer follows.
    await expect.poll(progress, patience).toMatchObject({ settled: 3, nothingFits: 1, suggested: 0, unmatched: 0 });
  });

  test('what the machine decided stands with its evidence and is undone by one key; it is not decided again', async () => {
    await open('/reconcile?tab=decided');
    await page.locator('.reconcile-line', { hasText: '63' }).click();
    await page.getByText('Szám a közleményben: „MU-2026-403”').waitFor();
    await page.keyboard.press('u');
    await expect.poll(async () => (await progress()).settled, patience).toBe(2);
    await expect.poll(async () => (await progress()).isRunning, patience).toBe(false);
    expect((await progress()).settled).toBe(2);
  });

  test('an unknown file: its columns are guessed, set right by a person, and the balances prove them', async () => {
    await open('/import');
    await page.locator('input[type=file]').setInputFiles({ name: 'sajat.csv', mimeType: 'text/csv', buffer: Buffer.from(unknownCsv) });
    await page.getByRole('heading', { name: 'Mit tartalmaznak az oszlopok' }).waitFor();
    await page.getByRole('combobox', { name: 'Fejléc' }).click();
    await page.getByRole('option', { name: '1. sor' }).click();
    for (const [number, word] of [
      [1, 'Könyvelés napja'],
      [2, 'Partner neve'],
      [3, 'Összeg'],
      [4, 'Közlemény'],
      [5, 'Egyenleg'],
    ] as const) {
      const column = page.getByRole('combobox', { name: `${number}. oszlop` });
      if ((await column.inputValue()) === word) continue;
      await column.click();
      await page.getByRole('option', { name: word, exact: true }).click();
      await expect.poll(() => page.getByRole('combobox', { name: `${number}. oszlop` }).inputValue(), patience).toBe(word);
    }
    const account = page.getByLabel('Melyik számla története ez?');
    await account.waitFor();
    await account.fill('99900016-10000000-00000001');
    await account.press('Tab');
    const take = page.getByRole('button', { name: 'Beolvasom a 2 sort' });
    await expect.poll(() => take.isEnabled(), patience).toBe(true);
    await take.click();
    await page.getByText('2 sorból 2 új.').waitFor();
    await expect.poll(async () => (await progress()).lines, patience).toBe(6);
  });

  test('B-062 the list is narrowed in the address and exported as it is narrowed', async () => {
    await open('?direction=in');
    await expect.poll(() => page.locator('tbody tr').count(), patience).toBe(1);
    await page.getByRole('button', { name: 'Letöltés', exact: true }).first().click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    const stream = await (await download).createReadStream();
    const text = Buffer.concat(await stream.toArray()).toString('utf8');
    expect(text).toContain('Pelda Piroska');
    expect(text).not.toContain('MU-2026-403');
  });

  test('B-055 open items are seen by age and partner; a bar opens its list', async () => {
    await open('/open-items?direction=payable');
    await page.getByRole('button', { name: /Műhelyudvar/ }).click();
    await page.waitForURL(/partnerId=/);
    await expect.poll(() => page.locator('tbody tr').count(), patience).toBeGreaterThan(0);
  });

  test('H-106 the side that owes something is opened; equal amounts of one partner are set off by a press and undone by a key', async () => {
    const both = [
      navInvoice({ supplier: suppliers.rent, customer: own, description: 'Bérlet', number: 'MU-2026-406', net: 33_000 }),
      navInvoice({
        supplier: { ...own, account: bikes.account },
        customer: { ...suppliers.rent },
        description: 'Kerékpár',
        number: 'SZK-2026-9',
        net: 33_000,
      }),
    ];
    // Whom we owe alone: that side is the one to see.
    await open('/open-items');
    await page.locator('[role=tab][aria-selected=true]', { hasText: 'Mi tartozunk' }).waitFor();
    for (const [at, xml] of both.entries()) expect((await api.upload(businessId, `par-${at}.xml`, Buffer.from(xml))).status).toBe(201);
    await api.restingDocuments(businessId, invoices.length + both.length, 60_000);
    await open('/open-items');
    const act = page.getByRole('button', { name: 'Beszámítom' });
    await act.waitFor();
    await act.click();
    await page.getByText('Beszámítva').waitFor();
    await expect.poll(() => act.count(), patience).toBe(0);
    await page.keyboard.press('u');
    await expect.poll(() => act.count(), patience).toBe(1);
  });

  test.each([
    [desk, 'light'],
    [phone, 'dark'],
  ] as const)('no axe violation and nothing wider than the screen', async (device, scheme) => {
    const there = await signedIn(device, scheme);
    for (const screen of ['', '/reconcile', '/reconcile?tab=decided', '/open-items?direction=payable', '/import', '/learnt']) {
      await there.goto(`/b/${businessId}/bank${screen}`);
      await there.waitForSelector('h1');
      await there.waitForTimeout(500);
      expect(await violationsOf(there), screen).toEqual([]);
      expect(await there.evaluate(() => document.documentElement.scrollWidth - innerWidth), screen).toBeLessThanOrEqual(0);
      // Among screens beside each other the open one is seen whole, and so is what stands in the foot of a list.
      const isWithin = (inner: string, outer: string) =>
        there.evaluate(
          ([one = '', other = '']) => {
            const [a, b] = [one, other].map((each) => document.querySelector(each)?.getBoundingClientRect());
            return a === undefined || b === undefined || (a.left >= b.left - 1 && a.right <= b.right + 1);
          },
          [inner, outer],
        );
      await expect.poll(() => isWithin('.place-nav [aria-current]', '.place-nav')).toBe(true);
      expect(await there.locator('.place-nav [aria-current]').count(), screen).toBe(1);
      const foot = there.locator('.table-foot').first();
      if ((await foot.count()) > 0)
        expect(
          await foot.evaluate((each) => {
            const boxes = [...each.querySelectorAll('.grow .number > span, button')].map((part) => part.getBoundingClientRect());
            return boxes.some((a, at) =>
              boxes.slice(at + 1).some((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1),
            );
          }),
          `${screen}: the foot overlaps`,
        ).toBe(false);
    }
    await there.context().close();
  });
});
