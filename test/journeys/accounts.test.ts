import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiClient } from '#test/support/api-client.ts';
import { canBrowse, desk, openBrowser, phone } from '#test/support/browser.ts';
import { spawnHub, startHub } from '#test/support/hub.ts';
import { linkIn, type MailOut, openMailOut } from '#test/support/mail-out.ts';
import { mailSender, officeFile, officeMail } from '#test/support/mails.ts';
import { anAcceptedBusiness, aRegisteredFirm, password } from '#test/support/newcomers.ts';

const patience = { timeout: 30_000, interval: 200 };

describe.skipIf(!canBrowse)('accountants and businesses find and leave each other', { timeout: 120_000 }, () => {
  let mailOut: MailOut;
  let hub: Awaited<ReturnType<typeof startHub>>;
  let browser: Browser;

  beforeAll(async () => {
    mailOut = await openMailOut();
    [hub, browser] = await Promise.all([startHub({ SMTP_OUT_URL: mailOut.url }), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.[Symbol.asyncDispose]();
    await mailOut?.[Symbol.asyncDispose]();
  });

  async function newPage(device: typeof phone | typeof desk): Promise<Page> {
    const context = await browser.newContext({ ...device, baseURL: hub.url });
    context.setDefaultTimeout(patience.timeout);
    return context.newPage();
  }

  async function signIn(page: Page, email: string): Promise<void> {
    await page.getByLabel('E-mail-cím').fill(email);
    await page.getByLabel('Jelszó', { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Fő' }).filter({ visible: true }).waitFor();
  }

  test('H-008–H-015, H-019–H-022, H-172 a firm registers from its ledger program, invites a business, which accepts on a phone and mails a receipt that the program fetches', async () => {
    const firm = { taxNumber: '98000340-2-42', email: 'petra@proba.example' };
    const owner = { taxNumber: '99000408-2-43', email: 'gazda@pelda.example' };

    const begun = await fetch(`${hub.url}/api/v1/accountants`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(firm),
    });
    const { continueUrl } = (await begun.json()) as { continueUrl: string };

    const accountant = await newPage(desk);
    await accountant.goto(continueUrl);
    expect(await accountant.getByLabel('Adószám').inputValue()).toBe(firm.taxNumber);
    expect(await accountant.getByLabel('E-mail-cím').inputValue()).toBe(firm.email);
    await accountant.getByLabel('Az iroda neve').fill('Próba Könyvelő Kft.');
    await accountant.getByLabel('Számlázási cím').fill('1111 Budapest, Minta utca 1.');
    await accountant.getByLabel('Kapcsolattartó').fill('Próba Petra');
    await accountant.getByLabel('Elolvastam és elfogadom').check();
    await accountant.getByLabel('Kijelentem, hogy szakmám körében járok el').check();
    await accountant.getByRole('button', { name: 'Regisztrálok' }).click();
    await accountant.getByText(`Elküldtük a megerősítő linket erre a címre: ${firm.email}`).waitFor();

    await accountant.goto(linkIn(await mailOut.to(firm.email, 'Regisztráció megerősítése')));
    await accountant.getByLabel('Új jelszó').fill(password);
    await accountant.getByRole('button', { name: 'Megerősítem' }).click();
    const securityKey = await accountant.locator('.secret').innerText();
    expect((await mailOut.to(firm.email, 'A könyvelőprogram összekötésének adatai')).text).toContain(securityKey);
    await accountant.getByRole('link', { name: 'Belépek' }).click();
    await signIn(accountant, firm.email);

    await accountant.getByRole('link', { name: 'Új ügyfél' }).click();
    await accountant.getByLabel('Az ügyfél e-mail-címe').fill(owner.email);
    await accountant.getByLabel('A vállalkozás neve').fill('Minta Malom Bt.');
    await accountant.getByLabel('Adószám').fill(owner.taxNumber);
    await accountant.getByRole('button', { name: 'Meghívót küldök' }).click();
    await accountant.getByText(`Meghívó elküldve: ${owner.email}`).waitFor();

    const business = await newPage(phone);
    await business.goto(linkIn(await mailOut.to(owner.email, 'meghívja')));
    await business.getByText('Próba Könyvelő Kft. meghívja Önt').waitFor();
    expect(await business.getByLabel('Adószám').inputValue()).toBe(owner.taxNumber);
    expect(await business.getByLabel('A vállalkozás neve').inputValue()).toBe('Minta Malom Bt.');
    await business.getByLabel('Székhely').fill('2222 Minta, Fő utca 2.');
    await business.getByLabel('Új jelszó').fill(password);
    await business.getByLabel('Elolvastam és elfogadom').check();
    await business.getByRole('button', { name: 'Elfogadom a meghívót' }).click();
    await business.getByRole('link', { name: 'Belépek' }).click();
    await signIn(business, owner.email);
    const mailAddress = (
      await business
        .locator('main')
        .getByText(/^\S+@\S+$/)
        .innerText()
    ).trim();
    expect((await mailOut.to(owner.email, 'Elkészült a kapcsolat')).text).toContain(mailAddress);
    await mailOut.to(firm.email, 'Minta Malom Bt.');

    const program = await apiClient({ url: hub.url, accountant: { securityKey } });
    const before = await program.changes(undefined);
    const businessId = before.changes.find(({ type }) => type === 'business')!.businessId;
    const raw = officeMail('02-receipt-photo.eml');
    using sender = mailSender(hub.smtp);
    await sender.send(mailAddress, raw);

    const sent = (await simpleParser(raw)).attachments[0]!;
    const news = await nextChange(program, before.next, 'document');
    expect(news).toMatchObject({ businessId, deleted: false });
    expect((await program.content(businessId, news.id)).equals(sent.content)).toBe(true);
    // What the owner's phone shows came by itself: nobody has loaded the page again.
    await business.getByText('IMG_2041.jpg').waitFor();
  });

  test('H-024, H-129–H-134 a business changes its accountant: the former sees nothing any more, the new one sees all that was', async () => {
    const place = { hub, mailOut };
    const former = await aRegisteredFirm(place, { name: 'Régi Könyvelő Kft.', taxNumber: '98000450-2-41', email: 'regi@konyvelo.example' });
    const next = await aRegisteredFirm(place, { name: 'Új Könyvelő Bt.', taxNumber: '98000560-2-41', email: 'uj@konyvelo.example' });
    const business = await anAcceptedBusiness(place, former, {
      name: 'Vándor Cipész Kft.',
      taxNumber: '99000518-2-43',
      email: 'vandor@cipesz.example',
    });
    const formerProgram = await apiClient({ url: hub.url, accountant: former });
    const bytes = officeFile('szallitolevel-7781.pdf');
    expect((await formerProgram.upload(business.id, 'szallitolevel-7781.pdf', bytes)).status).toBe(201);
    const [document] = await formerProgram.restingDocuments(business.id, 1, patience.timeout);

    const formerDesk = await newPage(desk);
    await formerDesk.goto('/sign-in');
    await signIn(formerDesk, former.email);
    await formerDesk.getByRole('link', { name: business.name }).click();
    await formerDesk.getByRole('link', { name: 'Beállítások' }).click();
    await formerDesk.getByRole('link', { name: 'Adatok' }).click();
    await formerDesk.getByRole('button', { name: 'Lezárom a könyvelést' }).click();
    await formerDesk.getByText('A könyvelő elindította; az üzemeltető eddig zárja le').waitFor();
    await mailOut.to(business.email, 'Szétválasztás folyamatban');

    const operator = spawnHub(['operator', 'separate', business.id], hub.env);
    expect((await once(operator.child, 'exit'))[0], operator.said()).toBe(0);

    await formerDesk.goto(`/b/${business.id}/documents/${document!.id}`);
    await formerDesk.getByRole('heading', { name: 'Ezen a címen nincs semmi.' }).waitFor();
    await formerDesk.goto('/clients');
    await formerDesk.getByRole('heading', { name: 'Ügyfelek' }).waitFor();
    expect(await formerDesk.getByText(business.name).count()).toBe(0);
    for (const path of ['', '/documents', `/documents/${document!.id}/content`, '/invoices', '/intakes', '/audit'])
      expect((await formerProgram.ask(business.id, path)).status, path).toBe(404);
    const fresh = await apiClient({ url: hub.url, accountant: former });
    expect(await fresh.businesses()).toEqual([]);

    const nextDesk = await newPage(desk);
    await nextDesk.goto('/sign-in');
    await signIn(nextDesk, next.email);
    await nextDesk.getByRole('link', { name: 'Új ügyfél' }).click();
    await nextDesk.getByLabel('Az ügyfél e-mail-címe').fill(business.email);
    await nextDesk.getByLabel('Adószám').fill(business.taxNumber);
    await nextDesk.getByRole('button', { name: 'Meghívót küldök' }).click();
    await nextDesk.getByText(`Meghívó elküldve: ${business.email}`).waitFor();

    const owner = await newPage(phone);
    await owner.goto(linkIn(await mailOut.to(business.email, 'Új Könyvelő Bt. meghívja')));
    await owner.getByRole('link', { name: 'Belépek' }).click();
    await owner.getByLabel('E-mail-cím').fill(business.email);
    await owner.getByLabel('Jelszó', { exact: true }).fill(password);
    await owner.keyboard.press('Enter');
    await owner.getByLabel('A vállalkozás neve').fill(business.name);
    await owner.getByLabel('Székhely').fill('2222 Minta, Fő utca 2.');
    await owner.getByLabel('Elolvastam és elfogadom').check();
    await owner.getByRole('button', { name: 'Elfogadom a meghívót' }).click();
    await owner.getByRole('link', { name: 'Belépek a vállalkozásba' }).click();
    await owner.getByText('szallitolevel-7781.pdf').waitFor();

    await nextDesk.goto('/clients');
    await nextDesk.getByRole('link', { name: business.name }).click();
    await nextDesk.getByRole('link', { name: 'Bizonylatok' }).click();
    await nextDesk.getByText('szallitolevel-7781.pdf').first().waitFor();
    const nextProgram = await apiClient({ url: hub.url, accountant: next });
    expect((await nextProgram.content(business.id, document!.id)).equals(bytes)).toBe(true);
    expect((await nextProgram.changes(undefined)).changes.map(({ id }) => id)).toContain(document!.id);
    await formerDesk.reload();
    await formerDesk.getByRole('heading', { name: 'Ügyfelek' }).waitFor();
    expect(await formerDesk.getByText(business.name).count()).toBe(0);
  });
});

/** The first change of a type after a cursor; each question waits for news. */
async function nextChange(program: Awaited<ReturnType<typeof apiClient>>, since: string, type: string) {
  for (let cursor = since, until = Date.now() + patience.timeout; Date.now() < until; ) {
    const { changes, next } = await program.changes(cursor);
    const found = changes.find((change) => change.type === type);
    if (found) return found;
    cursor = next;
  }
  throw new Error(`no ${type} has changed`);
}
