import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { receiveFile } from '#ingest/receive.ts';
import { noParty } from '#services/domain/reading.ts';
import { attachSource } from '#services/register/attach-source.ts';
import { Document } from '#storage/models/document.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { rows } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { anInvoice, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, aMember, cookieFor, houseOn } from '#test/support/office.ts';

test('promise 4: a file without any item, as a photo nobody can read, moves as well, from wherever it rests', async ({
  db,
  databaseUrl,
}) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const firm = await aFirm(house);
  const [here, there] = [await aBusiness(house, firm.accountantId), await aBusiness(house, firm.accountantId)];
  const cookie = await cookieFor(house, firm.email);
  const states = [
    ['needs-review', 'no-fields', 201],
    ['needs-review', 'encrypted', 201],
    ['failed', 'reader-died', 201],
    ['discarded', 'nem bizonylat', 201],
    ['recognised', null, 409],
    ['quarantined', 'infected', 409],
  ] as const;
  for (const [state, because, status] of states) {
    const bytes = Buffer.from(`kép ${state} ${because}`);
    const { documentId } = await anUpload({ ...ingestDeps(db), objects: app.objects }, here.businessId, bytes, 'fotó.jpg');
    await rows(db, 'update documents set state = $2, because = $3 where id = $1', documentId, state, because);
    const answer = await fetch(`${app.url}/api/v1/businesses/${here.businessId}/documents/${documentId}/move`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ to: there.businessId }),
    });
    expect(answer.status, `${state} ${because}`).toBe(status);
    if (status !== 201) continue;
    const moved = (await answer.json()) as { id: string; sha256: string };
    expect(await Document.findByPk(documentId)).toMatchObject({ state: 'deleted', because: 'moved' });
    expect(await Document.findByPk(moved.id)).toMatchObject({ businessId: there.businessId, state: 'stored', name: 'fotó.jpg' });
    expect(await app.objects.withFile(there.businessId, moved.sha256, (file) => readFile(file))).toEqual(bytes);
  }
  const [{ count }] = (await rows<{ count: number }>(
    db,
    `select count(*)::int as count from audit where chain_id = $1 and action = 'document.moved-out'`,
    here.businessId,
  )) as [{ count: number }];
  expect(count).toBe(4);
});

test("promise 4: another client's paper moves there, audited in both chains, and only where the caller may upload", async ({
  db,
  databaseUrl,
}) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const [firm, otherFirm] = [await aFirm(house), await aFirm(house)];
  const [here, there] = [await aBusiness(house, firm.accountantId), await aBusiness(house, firm.accountantId)];
  const foreign = await aBusiness(house, otherFirm.accountantId);
  const { spool } = ingestDeps(db);
  const { Readable } = await import('node:stream');
  const bytes = Buffer.from('egy másik ügyfél számlája');
  await using spooled = await spool.write(Readable.from([bytes]), { maxBytes: 1_000 });
  const facts = { sender: null, name: 'számla.txt', mediaType: 'text/plain', statedKind: null, reference: null, uploadedBy: null };
  const { documentId } = await receiveFile({ door: 'upload', businessId: here.businessId, ...facts }, spooled, {
    database: db,
    objects: app.objects,
    spool,
  });
  const invoiceId = await db.transaction((transaction) =>
    attachSource(transaction, {
      businessId: here.businessId,
      source: 'embedded',
      origin: `document:${documentId}`,
      documentId,
      pageRange: null,
      invoice: anInvoice({
        number: 'A-1',
        supplier: { ...noParty(), taxNumber: foreign.taxNumber },
        customer: { ...noParty(), taxNumber: there.taxNumber },
      }),
      evidence: {},
      readerVersion: '1',
    }),
  );
  expect(await Invoice.findByPk(invoiceId)).toMatchObject({ state: 'needs-review', because: 'belongs-to-another-client' });
  await rows(db, `update documents set state = 'needs-review', because = 'belongs-to-another-client' where id = $1`, documentId);

  const move = (to: string, cookie: string) =>
    fetch(`${app.url}/api/v1/businesses/${here.businessId}/documents/${documentId}/move`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ to }),
    });
  const head = await cookieFor(house, firm.email);
  const owner = await cookieFor(house, here.email);
  const handler = await cookieFor(house, (await aMember(house, here.businessId, 'handler')).email);
  expect((await move(foreign.businessId, head)).status).toBe(404);
  expect((await move(there.businessId, owner)).status).toBe(404);
  expect((await move(there.businessId, handler)).status).toBe(403);
  expect((await move(here.businessId, head)).status).toBe(400);
  expect(await Document.findByPk(documentId)).toMatchObject({ state: 'needs-review' });

  const answer = await move(there.businessId, head);
  expect(answer.status).toBe(201);
  const moved = (await answer.json()) as { id: string; sha256: string };
  expect(moved.sha256).toBe(spooled.sha256);
  expect(await Document.findByPk(moved.id)).toMatchObject({ businessId: there.businessId, state: 'stored' });
  expect(await app.objects.withFile(there.businessId, moved.sha256, async () => true)).toBe(true);
  expect(await Document.findByPk(documentId)).toMatchObject({ state: 'deleted', because: 'moved' });
  expect(await Invoice.findByPk(invoiceId)).toBeNull();
  const chain = (businessId: string) =>
    rows(db, `select action, facts from audit where chain_id = $1 and action like 'document.moved%'`, businessId);
  expect(await chain(here.businessId)).toEqual([{ action: 'document.moved-out', facts: { to: there.businessId } }]);
  expect(await chain(there.businessId)).toEqual([{ action: 'document.moved-in', facts: { from: here.businessId } }]);
  expect((await move(there.businessId, head)).status).toBe(404);
});
