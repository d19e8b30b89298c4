import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '#test/support/axe.ts';
import { anAccount, type BankPeer, entry, ibans, profileAt, startBankPeer } from '#test/support/bank-at-peer.ts';
import { canBrowse, desk, phone } from '#test/support/browser.ts';
import { openScreens, type Screens } from '#test/support/screens.ts';
import { en } from '#web/ui/texts/en.ts';
import { hu } from '#web/ui/texts/hu.ts';

const looks = (['light', 'dark'] as const).flatMap((colorScheme) => [desk, phone].map((device) => ({ ...device, colorScheme })));

describe.skipIf(!canBrowse)('connections to banks in Chromium', { timeout: 120_000 }, () => {
  let peer: BankPeer;
  let profile: ReturnType<typeof profileAt>;
  let screens: Screens;
  const business = () => screens.ready.businesses[0]!;
  const banksPage = () => `/b/${business().id}/settings/banks`;
  const as = (who: 'owner' | 'accountant', look: object = desk) =>
    screens.signedIn({
      who: who === 'owner' ? business().owner : screens.ready.accountant,
      path: banksPage(),
      look: { ...look, reducedMotion: 'reduce' },
    });

  beforeAll(async () => {
    peer = await startBankPeer();
    await peer.tell('accounts', [anAccount(ibans[0], [entry(1, '127000'), entry(2, '-4500')]), anAccount(ibans[1], [])]);
    profile = profileAt(peer.url, { patienceSeconds: 10 });
    screens = await openScreens([], { BANK_PROFILES: profile.file, OUTBOUND_PRIVATE: 'on' });
  }, 120_000);
  afterAll(async () => {
    await screens?.[Symbol.asyncDispose]();
    profile?.[Symbol.dispose]();
    peer?.[Symbol.dispose]();
  });

  /** No fault of axe, nothing wider than the screen. */
  const faultsOf = async (page: Page): Promise<string[]> => [
    ...(await violationsOf(page)),
    ...((await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll('.page-body')].some((each) => each.scrollWidth > each.clientWidth),
    ))
      ? ['too wide']
      : []),
  ];
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

  test('B-007 B-010 B-038 B-039 connect at the bank’s own page, see balances and lines, fetch now, renew, stop', async () => {
    const page = await as('owner');
    const t = hu.banks;
    await page.getByText(t.none).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await button(page, t.connect).click();
    await page.getByLabel(t.otherAccount).fill(ibans[0]);
    await button(page, t.addAccount).click();
    await page.getByRole('checkbox', { name: '99900009-00000001-00000009' }).waitFor();
    expect(await button(page, t.go).isDisabled()).toBe(true);
    await page.getByLabel(t.confirm).check();
    expect(await faultsOf(page)).toEqual([]);
    await button(page, t.go).click();

    await page.waitForURL((url) => url.origin === peer.url);
    await page.getByRole('button', { name: 'Jóváhagyom' }).click();
    await page.waitForURL((url) => url.pathname === banksPage());
    await page.getByText(t.state.valid, { exact: true }).waitFor();
    await page.getByText('125 000,50').first().waitFor();
    for (const look of looks) {
      await page.setViewportSize(look.viewport!);
      await page.emulateMedia({ colorScheme: look.colorScheme });
      expect(await faultsOf(page)).toEqual([]);
    }
    await page.setViewportSize(desk.viewport!);

    await peer.tell('accounts', [anAccount(ibans[0], [entry(0, '99.25')], { balance: '777.25' })]);
    await button(page, t.fetchNow).click();
    await page.getByText('777,25').first().waitFor();
    await button(page, t.renew).click();
    await page.getByRole('checkbox', { name: '99900009-00000001-00000009' }).waitFor();
    expect(await page.getByRole('checkbox', { name: '99900009-00000001-00000009' }).isChecked()).toBe(true);
    await button(page, hu.common.cancel).click();

    await button(page, t.stop).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(t.stopHint).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: t.stop }).click();
    await page.getByText(t.state.revoked_by_user).waitFor();
    await expect.poll(async () => (await peer.consents()).at(-1)?.status, { timeout: 15_000 }).toBe('terminatedByTpp');
    await page.goto(`/b/${business().id}/bank`);
    await page.getByText('99,25').first().waitFor();
  });

  test('B-016 no at the bank, and a way back that is not the browser’s, are said plainly', async () => {
    const page = await as('owner');
    const t = hu.banks;
    await button(page, t.connect).click();
    await page.getByRole('checkbox', { name: '99900009-00000001-00000009' }).check();
    await page.getByLabel(t.confirm).check();
    await button(page, t.go).click();
    await page.getByRole('button', { name: 'Elutasítom' }).click();
    await page.getByText(t.notGiven).waitFor();
    await page.goto('/bank-return?state=idegen');
    await page.getByText(t.returnFailed, { exact: false }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  test('B-035 the accountant sees and may not connect; in English too', async () => {
    const page = await as('accountant');
    await page.getByText(hu.banks.onlyOwner).waitFor();
    expect(await button(page, hu.banks.connect).count()).toBe(0);
    await page.evaluate(() => localStorage.setItem('bizonylat.language', 'en'));
    await page.reload();
    await page.getByText(en.banks.state.revoked_by_user).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });
});

describe.skipIf(!canBrowse)('without a bank', { timeout: 120_000 }, () => {
  test('the settings do not speak of banks', async () => {
    await using screens = await openScreens();
    const [business] = screens.ready.businesses;
    const page = await screens.signedIn({ who: business!.owner, path: `/b/${business!.id}/settings`, look: desk });
    await page.getByRole('link', { name: hu.doors.title }).first().waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined); // events keep a connection open
    expect(await page.getByRole('link', { name: hu.banks.title, exact: true }).count()).toBe(0);
  });
});
