import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { businesses, suppliers } from '#fixtures/office/people.ts';
import { voucherPdf } from '#fixtures/office/voucher-pdf.ts';
import type { ApiClient } from '#test/support/api-client.ts';
import { violationsOf } from '#test/support/axe.ts';
import { canBrowse } from '#test/support/browser.ts';
import { openScreens, type Screens } from '#test/support/screens.ts';
import { aVoucher, reportedXml } from '#test/support/vouchers.ts';
import type { InvoiceView } from '#web/contract/invoices.ts';

type Invoice = z.infer<typeof InvoiceView>;
/** For what shows on the screen after an act. */
const patience = { timeout: 15_000 };
const [ours, theirs] = businesses;
const strayed = 'MS-2026/71';
const usual = 'SZ-2026/81';
const strange = 'SZ-2026/82';
const whole = 'KT-2026/91';

describe.skipIf(!canBrowse)('what a person decides about whole items, in Chromium', { timeout: 120_000 }, () => {
  let screens: Screens;
  let api: ApiClient;
  let here: string;
  let there: string;

  beforeAll(async () => {
    screens = await openScreens();
    api = screens.api;
    const idOf = async (taxNumber: string) => (await api.businesses()).find((business) => business.taxNumber === taxNumber)!.id;
    [here, there] = [await idOf(ours.taxNumber), await idOf(theirs.taxNumber)];
    const customer = { name: theirs.name, taxNumber: theirs.taxNumber, address: theirs.seat };
    await api.upload(here, 'eltévedt.pdf', await voucherPdf(aVoucher({ number: strayed, customer })));
    await api.upload(here, 'szokott.pdf', await voucherPdf(aVoucher({ number: usual, supplier: suppliers.rent })));
    await api.upload(here, 'egyik.xml', reportedXml(aVoucher({ number: whole, supplier: suppliers.hosting })));
    // Without a number nothing says for sure which invoice it is.
    await api.upload(here, 'másik.xml', reportedXml(aVoucher({ number: '', supplier: suppliers.hosting })));
    await api.restingDocuments(here, 4, 90_000);
    await said(await invoiceOf(usual), { state: 'ready' });
    const moved = { ...suppliers.rent, account: '99900030-30000000-00000003' };
    await api.upload(here, 'új számla.pdf', await voucherPdf(aVoucher({ number: strange, supplier: moved })));
    await api.restingDocuments(here, 5, 90_000);
  }, 200_000);
  afterAll(() => screens?.[Symbol.asyncDispose]());

  const invoiceOf = async (number: string, businessId = here): Promise<Invoice> => {
    const found = (await api.invoices(businessId)).find((invoice) => invoice.number === number);
    if (!found) throw new Error(`no invoice ${number}`);
    return found;
  };
  async function said({ id, version }: Invoice, word: unknown): Promise<void> {
    const init = { method: 'PATCH', body: JSON.stringify(word), headers: { 'if-match': `"${version}"` } };
    expect((await api.ask(here, `/invoices/${id}`, init)).status).toBe(200);
  }
  const signedIn = (path: string, width = 1440, colorScheme: 'light' | 'dark' = 'light') =>
    screens.signedIn({ path: `/b/${here}${path}`, look: { viewport: { width, height: 900 }, colorScheme } });

  const looks = [
    [1440, 'light'],
    [1440, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const;
  test.each(looks)(
    'no axe violation and no overflow at %i px, %s: move, account alarm, join, item, lessons, lists',
    async (width, scheme) => {
      const halvedItem = (await api.invoices(here)).find(
        ({ number, supplier }) => number === null && supplier.name === suppliers.hosting.name,
      )!;
      const page = await signedIn('/settings/lessons', width, scheme);
      const check = async (state: string, path: string, sign: string) => {
        await page.goto(`/b/${here}${path}`);
        await page.locator(sign).first().waitFor();
        expect(await violationsOf(page), state).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), state).toBeLessThanOrEqual(0);
      };
      await check('move', `/review?item=${(await invoiceOf(strayed)).id}`, 'text=Áthelyez');
      await check('account alarm', `/review?item=${(await invoiceOf(strange)).id}`, '.accounts');
      await check('join', `/review?item=${halvedItem.id}`, '.alike');
      await check('item', `/invoices/${(await invoiceOf(usual)).id}`, '.sources');
      await check('lessons', '/settings/lessons', 'table');
      await check('documents', '/documents', 'tbody tr');
      await check('register', '/invoices', 'tbody tr');
      await page.context().close();
    },
  );

  test("a supplier's new bank account stands beside the known one", async () => {
    const invoice = await invoiceOf(strange);
    expect(invoice.accountChanged).toEqual({ known: [suppliers.rent.account.replaceAll('-', '')] });
    const page = await signedIn(`/review?item=${invoice.id}`);
    const alarm = page.getByRole('alert', { name: 'Megváltozott a szállító bankszámlája' });
    await alarm.waitFor();
    expect(await alarm.locator('dd').allInnerTexts()).toEqual([suppliers.rent.account, '99900030-30000000-00000003']);
    await page.context().close();
  });

  test('promise 4: what may be the same invoice is joined after the consequences were named, and stays with all its sources', async () => {
    const other = await invoiceOf(whole);
    const one = (await api.invoices(here)).find(({ number, supplier }) => number === null && supplier.name === other.supplier.name)!;
    const page = await signedIn(`/review?item=${one.id}`);
    const line = page.locator('.alike li', { hasText: whole });
    await line.waitFor();
    expect(await line.innerText()).toMatch(/egyezik: .*összeg.*nap.*partner/);
    await line.getByRole('button', { name: 'Egy számla' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('nem vonható vissza').waitFor();
    expect((await api.invoices(here)).map(({ id }) => id)).toContain(one.id);
    await dialog.getByRole('button', { name: 'Egy számla' }).click();
    await page.locator('.toast', { hasText: 'Egy számla lett' }).waitFor();
    await expect.poll(async () => (await invoiceOf(whole)).documents.length, patience).toBe(2);
    expect((await api.invoices(here)).filter(({ supplier }) => supplier.name === other.supplier.name)).toHaveLength(1);
    await page.context().close();
  });

  test('promise 6: what was taught stands in one table and can be forgotten', async () => {
    const page = await signedIn('/settings/lessons');
    const row = page.locator('tbody tr', { hasText: suppliers.rent.name });
    await row.waitFor();
    expect(await row.innerText()).toContain('szállító lapja');
    await row.getByRole('button', { name: 'Felejtse el' }).click();
    await expect.poll(() => row.count(), patience).toBe(0);
    const left = (await (await api.ask(here, '/lessons')).json()) as { suppliers: unknown[] };
    expect(left.suppliers).toEqual([]);
    await page.context().close();
  });

  test("an item shows which source won, and a person's last word is taken back there", async () => {
    const invoice = await invoiceOf(usual);
    await said(invoice, { orderNumber: 'R-77' });
    const page = await signedIn(`/invoices/${invoice.id}`);
    const row = page.locator('.sources tr', { hasText: 'R-77' });
    await row.waitFor();
    expect(await row.innerText()).toContain('ez áll');
    await page.locator('.history li').first().waitFor();
    await page.getByRole('button', { name: 'Az utolsó javítást visszavonom' }).click();
    await expect.poll(async () => (await invoiceOf(usual)).orderNumber, patience).toBeNull();
    await expect.poll(() => row.count(), patience).toBe(0);
    await page.context().close();
  });

  test('promise 4: a file without an item is moved too, to the client a person names: a damaged one at the desk, a photo on its page', async () => {
    const grey = sharp({ create: { width: 900, height: 600, channels: 3, background: '#777' } });
    await api.upload(here, 'sérült.pdf', Buffer.from('%PDF-1.7\nnothing more'));
    await api.upload(here, 'fotó.jpg', await grey.jpeg().toBuffer());
    const file = async (name: string, businessId = here) => (await api.documents(businessId)).find((document) => document.name === name);
    for (const [name, state, path] of [
      ['sérült.pdf', 'needs-review', '/review?item='],
      ['fotó.jpg', 'ready', '/documents/'],
    ] as const) {
      await expect.poll(async () => (await file(name))?.state, { timeout: 60_000 }).toBe(state);
      const page = await signedIn(`${path}${(await file(name))!.id}`);
      await page.locator('summary', { hasText: 'Másik ügyfélé?' }).click();
      await page.getByRole('combobox', { name: 'Hova kerüljön' }).fill(theirs.name);
      await page.getByRole('option', { name: theirs.name }).click();
      await page.getByRole('button', { name: 'Áthelyezem' }).click();
      await page.locator('.toast', { hasText: theirs.name }).waitFor();
      await expect.poll(async () => (await file(name, there)) !== undefined, patience).toBe(true);
      expect(await file(name)).toBeUndefined();
      await page.context().close();
    }
  });

  test("another client's paper is moved to the client whose number stands on it, from the desk", async () => {
    const page = await signedIn(`/review?item=${(await invoiceOf(strayed)).id}`);
    const select = page.getByRole('combobox', { name: 'Hova kerüljön' });
    await select.waitFor();
    await expect.poll(() => select.inputValue(), patience).toContain(theirs.name);
    await page.getByRole('button', { name: 'Áthelyezem' }).click();
    await page.locator('.toast', { hasText: theirs.name }).waitFor();
    await expect.poll(async () => (await api.invoices(there)).some(({ number }) => number === strayed), { timeout: 60_000 }).toBe(true);
    expect((await api.invoices(here)).some(({ number }) => number === strayed)).toBe(false);
    await page.context().close();
  });
});
