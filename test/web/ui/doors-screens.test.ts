import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayInBudapest } from '#services/domain/day.ts';
import type { ApiClient } from '#test/support/api-client.ts';
import { violationsOf } from '#test/support/axe.ts';
import { canBrowse, desk, phone } from '#test/support/browser.ts';
import { aMail, mailSender } from '#test/support/mails.ts';
import { docx, lockedOffice } from '#test/support/office-files.ts';
import { openScreens, type Screens } from '#test/support/screens.ts';

describe.skipIf(!canBrowse)('the doors in Chromium', { timeout: 240_000 }, () => {
  let screens: Screens;
  let api: ApiClient;
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-doors-'));
  const business = (index: number) => screens.ready.businesses[index]!;
  const fileOf = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  beforeAll(async () => {
    screens = await openScreens();
    api = screens.api;
  });
  afterAll(async () => {
    await screens?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  const signedIn = (index: number, path: string, device: typeof desk | typeof phone = desk) =>
    screens.signedIn({
      who: business(index).owner,
      path: `/b/${business(index).id}${path}`,
      look: { ...device, reducedMotion: 'reduce' },
    });
  const inList = (page: Page, name: string) => page.locator('.uploads li', { hasText: name });

  test('H-051 H-054 H-056 files, a folder, what is dropped and pasted go up with progress; a known one names the first, a failed one is tried again alone', async () => {
    const page = await signedIn(0, '/documents');
    const files = page.locator('input[type=file]').first();
    await files.setInputFiles(['egy', 'kettő', 'három', 'négy'].map((name) => fileOf(`${name}.txt`, `Szerződés ${name}`)));
    await page.getByText('4 / 4 fájl kész').waitFor();
    expect(await violationsOf(page)).toEqual([]);

    mkdirSync(join(folder, 'mappa', 'belső'), { recursive: true });
    fileOf('mappa/hat.txt', 'Szerződés hat');
    fileOf('mappa/belső/hét.txt', 'Szerződés hét');
    await page.locator('input[type=file]').nth(1).setInputFiles(join(folder, 'mappa'));
    await inList(page, 'mappa/belső/hét.txt').getByText('feltöltve').waitFor();

    for (const kind of ['drop', 'paste'])
      await page.evaluate((type) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([`Szerződés ${type}`], `${type}.txt`, { type: 'text/plain' }));
        const event =
          type === 'drop'
            ? new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true })
            : new ClipboardEvent(type, { clipboardData: transfer, bubbles: true });
        document.querySelector('.drop')!.dispatchEvent(event);
      }, kind);
    await inList(page, 'drop.txt').getByText('feltöltve').waitFor();
    await inList(page, 'paste.txt').getByText('feltöltve').waitFor();

    // Dragged over from another page: a picture is a file without a place, and text is nothing to upload.
    const dropped = await page.evaluate(() => {
      const drop = (items: (readonly [string, string] | File)[]) => {
        const transfer = new DataTransfer();
        for (const item of items) item instanceof File ? transfer.items.add(item) : transfer.items.add(item[1], item[0]);
        const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
        document.querySelector('.drop')!.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
        return entries;
      };
      const address = ['text/uri-list', 'https://elado.example/szamla.png'] as const;
      const picture = new File(['Szerződés kép'], 'kép.txt', { type: 'text/plain' });
      return [...drop([['text/plain', 'csak szöveg'], address]), ...drop([address, picture])];
    });
    expect(dropped).toEqual([null, null, null, null]);
    await inList(page, 'kép.txt').getByText('feltöltve').waitFor();
    expect(await page.locator('.uploads li').count()).toBe(await page.locator('.uploads li', { hasText: 'feltöltve' }).count());

    // The same bytes under another name.
    await files.setInputFiles(fileOf('másolat.txt', 'Szerződés egy'));
    await inList(page, 'másolat.txt').getByText('megvolt').waitFor();
    const [, path] =
      /\/documents\/([0-9a-f-]+)/.exec((await inList(page, 'másolat.txt').getByRole('link').getAttribute('href')) ?? '') ?? [];
    expect((await api.documents(business(0).id)).find(({ id }) => id === path)?.name).toBe('egy.txt');

    let failures = 1;
    await page.route('**/documents', (route) =>
      route.request().method() === 'POST' && failures-- > 0 ? route.abort('connectionreset') : route.continue(),
    );
    await files.setInputFiles([fileOf('nyolc.txt', 'Szerződés nyolc'), fileOf('kilenc.txt', 'Szerződés kilenc')]);
    const failed = page.locator('.uploads li', { has: page.getByRole('button', { name: 'Újra' }) });
    await failed.waitFor();
    expect(await failed.count()).toBe(1);
    await failed.getByRole('button', { name: 'Újra' }).click();
    for (const name of ['nyolc.txt', 'kilenc.txt']) await inList(page, name).getByText('feltöltve').waitFor();
    expect(await api.documents(business(0).id)).toHaveLength(11);
    await page.context().close();
  });

  test('H-053 H-052 a file that is too large, one of no known kind and one of another kind than was said are told each in its own words', async () => {
    const page = await signedIn(1, '/documents');
    const files = page.locator('input[type=file]').first();
    // From the disk: handed over in memory, all of it goes through the browser's pipe as text first.
    const folder = mkdtempSync(join(tmpdir(), 'nagy-'));
    writeFileSync(join(folder, 'nagy.pdf'), Buffer.alloc(26_214_401));
    await files.setInputFiles(join(folder, 'nagy.pdf'));
    await inList(page, 'nagy.pdf').getByText('25 MB').waitFor({ timeout: 90_000 });
    rmSync(folder, { recursive: true });
    // It is too large the second time as well.
    expect(await inList(page, 'nagy.pdf').getByRole('button').count()).toBe(0);
    await page.getByRole('combobox', { name: 'A feltöltött fájlok fajtája' }).click();
    await page.getByRole('option', { name: 'szerződés' }).click();
    const note = 'SZÁLLÍTÓLEVÉL\nSzállítólevél száma: SZL-1\nMennyiség: 3 db\nÁtvettem.';
    await files.setInputFiles([fileOf('levél.txt', note), fileOf('program.exe', 'MZ\u0090\0\u0003\0')]);
    await inList(page, 'levél.txt').getByText('feltöltve').waitFor();
    await inList(page, 'program.exe').getByText('feltöltve').waitFor();
    const documents = await api.restingDocuments(business(1).id, 2, 100_000);
    expect(documents.find(({ name }) => name === 'levél.txt')).toMatchObject({
      kind: 'delivery-note',
      statedKind: 'contract',
      state: 'needs-review',
      because: 'kind-differs',
    });
    await page.goto(`/b/${business(1).id}/documents/${documents.find(({ name }) => name === 'levél.txt')!.id}`);
    await page.getByText('Feltöltéskor: szerződés').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.goto(`/b/${business(1).id}/intakes`);
    await page.locator('.part', { hasText: 'program.exe' }).waitFor();
    await page.context().close();
  });

  test('H-071 on the deliveries a password is typed, a part is kept, discarded and brought back, day by day', async () => {
    const { id, mailAddress } = business(1);
    const password = 'ügyfélszám-77';
    const locked = await lockedOffice(await docx(['TELJESÍTÉSIGAZOLÁS', 'A megrendelő a munkát átvette.']), password, 'agile');
    using sender = mailSender(screens.ready.smtp);
    await sender.send(
      mailAddress,
      await aMail('ajtok-1', [
        { filename: 'zárt.docx', content: locked },
        { filename: 'adat.bin', content: Buffer.from([1, 2, 3, 250, 0, 7]) },
      ]),
    );
    const document = async (name: string) => (await api.documents(id)).find((each) => each.name === name);
    await expect.poll(async () => (await api.intakes(id)).find(({ door }) => door === 'smtp')?.fate, { timeout: 30_000 }).toBe('review');

    const page = await signedIn(1, '/intakes', phone);
    const part = (name: string) => page.locator('.part', { hasText: name });
    await part('zárt.docx').getByText('jelszóval védett').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    const type = async (typed: string) => {
      await part('zárt.docx').getByRole('button', { name: 'Jelszót adok' }).click();
      await part('zárt.docx').getByLabel('A fájl jelszava').fill(typed);
      await part('zárt.docx').getByRole('button', { name: 'Kinyitom' }).click();
    };
    await type('nem-ez');
    await expect.poll(async () => (await document('zárt.docx'))?.because, { timeout: 30_000 }).toBe('wrong-password');
    await page.reload();
    await part('zárt.docx').getByText('Ezzel a jelszóval nem nyílik').waitFor();
    await type(password);
    await expect.poll(() => document('zárt.docx'), { timeout: 30_000 }).toMatchObject({ state: 'ready', kind: 'performance-certificate' });

    await part('adat.bin').getByRole('button', { name: 'Eldobom' }).click();
    await part('adat.bin').getByText('mellőzve').waitFor();
    await page.getByRole('button', { name: 'Visszavonom' }).click();
    await expect.poll(() => document('adat.bin'), { timeout: 30_000 }).toBeDefined();
    await part('adat.bin').getByRole('link', { name: 'Bizonylat' }).waitFor();
    // What is doubtful is decided on the desk; what else could be done stands in a menu, as with a part with which all is well.
    await part('adat.bin').getByRole('link', { name: 'Átnézem' }).waitFor();
    await part('adat.bin').getByRole('button', { name: 'Mit tehet vele: adat.bin' }).click();
    await page.getByRole('menuitem', { name: 'Újra' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await part('zárt.docx').getByRole('button', { name: 'Eldobom' }).count()).toBe(0);
    await part('zárt.docx').getByRole('button', { name: 'Mit tehet vele: zárt.docx' }).click();
    await page.getByRole('menuitem', { name: 'Eldobom' }).waitFor();
    await page.keyboard.press('Escape');

    // One day, the day before, and every day again; it stands in the address.
    await page.getByRole('button', { name: 'Egy nappal korábban' }).click();
    await page.waitForURL(`**/intakes?on=${dayInBudapest(new Date())}`);
    await part('zárt.docx').waitFor();
    await page.getByRole('button', { name: 'Egy nappal korábban' }).click();
    await page.getByText('Ezen a napon semmi nem jött').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.locator('.page-body').getByRole('button', { name: 'Minden nap' }).click();
    await part('zárt.docx').waitFor();
    await page.context().close();
  });

  test('H-071 of a delivery of many parts a glance is shown, what waits before the rest; all of them by a press, and on its own page', async () => {
    const { id, mailAddress } = business(0);
    using sender = mailSender(screens.ready.smtp);
    const calendar = Buffer.from('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n');
    await sender.send(
      mailAddress,
      await aMail('sok-1', [
        ...Array.from({ length: 14 }, (_, index) => ({ filename: `naptár-${index}.ics`, content: calendar, contentType: 'text/calendar' })),
        { filename: 'utolsó.bin', content: Buffer.from([1, 2, 3, 250, 0, 7]) },
      ]),
    );
    const intake = async () => (await api.intakes(id)).find(({ subject }) => subject === 'Számla sok-1');
    await expect.poll(async () => (await intake())?.parts.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(16);
    const page = await signedIn(0, '/intakes');
    const delivery = page.locator('.delivery', { hasText: 'Számla sok-1' });
    await delivery.locator('.part', { hasText: 'utolsó.bin' }).waitFor();
    expect(await delivery.locator('li.part').count()).toBe(12);
    await delivery.getByRole('button', { name: /Még \d+ rész/ }).click();
    await expect.poll(() => delivery.locator('li.part').count()).toBe(16);
    expect(await delivery.getByRole('button', { name: /Még \d+ rész/ }).count()).toBe(0);
    await page.goto(`/b/${id}/intakes/${(await intake())!.id}`);
    await expect.poll(() => page.locator('li.part').count()).toBe(16);
    await page.context().close();
  });

  test('H-063 H-068 H-071 the settings of the doors: bills in the body, senders, passwords, the rhythm', async () => {
    const page = await signedIn(1, '/settings/doors');
    const bills = page.getByRole('switch', { name: /A levél szövegében/ });
    await bills.click({ force: true });
    await expect.poll(() => bills.isChecked()).toBe(true);
    await page.getByLabel('cim@pelda.hu vagy pelda.hu').fill('Reklam.example');
    await page
      .locator('form', { has: page.getByLabel('cim@pelda.hu vagy pelda.hu') })
      .getByRole('button', { name: 'Felveszem' })
      .click();
    await page.getByText('reklam.example').waitFor();
    await page.getByLabel('Kinek a fájljaihoz').fill('Áramszolgáltató');
    const passwords = page.locator('form', { has: page.getByLabel('Kinek a fájljaihoz') });
    await passwords.getByLabel('Jelszó', { exact: true }).fill('titok-9');
    await passwords.getByRole('button', { name: 'Felveszem' }).click();
    await page.getByText('Áramszolgáltató').waitFor();
    expect(await page.content()).not.toContain('titok-9');
    await page.getByRole('combobox', { name: /E-mail/ }).click();
    await page.getByRole('option', { name: /7/ }).click();
    expect(await violationsOf(page)).toEqual([]);
    await page.reload();
    await page.getByText('reklam.example').waitFor();
    expect(await bills.isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Törlöm: reklam.example' }).click();
    await page.getByText('reklam.example').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Törlöm: Áramszolgáltató' }).click();
    await page.getByText('Áramszolgáltató').waitFor({ state: 'detached' });
    await page.context().close();
  });
});
