import { once } from 'node:events';
import { expect } from 'vitest';
import { nav30 } from '#fixtures/einvoices/nav-writers.ts';
import { sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { correctInvoice } from '#services/actions/invoices/correct-invoice.ts';
import { type ReadingWire, wireReading } from '#services/domain/reading-wire.ts';
import { readXml } from '#services/steps/read-structured/read-structured.ts';
import { registerStep } from '#services/steps/register/register-step.ts';
import type { StepDeps } from '#services/steps/step.ts';
import { Document } from '#storage/models/document.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { rows } from '#storage/sql.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { spawnHub } from '#test/support/hub.ts';

test('history is read again: shown first, changed only with --apply, once, and what a person said stays', { timeout: 120_000 }, async ({
  db,
  databaseUrl,
}) => {
  const business = await aBusiness();
  const deps = ingestDeps(db);
  const bytes = Buffer.from(nav30({ ...sampleInvoice, customer: { ...sampleInvoice.customer, taxNumber: `${business.baseNumber}-2-42` } }));
  const { documentId } = await anUpload(deps, business.id, bytes, 'számla.xml');
  const document = await Document.findByPk(documentId, { rejectOnEmpty: true });
  // As an older reader left it: another day, and a due day that nobody could read.
  const today = wireReading(readXml(bytes));
  const older: ReadingWire = { ...today, invoice: { ...today.invoice!, issuedOn: '2026-01-01', dueOn: null } };
  await document.update({ state: 'recognised', kind: 'invoice-data', readerVersion: '0', reading: older, mediaType: 'application/xml' });
  const register = async () => {
    await document.reload();
    const result = await registerStep(document, { database: db } as StepDeps);
    await document.update({ state: result.to as 'ready' });
  };
  await register();
  const [item] = await Invoice.findAll({ where: { businessId: business.id } });
  await correctInvoice(
    db,
    { businessId: business.id, invoiceId: item!.id, version: item!.version, userId: null },
    { orderNumber: 'kézzel' },
  );

  const reread = async (...args: string[]) => {
    await using hub = spawnHub(['reread', '--business', business.id, ...args], {
      DATABASE_URL: databaseUrl,
      HUB_DATA: deps.folder,
      READERS: '1',
    });
    let out = '';
    hub.child.stdout?.on('data', (chunk) => (out += chunk));
    const [code] = (await once(hub.child, 'close')) as [number];
    return {
      code,
      lines: out
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
      said: hub.said(),
    };
  };
  const jobs = () => rows(db, `select 1 from jobs where name = 'document' and payload ->> 'documentId' = $1`, documentId);
  const before = (await jobs()).length;

  const shown = await reread();
  expect(shown).toMatchObject({ code: 0, lines: [{ document: documentId, readerVersion: { was: '0' } }] });
  expect(shown.lines[0].differences).toEqual([
    { field: 'issuedOn', invoice: '', was: '2026-01-01', now: '2026-10-05' },
    { field: 'dueOn', invoice: '', was: null, now: '2026-10-19' },
  ]);
  expect(shown.said).toContain('nothing was changed');
  expect((await document.reload()).readerVersion).toBe('0');
  expect(await jobs()).toHaveLength(before);

  expect((await reread('--apply')).lines).toHaveLength(1);
  expect(await document.reload()).toMatchObject({ state: 'recognised' });
  expect(document.readerVersion).not.toBe('0');
  expect(await jobs()).toHaveLength(before + 1);
  await register();
  expect(await Invoice.findByPk(item!.id)).toMatchObject({ issuedOn: '2026-10-05', dueOn: '2026-10-19', orderNumber: 'kézzel' });
  expect((await reread('--apply')).lines).toEqual([]);
  expect((await reread('--nonsense')).code).toBe(2);
});
