import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const builtPages = fileURLToPath(new URL('../../web/ui/dist/index.html', import.meta.url));

/** Without a browser or built pages there is nothing to look at; where everything must run, that is an error. */
export const canBrowse = Boolean(process.env['CI']) || (existsSync(executablePath) && existsSync(builtPages));

/** Debian's Chromium, which asks nobody but our own server. */
export const openBrowser = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });

/** A phone held upright, and a desk; the address bar starts at `url`. */
export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'hu-HU' } as const;
export const desk = { viewport: { width: 1440, height: 900 }, locale: 'hu-HU' } as const;
