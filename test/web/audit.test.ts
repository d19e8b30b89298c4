import { expect } from 'vitest';
import { dayInBudapest } from '#services/domain/day.ts';
import { rows } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, aMember, cookieFor, houseOn } from '#test/support/office.ts';

type Entry = {
  number: number;
  action: string;
  actor: { kind: string; id: string };
  subject: { id: string } | null;
  previous: string;
  hash: string;
  names?: Record<string, string>;
};

async function office(db: Parameters<typeof houseOn>[0], databaseUrl: string) {
  const house = houseOn(db);
  const app = await openApp(house, databaseUrl);
  const firm = await aFirm(house);
  const business = await aBusiness(house, firm.accountantId);
  const root = `${app.url}/api/v1/businesses/${business.businessId}`;
  const [owner, head] = [await cookieFor(house, business.email), await cookieFor(house, firm.email)];
  const upload = async (text: string, name = 'minta.txt', type = 'text/plain') => {
    const form = new FormData();
    form.set('file', new File([text], name, { type }));
    return (await (await fetch(`${root}/documents`, { method: 'POST', headers: { cookie: owner }, body: form })).json()) as {
      id: string;
      sha256: string;
    };
  };
  return { house, app, firm, business, root, owner, head, upload };
}

test('LG-006 LG-026 LG-040 whoever opens a file stands in the trail that the owner sees, once an hour; a deleted file leaves only that it was', async ({
  db,
  databaseUrl,
}) => {
  const { app, firm, business, root, owner, head, upload } = await office(db, databaseUrl);
  await using _ = app;
  const { id, sha256 } = await upload('orvosi igazolás');
  for (let time = 0; time < 3; time += 1)
    await (await fetch(`${root}/documents/${id}/content`, { headers: { cookie: head } })).arrayBuffer();
  await (await fetch(`${root}/documents/${id}/content`, { headers: { cookie: owner } })).arrayBuffer();
  const remove = (query = '') => fetch(`${root}/documents/${id}${query}`, { method: 'DELETE', headers: { cookie: owner } });
  const refused = await remove('?keepUntil=none');
  const keepUntil = `${Number(dayInBudapest(new Date()).slice(0, 4)) + 8}-12-31`;
  expect([refused.status, await refused.json()]).toMatchObject([422, { type: '/problems/confirmation-needed', facts: { keepUntil } }]);
  expect((await remove('?keepUntil=2020-12-31')).status).toBe(422);
  expect((await remove(`?keepUntil=${keepUntil}`)).status).toBe(204);
  expect((await fetch(`${root}/documents/${id}/content`, { headers: { cookie: owner } })).status).toBe(404);
  expect(await Array.fromAsync(app.objects.list(business.businessId))).not.toContain(sha256);
  expect(await rows(db, 'select 1 from document_pages where document_id = $1', id)).toEqual([]);
  const { items } = (await (await fetch(`${root}/audit`, { headers: { cookie: owner } })).json()) as { items: Entry[] };
  expect(items.filter(({ subject }) => subject?.id === id).map(({ action, actor }) => [action, actor.id])).toEqual([
    ['document.deleted', business.userId],
    ['document.opened', business.userId],
    ['document.opened', firm.userId],
  ]);
  expect(JSON.stringify(items)).not.toContain('orvosi');
});

test('promise 9 the trail is for owner and accountant alone, is taken away whole, and each line vouches for the one before', async ({
  db,
  databaseUrl,
}) => {
  const { house, app, firm, business, root, owner, head } = await office(db, databaseUrl);
  await using _ = app;
  for (const name of ['Egy Kft.', 'Kettő Kft.', 'Három Kft.'])
    await fetch(root, { method: 'PUT', headers: { cookie: owner, 'content-type': 'application/json' }, body: JSON.stringify({ name }) });
  const status = async (path: string, cookie: string) => (await fetch(`${app.url}/api/v1${path}`, { headers: { cookie } })).status;
  for (const path of [`/businesses/${business.businessId}/audit`, `/businesses/${business.businessId}/audit/export`]) {
    expect([await status(path, owner), await status(path, head)]).toEqual([200, 200]);
    for (const role of ['administrator', 'invoicer', 'handler'])
      expect(await status(path, await cookieFor(house, (await aMember(house, business.businessId, role)).email)), role).toBe(403);
  }
  expect([
    await status(`/accountants/${firm.accountantId}/audit`, head),
    await status(`/accountants/${firm.accountantId}/audit`, owner),
  ]).toEqual([200, 404]);
  const text = await (await fetch(`${root}/audit/export`, { headers: { cookie: head } })).text();
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);
  expect(lines.map(({ number }) => number)).toEqual([...lines.keys()].map((index) => lines.length - index));
  const { items } = (await (await fetch(`${root}/audit`, { headers: { cookie: head } })).json()) as { items: Entry[] };
  const changes = items.filter(({ action }) => action === 'business.changed');
  expect(changes).toHaveLength(3);
  // People are named for the reader; the file holds what the fingerprints cover.
  for (const { names } of changes) expect(names).toEqual({ [business.userId]: expect.stringMatching(/\S/) });
  expect(lines.some((line) => 'names' in line)).toBe(false);
  for (const [index, line] of lines.entries()) if (lines[index + 1]) expect(line.previous).toBe(lines[index + 1]!.hash);
});

test('LG-009 LG-010 LG-011 a file is given back as it came, under the hash that was taken at receipt', async ({ db, databaseUrl }) => {
  const { app, root, owner, upload } = await office(db, databaseUrl);
  await using _ = app;
  const { id, sha256 } = await upload('<?xml version="1.0"?>\r\n<x>\u00e1</x>', 'számla.xml', 'application/xml');
  const answer = await fetch(`${root}/documents/${id}/content`, { headers: { cookie: owner } });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect(Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')).toBe(sha256);
  expect(answer.headers.get('etag')).toBe(`"${sha256}"`);
});

test.for([
  ['oldal.html', 'text/html'],
  ['kép.svg', 'image/svg+xml'],
  ['adat.xml', 'application/xml'],
])('%s is never shown inside the hub’s own page: it comes as a file, in a sandbox', async ([name, type], { db, databaseUrl }) => {
  const { app, root, owner, upload } = await office(db, databaseUrl);
  await using _ = app;
  const { id } = await upload(`<script>alert("${name}")</script>`, name, type);
  const { headers } = await fetch(`${root}/documents/${id}/content`, { headers: { cookie: owner } });
  expect(headers.get('content-disposition')).toMatch(/^attachment;/);
  expect(headers.get('content-type')).toBe('application/octet-stream');
  expect(headers.get('content-security-policy')).toContain('sandbox');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});
