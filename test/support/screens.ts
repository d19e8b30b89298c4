import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Ready } from '#services/commands/demo/office.ts';
import { type ApiClient, apiClient } from './api-client.ts';
import { desk, openBrowser } from './browser.ts';
import { startDemo } from './hub.ts';

export type Screens = AsyncDisposable & {
  ready: Ready;
  api: ApiClient;
  browser: Browser;
  /** A page of its own, signed in, at `path`; at a desk and as the accountant where nothing else is said. */
  signedIn(given?: { who?: { email: string; password: string }; path?: string; look?: BrowserContextOptions }): Promise<Page>;
};

/** For what shows on the screen after an act, on a machine with other work. */
const patienceMs = 60_000;

/** The office without documents, its API and a browser before it: what every test of screens begins with. `args`: more of Chromium's own; `settings`: of the hub. */
export async function openScreens(args: readonly string[] = [], settings: Record<string, string> = {}): Promise<Screens> {
  await using opened = new AsyncDisposableStack();
  const [demo, browser] = await Promise.all([startDemo({ empty: true, settings }), openBrowser(args)]);
  opened.use(demo);
  opened.defer(() => browser.close());
  const { ready } = demo;
  const api = await apiClient(ready);
  const kept = opened.move();
  return {
    ready,
    api,
    browser,
    async signedIn({ who = ready.accountant, path = '/clients', look = {} } = {}) {
      const context = await browser.newContext({ ...desk, ...look, baseURL: ready.url });
      context.setDefaultTimeout(patienceMs);
      const page = await context.newPage();
      const [place = ''] = path.split('?');
      await page.goto(`/sign-in?to=${encodeURIComponent(place)}`);
      await page.fill('input[name=email]', who.email);
      await page.fill('input[name=password]', who.password);
      await page.press('input[name=password]', 'Enter');
      await page.waitForURL(({ pathname }) => pathname === place);
      if (path !== place) await page.goto(path);
      return page;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
