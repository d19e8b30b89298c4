import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const canRun = existsSync(executablePath) && existsSync(`${root}web/ui/dist/index.html`);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Ready = { url: string; accountant: { email: string; password: string }; businesses: { id: string }[] };

/** Without a browser or built pages there is nothing to look at. */
describe.skipIf(!canRun && !process.env['CI'])('the screens in Chromium, on the sample office', { timeout: 120_000 }, () => {
  const hub = canRun
    ? spawn(process.execPath, ['hub.ts', 'demo', '--json', '--port', '0', '--smtp-port', '0'], {
        cwd: root,
        stdio: ['ignore', 'pipe', 'ignore'],
      })
    : null;
  let browser: Browser;
  let ready: Ready;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    });
    for await (const line of createInterface({ input: hub!.stdout })) {
      if (!line.startsWith('{')) continue;
      ready = JSON.parse(line) as Ready;
      break;
    }
  });
  afterAll(async () => {
    await browser?.close();
    if (hub && hub.exitCode === null) await new Promise((resolve) => hub.once('exit', resolve).kill('SIGTERM'));
  });

  async function signedIn(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, baseURL: ready.url });
    const page = await context.newPage();
    await page.goto('/sign-in');
    await page.fill('input[name=email]', ready.accountant.email);
    await page.fill('input[name=password]', ready.accountant.password);
    await page.press('input[name=password]', 'Enter');
    await page.waitForURL('**/clients');
    return page;
  }

  test.each([
    [1440, 'light'],
    [390, 'dark'],
  ] as const)('no axe violation at %i px, %s', async (width, scheme) => {
    const page = await signedIn(width, scheme);
    for (const screen of ['', '/documents', '/invoices', '/intakes', '/review']) {
      await page.goto(`/b/${ready.businesses[0]!.id}${screen}`);
      await page.waitForSelector('h1');
      await page.waitForTimeout(500);
      const violations = await page.evaluate(
        `${axe}; axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }).then(({ violations }) => violations.map(({ id }) => id))`,
      );
      expect(violations, screen).toEqual([]);
    }
    await page.context().close();
  });

  test('a doubtful document is accepted by one key and comes back by undo', async () => {
    const page = await signedIn(1440, 'light');
    await page.goto(`/b/${ready.businesses[0]!.id}/review`);
    await page.waitForSelector('.question-input', { timeout: 60_000 });
    const waiting = page.locator('.waiting');
    const accepted = page.locator('.waiting[aria-current=true]');
    // Who and how much; the reason below it is another after a person has asked for a second look.
    const name = await accepted.locator('.row').first().innerText();
    const names = async () => (await waiting.locator('.row:first-child').allInnerTexts()).filter((text) => text === name).length;
    const before = await names();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.toast button');
    await expect.poll(names).toBe(before - 1);
    await page.click('.toast button');
    await expect.poll(names, { timeout: 10_000 }).toBe(before);
  });
});
