import { createHash } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Sequelize } from 'sequelize';
import { expect } from 'vitest';
import { operator } from '#services/actions/house.ts';
import type { ManifestEntry } from '#services/actions/leaving/export-zip.ts';
import { completeSeparation } from '#services/actions/leaving/separations.ts';
import { objectKey } from '#storage/objects/object-store.ts';
import { row, rows } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, aMember, cookieFor, houseOn } from '#test/support/office.ts';
import type { ExportView } from '#web/contract/leaving.ts';

type App = Awaited<ReturnType<typeof openApp>>;

async function uploaded(app: App, cookie: string, businessId: string, name: string, bytes: string): Promise<string> {
  const form = new FormData();
  form.set('file', new File([bytes], name, { type: 'text/plain' }));
  const answer = await fetch(`${app.url}/api/v1/businesses/${businessId}/documents`, { method: 'POST', headers: { cookie }, body: form });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

async function shows(
  db: Sequelize,
  businessId: string,
  documentId: string,
  { number, partner, issuedOn, gross = 127_000 }: { number: string; partner: string; issuedOn: string; gross?: number },
) {
  await row(
    db,
    `with invoice as (
       insert into invoices (id, business_id, direction, family, state, kind, number, supplier_name, issued_on, currency, net_minor, vat_minor, gross_minor)
       values (gen_random_uuid(), $1, 'payable', 'invoice', 'ready', 'invoice', $3, $4, $5, 'HUF', 100000, 27000, $6) returning id)
     insert into invoice_sources (id, invoice_id, business_id, source, origin, document_id, reading)
     select gen_random_uuid(), id, $1, 'embedded', $2::text || $3::text, $2::uuid, '{}' from invoice`,
    businessId,
    documentId,
    number,
    partner,
    issuedOn,
    gross,
  );
}

/** The ZIP opened by another program's eyes: every entry with its bytes. */
async function opened(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const reader = new ZipReader(new Uint8ArrayReader(bytes));
  const entries = await reader.getEntries();
  return new Map(
    await Promise.all(
      entries.map(async (entry) => {
        if (entry.directory) throw new Error('no folder entries here');
        return [entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter(), { checkSignature: true }))] as const;
      }),
    ),
  );
}

async function office(db: Sequelize, databaseUrl: string) {
  const house = houseOn(db);
  const app = await openApp(house, databaseUrl);
  const firm = await aFirm(house);
  const business = await aBusiness(house, firm.accountantId);
  const cookie = await cookieFor(house, business.email);
  const root = `${app.url}/api/v1/businesses/${business.businessId}/exports`;
  const ask = async (filter: object, headers: Record<string, string> = { cookie }) => {
    const answer = await fetch(root, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(filter),
    });
    return { status: answer.status, view: (await answer.json()) as ExportView };
  };
  const fetched = async ({ url }: ExportView, headers: Record<string, string> = { cookie }) => {
    const answer = await fetch(`${app.url}${url}`, { headers });
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
  };
  return { house, app, firm, business, cookie, ask, fetched };
}

test('H-140 LG-015 the ZIP holds the originals, a folder a month, and both manifests with a line for every invoice', async ({
  db,
  databaseUrl,
}) => {
  const { app, business, cookie, ask, fetched } = await office(db, databaseUrl);
  await using _ = app;
  const { businessId } = business;
  const files = { 'egy.txt': 'az első számla', 'kettő.txt': 'két számla egy fájlban', 'jegyzet.txt': 'semmi pénz' };
  const [one, two] = [
    await uploaded(app, cookie, businessId, 'egy.txt', files['egy.txt']),
    await uploaded(app, cookie, businessId, 'kettő.txt', files['kettő.txt']),
  ];
  await uploaded(app, cookie, businessId, 'jegyzet.txt', files['jegyzet.txt']);
  await shows(db, businessId, one, { number: 'A-1', partner: '=HYPERLINK("http://rossz.example")', issuedOn: '2026-03-05' });
  await shows(db, businessId, two, { number: 'B-1', partner: 'Szállító, Bt.', issuedOn: '2026-04-30', gross: 50_000 });
  await shows(db, businessId, two, { number: 'B-2', partner: 'Szállító, Bt.', issuedOn: '2026-05-01', gross: -50_050 });

  const { status, view } = await ask({});
  expect([status, view.documents]).toEqual([201, 3]);
  const zip = await opened((await fetched(view)).bytes);
  const month = new Date().toISOString().slice(0, 7);
  expect([...zip.keys()].sort()).toEqual(
    ['2026-03/egy.txt', '2026-04/kettő.txt', `${month}/jegyzet.txt`, 'manifest.csv', 'manifest.json'].sort(),
  );
  const manifest = JSON.parse(zip.get('manifest.json')!.toString()) as ManifestEntry[];
  expect(manifest.map(({ file, number, issuedOn, gross }) => [file, number, issuedOn, gross])).toEqual([
    ['2026-03/egy.txt', 'A-1', '2026-03-05', '1270.00'],
    ['2026-04/kettő.txt', 'B-1', '2026-04-30', '500.00'],
    ['2026-04/kettő.txt', 'B-2', '2026-05-01', '-500.50'],
    [`${month}/jegyzet.txt`, null, null, null],
  ]);
  for (const { file, sha256 } of manifest) expect(createHash('sha256').update(zip.get(file!)!).digest('hex'), file!).toBe(sha256);
  expect(zip.get('2026-04/kettő.txt')!.toString()).toBe(files['kettő.txt']);

  const csv = zip.get('manifest.csv')!.toString();
  expect(csv.startsWith('\ufefffile,sha256,kind,direction,number,partner,issuedOn')).toBe(true);
  expect(csv.trimEnd().split('\r\n')).toHaveLength(5);
  // A spreadsheet runs what begins with = + - @; amounts stay numbers.
  expect(csv).toContain(`"'=HYPERLINK(""http://rossz.example"")"`);
  expect(csv).toContain(',-500.50,');
  expect(csv).toContain('"Szállító, Bt."');
});

test('H-140 any set that the register can be filtered to is one ZIP', async ({ db, databaseUrl }) => {
  const { app, business, cookie, ask } = await office(db, databaseUrl);
  await using _ = app;
  const { businessId } = business;
  for (const [name, number, issuedOn] of [
    ['a.txt', 'X-1', '2026-01-10'],
    ['b.txt', 'X-2', '2026-02-10'],
    ['c.txt', 'Y-1', '2026-02-11'],
  ] as const)
    await shows(db, businessId, await uploaded(app, cookie, businessId, name, name), { number, partner: `Partner ${number}`, issuedOn });
  const size = async (filter: object) => (await ask(filter)).view.documents;
  expect(await size({ invoices: { number: 'X-' } })).toBe(2);
  const a = await row<{ state: string; intakeId: string }>(
    db,
    `select state, intake_id as "intakeId" from documents where business_id = $1 and name = 'a.txt'`,
    businessId,
  );
  expect(await size({ intakeId: a!.intakeId })).toBe(1);
  expect(await size({ state: a!.state })).toBe(3);
  expect(await size({ state: 'failed' })).toBe(0);
  expect(await size({ invoices: { issuedFrom: '2026-02-01', issuedTo: '2026-02-28' } })).toBe(2);
  expect(await size({ invoices: { number: 'X-', issuedFrom: '2026-02-01' } })).toBe(1);
  expect(await size({ invoices: { supplierName: 'partner y' }, direction: 'payable' })).toBe(1);
  expect(await size({ direction: 'receivable' })).toBe(0);
  expect(await size({ kinds: ['contract'] })).toBe(0);
  expect((await ask({ invoices: { nonsense: 'x' } })).status).toBe(400);
});

test('H-134 H-140 the link is for those who may, for a day, and never for the former accountant', async ({ db, databaseUrl }) => {
  const { house, app, firm, business, cookie, ask, fetched } = await office(db, databaseUrl);
  await using _ = app;
  await uploaded(app, cookie, business.businessId, 'a.txt', 'titkos tartalom');
  const [head, handler] = [
    { cookie: await cookieFor(house, firm.email) },
    { cookie: await cookieFor(house, (await aMember(house, business.businessId, 'handler')).email) },
  ];
  const stranger = { cookie: await cookieFor(house, (await aFirm(house)).email) };
  const { view } = await ask({}, head);
  expect((await fetched(view, head)).status).toBe(200);
  expect([(await fetched(view, handler)).status, (await fetched(view, stranger)).status, (await fetched(view, {})).status]).toEqual([
    403, 404, 401,
  ]);
  await completeSeparation(house, business.businessId, operator, { proof: 'tértivevény' });
  expect((await fetched(view, head)).status).toBe(404);
  expect((await fetched(view)).status).toBe(200);
  await row(db, `update exports set expires_at = now() - interval '1 second' where id = $1`, view.id);
  expect((await fetched(view)).status).toBe(410);
  const acts = await rows<{ action: string }>(
    db,
    `select action from audit where chain_id = $1 and action like 'export.%' order by number`,
    business.businessId,
  );
  expect(acts.map(({ action }) => action)).toEqual(['export.made', 'export.fetched', 'export.fetched']);
});

test('H-140 a download that was cut is fetched again, whole and the same to the byte; what came later is not in it', async ({
  db,
  databaseUrl,
}) => {
  const { app, business, cookie, ask, fetched } = await office(db, databaseUrl);
  await using _ = app;
  for (let file = 0; file < 8; file += 1) await uploaded(app, cookie, business.businessId, `f${file}.bin`, `${file}`.repeat(400_000));
  const { view } = await ask({});
  const cut = new AbortController();
  const answer = await fetch(`${app.url}${view.url}`, { headers: { cookie }, signal: cut.signal });
  const reader = answer.body!.getReader();
  expect((await reader.read()).value?.length).toBeGreaterThan(0);
  cut.abort();
  await uploaded(app, cookie, business.businessId, 'később.txt', 'utána jött');
  const [first, second] = [await fetched(view), await fetched(view)];
  expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
  expect((await opened(first.bytes)).size).toBe(10);
});

test('H-140 LG-010 a file that is gone or damaged is a line with its reason; all others are there', async ({ db, databaseUrl }) => {
  const { app, business, cookie, ask, fetched } = await office(db, databaseUrl);
  await using _ = app;
  const { businessId } = business;
  const names = ['ép.txt', 'sérült.txt', 'elveszett.txt', 'utolsó.txt'];
  for (const name of names) await uploaded(app, cookie, businessId, name, `${name} tartalma`);
  const sha256 = (name: string) => createHash('sha256').update(`${name} tartalma`).digest('hex');
  const damaged = join(app.folder, 'objects', objectKey(businessId, sha256('sérült.txt')));
  chmodSync(damaged, 0o644);
  writeFileSync(damaged, 'sérült.txt tartalmaX');
  await app.objects.remove(businessId, sha256('elveszett.txt'));

  const { status, bytes } = await fetched((await ask({})).view);
  expect(status).toBe(200);
  const zip = await opened(bytes);
  const month = new Date().toISOString().slice(0, 7);
  expect([...zip.keys()]).toEqual([`${month}/ép.txt`, `${month}/utolsó.txt`, 'manifest.json', 'manifest.csv']);
  const manifest = JSON.parse(zip.get('manifest.json')!.toString()) as ManifestEntry[];
  expect(manifest.map((entry) => [entry.file, entry.sha256, entry.problem])).toEqual([
    [`${month}/ép.txt`, sha256('ép.txt'), null],
    [null, sha256('sérült.txt'), 'object-changed'],
    [null, sha256('elveszett.txt'), 'object-missing'],
    [`${month}/utolsó.txt`, sha256('utolsó.txt'), null],
  ]);
});
