import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect } from 'vitest';
import { receiveDelivery } from '#ingest/receive.ts';
import { makeUnpackDelivery } from '#ingest/unpack-delivery.ts';
import { openCage } from '#services/cage/cage.ts';
import { processDocument } from '#services/pipeline.ts';
import { silentLog } from '#services/platform/log.ts';
import { Document } from '#storage/models/document.ts';
import { IntakePart } from '#storage/models/intake-part.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { aMail } from '#test/support/mails.ts';
import { stepDeps } from '#test/support/step-deps.ts';

const cage = openCage({ size: 1 });
afterAll(() => cage[Symbol.asyncDispose]());

const page = (customer: string, extra: string) => `<!doctype html><html><head><meta charset="utf-8"></head><body><h1>Számla</h1>
<p>Számlaszám: HT-2026/77</p><h2>Eladó</h2><p>Hálózat Bt.</p><p>Adószám: 98000010-2-42</p>
<h2>Vevő</h2><p>Vevő Kft.</p><p>Adószám: ${customer}</p>
<p>Kelt: 2026.03.02.</p><p>Teljesítés: 2026.03.02.</p><p>Fizetési határidő: 2026.03.16.</p><p>Fizetési mód: átutalás</p>
<table><tr><th>Megnevezés</th><th>Nettó</th><th>Áfa</th><th>Bruttó</th></tr>
<tr><td>Webtárhely</td><td>10 000 Ft</td><td>27%</td><td>12 700 Ft</td></tr></table>
<p>Nettó összesen: 10 000 Ft</p><p>Áfa 27%: 2 700 Ft</p><p>Fizetendő összesen: 12 700 Ft</p>${extra}</body></html>`;

test('H-053 an HTML invoice handed in is judged by the same rule as one by mail: a person is asked of an active page', {
  timeout: 60_000,
}, async ({ db }) => {
  const ingest = ingestDeps(db);
  for (const [extra, state, because] of [
    ['', 'ready', null],
    ['<script>document.title = "x"</script>', 'needs-review', 'active-content'],
  ] as const) {
    const { id: businessId, taxNumber } = await aBusiness();
    const { documentId } = await anUpload(ingest, businessId, Buffer.from(page(taxNumber, extra)), 'szamla.html');
    const process = () => processDocument({ businessId, documentId }, stepDeps(db, ingest.objects, { cage }));
    await process();
    const document = await Document.findByPk(documentId, { rejectOnEmpty: true });
    expect(document).toMatchObject({ kind: 'invoice', mediaType: 'text/html', state, because });
    expect(await Invoice.findOne({ where: { businessId } })).toMatchObject({ number: 'HT-2026/77', grossMinor: 1_270_000n });
    await document.update({ said: { kind: 'invoice', pageRanges: null }, state: 'stored', because: null });
    await process();
    expect((await document.reload()).state).toBe('ready');
  }
});

test('H-061 an HTML invoice by mail is read like any other; one with a script is read too, and a person is asked', {
  timeout: 60_000,
}, async ({ db }) => {
  const deps = { ...ingestDeps(db), cage, log: silentLog, scratch: mkdtempSync(join(tmpdir(), 'bizonylat-html-')) };
  const { unpackDelivery } = makeUnpackDelivery({ ...deps, openPassword: () => Promise.reject(new Error('nothing is locked')) });
  const received = async (extra: string) => {
    const { id: businessId, taxNumber } = await aBusiness();
    const raw = await aMail(businessId, [
      { filename: 'szamla.html', content: Buffer.from(page(taxNumber, extra)), contentType: 'text/html' },
    ]);
    const { intakeIds } = await receiveDelivery(
      { door: 'smtp', sender: null, recipients: [{ businessId, address: 'x' }], raw: Readable.from([raw]), maxBytes: 1_000_000 },
      deps,
    );
    await unpackDelivery({ businessId, intakeId: intakeIds[0]! });
    const document = await Document.findOne({ where: { businessId }, rejectOnEmpty: true });
    const steps = stepDeps(db, deps.objects, { cage });
    await processDocument({ businessId, documentId: document.id }, steps);
    const part = await IntakePart.findOne({ where: { businessId, documentId: document.id }, rejectOnEmpty: true });
    const invoice = await Invoice.findOne({ where: { businessId }, rejectOnEmpty: true });
    return {
      document: await document.reload(),
      part,
      invoice,
      again: () => processDocument({ businessId, documentId: document.id }, steps),
    };
  };

  const plain = await received('');
  expect(plain.part).toMatchObject({ fate: 'document', because: null });
  expect(plain.document).toMatchObject({ kind: 'invoice', mediaType: 'text/html', state: 'ready' });

  const active = await received('<script>document.title = "x"</script>');
  expect(active.part).toMatchObject({ fate: 'document', because: 'active-content' });
  expect(active.document).toMatchObject({ kind: 'invoice', state: 'needs-review', because: 'active-content' });
  for (const { invoice } of [plain, active]) expect(invoice).toMatchObject({ number: 'HT-2026/77', grossMinor: 1_270_000n });

  // A person looked and says what it is: that was the question.
  await active.document.update({ said: { kind: 'invoice', pageRanges: null }, state: 'stored', because: null });
  await active.again();
  expect((await active.document.reload()).state).toBe('ready');
});
