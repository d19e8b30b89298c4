import type { Sequelize } from 'sequelize';
import { expect } from 'vitest';
import { correctInvoice } from '#services/actions/invoices/correct-invoice.ts';
import type { Entered } from '#services/domain/entered.ts';
import { toWire } from '#services/domain/invoice-wire.ts';
import { noInvoice } from '#services/domain/reading.ts';
import { silentLog } from '#services/platform/log.ts';
import { unread } from '#services/read-parts.ts';
import { registerStep } from '#services/steps/register/register-step.ts';
import type { StepDeps } from '#services/steps/step.ts';
import { Document } from '#storage/models/document.ts';
import { Intake } from '#storage/models/intake.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';
import { offeredKinds } from '#web/ui/upload/offered-kinds.ts';

/** A business behind the API, and how its owner and its accountant hand files in. */
async function aDoor(db: Sequelize, databaseUrl: string) {
  const house = houseOn(db);
  const app = await openApp(house, databaseUrl);
  const firm = await aFirm(house);
  const { businessId, email } = await aBusiness(house, firm.accountantId);
  const cookies = { owner: await cookieFor(house, email), accountant: await cookieFor(house, firm.email) };
  return {
    businessId,
    userId: (await Intake.sequelize!.query('select id from users where email = $1', { bind: [email] }))[0] as { id: string }[],
    async send(
      bytes: string | Uint8Array,
      fields: Record<string, string> = {},
      { by = 'owner' as keyof typeof cookies, name = 'fájl.txt' } = {},
    ) {
      const form = new FormData();
      for (const [field, value] of Object.entries(fields)) form.set(field, value);
      form.set('file', new Blob([bytes as BlobPart]), name);
      const answer = await fetch(`${app.url}/api/v1/businesses/${businessId}/documents`, {
        method: 'POST',
        headers: { cookie: cookies[by] },
        body: form,
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & { id: string } };
    },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

test('H-051 H-052 each of the twelve kinds is kept as the uploader’s own statement', async ({ db, databaseUrl }) => {
  await using door = await aDoor(db, databaseUrl);
  expect(offeredKinds).toHaveLength(12);
  for (const kind of offeredKinds) {
    const { status, body } = await door.send(`ez ${kind}`, { kind });
    expect([status, body['statedKind'], body['kind']]).toEqual([201, kind, null]);
    // What the classifier finds stands beside it, not in its place.
    await Document.update({ kind: 'receipt', kindConfidence: 0.9 }, { where: { id: body.id } });
    expect((await door.send(`ez ${kind}`)).body).toMatchObject({ id: body.id, kind: 'receipt', statedKind: kind });
  }
  expect((await door.send('x', { kind: 'levél' })).status).toBe(400);
});

test('H-054 H-055 H-056 H-059 every file is a document of its own with all that is known of it; the same bytes answer with the first', async ({
  db,
  databaseUrl,
}) => {
  await using door = await aDoor(db, databaseUrl);
  const [one, two] = [await door.send('egy', {}, { name: 'mappa/Első számla.pdf' }), await door.send('kettő', {}, { by: 'accountant' })];
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(one.body.id).not.toBe(two.body.id);
  const again = await door.send('egy', {}, { by: 'accountant', name: 'másik név.pdf' });
  expect([again.status, again.body.id, again.body['intakeId']]).toEqual([200, one.body.id, one.body['intakeId']]);
  expect(one.body).toMatchObject({ name: 'Első számla.pdf', size: 3, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const intake = await Intake.findByPk(one.body['intakeId'] as string, { rejectOnEmpty: true });
  expect(intake).toMatchObject({ door: 'upload', uploadedBy: door.userId[0]!.id });
});

test('H-053 a file over 25 MB is refused with what is allowed, one of exactly 25 MB is taken', async ({ db, databaseUrl }) => {
  await using door = await aDoor(db, databaseUrl);
  const { status, body } = await door.send(new Uint8Array(26_214_401));
  expect([status, body['type'], body['facts']]).toEqual([413, '/problems/delivery-too-large', { maxBytes: 26_214_400 }]);
  expect((await door.send(new Uint8Array(26_214_400))).status).toBe(201);
});

test('H-052 what is read as another kind than its uploader said waits for a person, whose word then counts', async ({
  db,
  databaseUrl,
}) => {
  await using door = await aDoor(db, databaseUrl);
  const kindOf = async (kind: string, read: string) => {
    const { body } = await door.send(`${kind} ${read}`, { kind });
    const reading: object = { ...unread('application/pdf'), kind: read, kindConfidence: 0.9 };
    await Document.update({ state: 'recognised', reading }, { where: { id: body.id } });
    return Document.findByPk(body.id, { rejectOnEmpty: true });
  };
  const step = (document: Document) => registerStep(document, { database: db, log: silentLog } as StepDeps);
  const differing = await kindOf('contract', 'delivery-note');
  expect(await step(differing)).toEqual({ to: 'needs-review', because: 'kind-differs' });
  await differing.update({ said: { kind: 'contract', pageRanges: null } });
  expect(await step(differing)).toEqual({ to: 'ready', because: null });
  expect(await step(await kindOf('contract', 'contract'))).toEqual({ to: 'ready', because: null });
  // A photo of a delivery note is both.
  expect(await step(await kindOf('photo', 'delivery-note'))).toEqual({ to: 'ready', because: null });
});

const entered = {
  partner: 'Fügefa Festék Bt.',
  number: 'FF-2026/02218',
  issuedOn: '2026-10-28',
  gross: '18400',
  currency: 'HUF',
  paymentMethod: 'transfer',
  isPaid: true,
  note: 'műhely',
};

/** What the readers found on it, as far as they could; then its place on the register. */
async function readAs(
  id: string,
  invoice: Partial<ReturnType<typeof toWire>> | null,
  db: Sequelize,
  refused: string | null = null,
): Promise<Document> {
  const reading = {
    kind: invoice ? 'receipt' : 'photo',
    kindConfidence: 0.9,
    textFrom: 'ocr',
    invoice: invoice && { ...toWire(noInvoice()), kind: 'receipt', ...invoice },
    fields: {},
    parts: [],
    warnings: [],
    refused: refused && { code: refused, message: refused },
  };
  await Document.update({ state: 'recognised', reading, kind: invoice ? 'receipt' : 'photo' }, { where: { id } });
  const document = await Document.findByPk(id, { rejectOnEmpty: true });
  const { to } = await registerStep(document, { database: db, log: silentLog } as StepDeps);
  if (to !== 'next') await document.update({ state: to });
  return document;
}

test('H-072 H-074 entered values outrank recognised ones, are marked as a person’s, and survive another reading', async ({
  db,
  databaseUrl,
}) => {
  await using door = await aDoor(db, databaseUrl);
  const { status, body } = await door.send('fénykép', { door: 'capture', entered: JSON.stringify(entered) }, { name: 'nyugta.jpg' });
  expect(status).toBe(201);
  const intake = await Intake.findByPk(body['intakeId'] as string, { rejectOnEmpty: true });
  expect(intake.door).toBe('capture');
  const document = await readAs(body.id, { gross: '13400.00', currency: 'HUF', issuedOn: '2026-10-28' }, db);
  expect((document.entered as Entered).isPaid).toBe(true);
  const [item] = await Invoice.findAll({ where: { businessId: door.businessId } });
  expect(item).toMatchObject({ number: 'FF-2026/02218', grossMinor: 1_840_000n, supplierName: 'Fügefa Festék Bt.', direction: 'payable' });
  const provenance = item!.provenance as Record<string, { source: string; won: boolean; value: unknown }[]>;
  expect(provenance['gross']).toMatchObject([
    { source: 'person', won: true, value: '18400' },
    { source: 'ocr', won: false, value: '13400.00' },
  ]);
  expect(document.state).toBe('ready');

  // A later correction of the item counts more than what was entered before it.
  await correctInvoice(
    db,
    { businessId: door.businessId, invoiceId: item!.id, version: item!.version, userId: null },
    { gross: '18500', supplier: { name: null } },
  );
  await readAs(body.id, { gross: '13400.00', currency: 'HUF' }, db);
  const items = await Invoice.findAll({ where: { businessId: door.businessId } });
  expect(items).toMatchObject([{ grossMinor: 1_850_000n, supplierName: null, number: 'FF-2026/02218' }]);
});

test('H-074 a photo nobody can read stands on the register by what was entered; the same photo once more changes nothing', async ({
  db,
  databaseUrl,
}) => {
  await using door = await aDoor(db, databaseUrl);
  const fields = { door: 'capture', entered: JSON.stringify(entered) };
  const { body } = await door.send('olvashatatlan', fields);
  const document = await readAs(body.id, null, db);
  expect(document.state).toBe('ready');
  expect(await Invoice.findAll({ where: { businessId: door.businessId } })).toMatchObject([{ grossMinor: 1_840_000n, state: 'ready' }]);
  // Refused by the readers: a person is told, and the item stands all the same.
  const refused = await readAs(body.id, null, db, 'out-of-time');
  expect(refused.state).toBe('needs-review');
  expect(await Invoice.findAll({ where: { businessId: door.businessId } })).toMatchObject([{ grossMinor: 1_840_000n }]);
  const again = await door.send('olvashatatlan', fields);
  expect([again.status, again.body.id]).toEqual([200, body.id]);
  expect(await Invoice.count({ where: { businessId: door.businessId } })).toBe(1);
});

test('H-074 values entered with bytes that were here already are joined to them; wrong ones are refused by name', async ({
  db,
  databaseUrl,
}) => {
  await using door = await aDoor(db, databaseUrl);
  const { body } = await door.send('számla');
  await readAs(body.id, { gross: '100.00', currency: 'HUF' }, db);
  expect((await door.send('számla', { door: 'capture', entered: JSON.stringify(entered) })).status).toBe(200);
  const document = await Document.findByPk(body.id, { rejectOnEmpty: true });
  expect([document.state, (document.entered as Entered).number]).toEqual(['recognised', 'FF-2026/02218']);
  for (const wrong of [
    '{',
    '[]',
    JSON.stringify({ gross: '12,5' }),
    JSON.stringify({ issuedOn: '2026-02-30' }),
    JSON.stringify({ more: 1 }),
  ])
    expect((await door.send('más', { entered: wrong })).status, wrong).toBe(400);
  expect((await door.send('más', { door: 'smtp' })).status).toBe(400);
});
