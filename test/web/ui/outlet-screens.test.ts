import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { violationsOf } from '#test/support/axe.ts';
import { canBrowse, desk, phone } from '#test/support/browser.ts';
import { filesIn } from '#test/support/outlets.ts';
import { openScreens, type Screens } from '#test/support/screens.ts';
import { startSshd } from '#test/support/services/file-servers.ts';
import { needed } from '#test/support/services/start-services.ts';

const sshd = needed('sshd');

describe.skipIf(!canBrowse || sshd === null)('servers of the customer, in Chromium', { timeout: 180_000 }, () => {
  let server: Awaited<ReturnType<typeof startSshd>>;
  let screens: Screens;
  const business = () => screens.ready.businesses[0]!;
  const signedIn = (who: { email: string; password: string } = business().owner, look: typeof desk | typeof phone = desk): Promise<Page> =>
    screens.signedIn({ who, path: `/b/${business().id}/settings/doors`, look: { ...look, reducedMotion: 'reduce' } });

  beforeAll(async () => {
    server = await startSshd(sshd!);
    vi.stubEnv('OUTBOUND_PRIVATE', 'on');
    screens = await openScreens();
  }, 120_000);
  afterAll(async () => {
    await screens?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  test('H-119 H-120 the owner reads, accepts, compares the key, and a document is on the server; stopped, it says so', async () => {
    const page = await signedIn();
    const { files, folder } = server.newFolder();
    await page.getByRole('button', { name: 'Kiszolgálót adok meg másolatokhoz' }).click();
    const start = page.getByRole('button', { name: 'Elindítom' });
    expect(await start.isDisabled()).toBe(true);
    await page.getByText('Ami elment, ott marad').waitFor();
    await page.fill('input[name=host]', 'localhost');
    await page.fill('input[name=username]', server.username);
    await page.fill('textarea[name=password]', server.password);
    await page.fill('input[name=folder]', folder);

    // Plain FTP asks twice: for the warning and for the description.
    await page.getByRole('combobox', { name: 'Kapcsolat' }).click();
    await page.getByRole('option', { name: 'FTP, nyíltan' }).click();
    await page.getByLabel('Elolvastam, és elfogadom').check();
    await page.getByText('Az FTP semmit nem titkosít').waitFor();
    expect(await start.isDisabled()).toBe(true);
    await page.getByLabel('Megértettem a kockázatot').check();
    expect(await start.isEnabled()).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'Kapcsolat' }).click();
    await page.getByRole('option', { name: 'SFTP', exact: true }).click();
    await page.fill('input[name=port]', String(server.port));
    await start.click();

    await page.getByText('kulcsra vár').waitFor();
    await page.getByText('A leírást elfogadta és elindította:').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Egyezik, elfogadom' }).click();
    await page.getByText('rendben', { exact: true }).first().waitFor();
    await screens.api.upload(business().id, 'szerződés.txt', Buffer.from('Szerződés a másolathoz'));
    await page.reload();
    await expect.poll(() => [...filesIn(files).keys()].filter((path) => path.endsWith('.txt')), { timeout: 90_000 }).toHaveLength(1);
    await page.reload();
    await page.getByText('1 másolat ment el').waitFor();
    expect(await violationsOf(page)).toEqual([]);

    await page.getByRole('button', { name: 'Leállítom' }).click();
    await page.getByText('Ami már a kiszolgálón van, ott marad.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Leállítom' }).click();
    await page.getByText('1 másolat ment el').waitFor({ state: 'detached' });
  });

  test('H-119 the accountant sees what runs, and that only the customer starts it', async () => {
    const page = await signedIn(screens.ready.accountant, phone);
    await page.getByText('Elindítani a vállalkozás tulajdonosa vagy adminisztrátora tudja.').first().waitFor();
    expect(await page.getByRole('button', { name: 'Kiszolgálót adok meg másolatokhoz' }).count()).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
  });
});
