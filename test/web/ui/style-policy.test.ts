import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canBrowse, desk, openBrowser } from '#test/support/browser.ts';
import { startDemo } from '#test/support/hub.ts';

const isOfStyle = (directive: string): boolean => directive.startsWith('style-src');

describe.skipIf(!canBrowse)('style sheets and the policy of the page', { timeout: 120_000 }, () => {
  let demo: Awaited<ReturnType<typeof startDemo>>;
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
    demo = await startDemo();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.[Symbol.asyncDispose]();
  });

  test('LG-006 what carries the nonce of the page is taken, on screens and in the dialog that asks twice; nothing else is', async () => {
    const { url, accountant, businesses } = demo.ready;
    const context = await browser.newContext({ ...desk, baseURL: url });
    const page = await context.newPage();
    await page.addInitScript(
      `globalThis.refused = []; addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective))`,
    );
    const refused = async () => (await page.evaluate<string[]>('refused')).filter(isOfStyle);
    const nonce = async () => (await page.request.get('/clients')).headers()['content-security-policy']?.match(/'nonce-([^']+)'/)?.[1];
    expect(await nonce()).not.toBe(await nonce());
    await page.goto('/sign-in');
    await page.fill('input[name=email]', accountant.email);
    await page.fill('input[name=password]', accountant.password);
    await page.press('input[name=password]', 'Enter');
    await page.waitForURL('**/clients');
    for (const screen of ['', '/invoices', '/review', '/bank', '/settings/data', '/documents']) {
      await page.goto(`/b/${businesses[0]!.id}${screen}`);
      await page.waitForSelector('h1');
      expect(await refused(), screen).toEqual([]);
    }
    await page.locator('tbody a.strong').first().click();
    await page.getByRole('button', { name: 'Törlöm a bizonylatot' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input').waitFor();
    expect(await refused()).toEqual([]);
    // Dialogs hold the page behind them still by a style sheet of their own.
    expect(await page.evaluate(() => getComputedStyle(document.body).overflowY)).toBe('hidden');
    // Before its keep-until day it is asked once more, with the day and the way to the export.
    await dialog.locator('input').fill((await page.locator('h1').innerText()).trim());
    await dialog.locator('button[type=submit]').click();
    expect(await dialog.getByRole('alert').innerText()).toMatch(/20\d\d\. 12\. 31\. Előbb/);
    expect(await dialog.getByRole('link').getAttribute('href')).toMatch(/settings\/data$/);
    await page.evaluate(() => document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { top: 1px }' })));
    await expect.poll(refused).toEqual(['style-src-elem']);
    await context.close();
  });
});
