import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import type { BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '#test/support/api-client.ts';
import { violationsOf } from '#test/support/axe.ts';
import { canBrowse } from '#test/support/browser.ts';
import { openScreens, type Screens } from '#test/support/screens.ts';

/** A sheet on a dark table, as a phone's camera would give it. */
const sheet = (name: string): Promise<Buffer> =>
  sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200"><rect width="100%" height="100%" fill="#3a2c22"/>
      <polygon points="180,130 700,160 730,1050 150,1020" fill="#f2efe8"/>
      <text x="250" y="300" font-size="60" fill="#222">${name}</text><text x="250" y="500" font-size="44" fill="#222">ÖSSZESEN 18 400 Ft</text></svg>`),
  )
    .jpeg()
    .toBuffer();

describe.skipIf(!canBrowse)('the capture page in Chromium, with a camera that is none', { timeout: 120_000 }, () => {
  let screens: Screens;
  let api: ApiClient;
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-capture-'));
  const fileOf = async (name: string) => {
    const path = join(folder, `${name}.jpg`);
    writeFileSync(path, await sheet(name));
    return path;
  };

  beforeAll(async () => {
    screens = await openScreens(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
    api = screens.api;
  });
  afterAll(async () => {
    await screens?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const business = (index: number) => screens.ready.businesses[index]!;

  async function phone(index: number, { hasCamera = true } = {}): Promise<{ page: Page; context: BrowserContext }> {
    const context = await screens.browser.newContext({
      viewport: { width: 390, height: 844 },
      baseURL: screens.ready.url,
    });
    if (!hasCamera)
      await context.addInitScript(`navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('none', 'NotFoundError'))`);
    const page = await context.newPage();
    await page.goto('/capture');
    await page.waitForURL('**/sign-in?**');
    await page.fill('input[name=email]', business(index).owner.email);
    await page.fill('input[name=password]', business(index).owner.password);
    await page.press('input[name=password]', 'Enter');
    // Back to where one wanted to go.
    await page.waitForURL('**/capture');
    return { page, context };
  }
  /** Asked again and again from outside: the page's own policy allows no code made at run time. */
  const until = (page: Page, holds: string) => expect.poll(() => page.evaluate(holds), { timeout: 15_000 }).toBe(true);
  const documents = async (index: number) => (await api.documents(business(index).id)).length;

  test('H-072 H-073 H-074 H-075 two photographed pages become one PDF with what was entered, marked as a person’s word', async () => {
    const { page, context } = await phone(0);
    await until(page, 'document.querySelector("video")?.videoWidth > 0');
    expect(await page.getByText('munkapéldány').isVisible()).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
    for (let count = 1; count <= 2; count++) {
      await page.getByRole('button', { name: 'Lefényképezem' }).click();
      await page.getByRole('button', { name: 'Forgatás' }).click();
      await page.getByRole('button', { name: 'Bal felső sarok' }).press('ArrowRight');
      if (count === 1) expect(await violationsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Jó így' }).click();
      await page.getByRole('button', { name: `${count} oldal kész` }).waitFor();
      // An unfinished voucher outlives the page.
      await page.reload();
      await page.getByRole('button', { name: `${count} oldal kész` }).waitFor();
      await until(page, 'document.querySelector("video")?.videoWidth > 0');
    }
    await page.getByRole('button', { name: '2 oldal kész' }).click();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel('Partner').fill('Fügefa Festék Bt.');
    await page.getByLabel('Bizonylat száma').fill('FF-2026/02218');
    await page.getByLabel('Bruttó összeg').fill('18 400');
    await page.getByLabel('Kelt').fill('2026-10-28');
    await page.getByRole('combobox', { name: 'Fizetési mód' }).click();
    await page.getByRole('option', { name: 'készpénz' }).click();
    await page.getByLabel('Ki van fizetve').check();
    await page.getByLabel('Megjegyzés').fill('Az iroda festéséhez');
    await page.reload();
    await page.getByRole('button', { name: '2 oldal kész' }).click();
    expect(await page.getByLabel('Partner').inputValue()).toBe('Fügefa Festék Bt.');
    expect(await page.getByLabel('Ki van fizetve').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Beküldöm' }).click();
    await page.getByText('1 bizonylat megérkezett').waitFor();

    const [document] = await api.restingDocuments(business(0).id, 1, 60_000);
    expect(document!.mediaType).toBe('application/pdf');
    expect((await PDFDocument.load(await api.content(business(0).id, document!.id))).getPageCount()).toBe(2);
    const [intake] = await api.intakes(business(0).id);
    expect(intake).toMatchObject({ door: 'capture' });
    const [item] = await api.invoices(business(0).id);
    expect(item).toMatchObject({
      number: 'FF-2026/02218',
      gross: '18400.00',
      direction: 'payable',
      supplier: { name: 'Fügefa Festék Bt.' },
    });
    expect(item!.sources['gross']).toMatchObject([{ source: 'person', won: true }]);
    // Sent, the next voucher begins empty; what no field holds stands beside the document.
    await page.reload();
    await page.getByText('Még nincs oldal').waitFor();
    await page.goto(`/b/${business(0).id}/documents/${document!.id}`);
    await page.getByText('azt írta: ki van fizetve (készpénz)').waitFor();
    await page.getByText('Az iroda festéséhez').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await context.close();
  });

  test('H-073 without a connection the page opens, photos wait in the phone, go by themselves later, and never twice', async () => {
    const before = await documents(1);
    const { page, context } = await phone(1, { hasCamera: false });
    await page.getByText('A kamera itt nem érhető el').waitFor();
    await until(page, 'caches.open("capture").then((cache) => cache.keys()).then((keys) => keys.length > 5)');
    await until(page, 'navigator.serviceWorker.controller !== null');
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('button', { name: 'Egymás után több' }).click();
    const chooser = page.locator('input[type=file]');
    for (const name of ['elso', 'masodik']) {
      await chooser.setInputFiles(await fileOf(name));
      await page.getByRole('button', { name: 'Jó így' }).click();
    }
    await page.getByText('2 kép vár').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    // Closing the page loses nothing either.
    await page.reload();
    await page.getByText('2 kép vár').waitFor();
    expect(await documents(1)).toBe(before);
    await context.setOffline(false);
    await page.getByText('2 bizonylat megérkezett').waitFor();
    expect(await documents(1)).toBe(before + 2);

    await page.getByRole('button', { name: 'Egymás után több' }).click();
    // The same photo once more, and an answer that is lost on the way: no second document of either.
    await chooser.setInputFiles(await fileOf('elso'));
    await page.getByRole('button', { name: 'Jó így' }).click();
    await page.getByText('már megvolt').waitFor();
    let isLost = false;
    await page.route('**/documents', async (route) => {
      if (isLost || route.request().method() !== 'POST') return route.continue();
      isLost = true;
      await route.fetch();
      await route.abort('connectionreset');
    });
    await chooser.setInputFiles(await fileOf('harmadik'));
    await page.getByRole('button', { name: 'Jó így' }).click();
    await page.getByText('1 kép vár').waitFor();
    await page.evaluate('dispatchEvent(new Event("online"))');
    await until(page, '!document.querySelector(".capture-count")');
    expect(isLost).toBe(true);
    expect(await documents(1)).toBe(before + 3);
    await context.close();
  });

  test('H-073 it can be installed: a manifest with pictures, a service worker, and the strict policy over both', async () => {
    const answer = await fetch(`${screens.ready.url}/manifest.webmanifest`);
    const manifest = (await answer.json()) as { icons: { src: string; sizes: string }[]; display: string; shortcuts: { url: string }[] };
    expect(manifest.display).toBe('standalone');
    expect(manifest.shortcuts.map(({ url }) => url)).toEqual(['/capture']);
    for (const { src, sizes } of manifest.icons.filter(({ sizes }) => sizes !== 'any')) {
      const icon = await sharp(Buffer.from(await (await fetch(screens.ready.url + src)).arrayBuffer())).metadata();
      expect(`${icon.width}x${icon.height}`).toBe(sizes);
    }
    const worker = await fetch(`${screens.ready.url}/sw.js`);
    expect([worker.status, worker.headers.get('content-security-policy')?.includes("script-src 'self'")]).toEqual([200, true]);
  });
});
