import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import type { Sequelize } from 'sequelize';
import { afterAll, expect } from 'vitest';
import { makeUnpackDelivery } from '#ingest/unpack-delivery.ts';
import { makeUnpackPart } from '#ingest/unpack-part.ts';
import { actOnPart } from '#services/actions/intakes/act-on-part.ts';
import { openCage } from '#services/cage/cage.ts';
import { processDocument } from '#services/pipeline.ts';
import { silentLog } from '#services/platform/log.ts';
import { newMasterKey } from '#services/platform/secrets.ts';
import { Document } from '#storage/models/document.ts';
import { IntakePart } from '#storage/models/intake-part.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { stepDeps } from '#test/support/step-deps.ts';

const cage = openCage({ size: 1 });
afterAll(() => cage[Symbol.asyncDispose]());

async function pdfWith(count: number): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage([595, 842]).drawText(`${count} melléklet`.normalize('NFD').replace(/[^ -~]/g, ''));
  for (let at = 0; at < count; at++) await document.attach(Buffer.from(`Jegyzet ${at}`), `${at}.txt`, {});
  return Buffer.from(await document.save());
}

async function hub(db: Sequelize) {
  const { id: businessId } = await aBusiness();
  const ingest = ingestDeps(db);
  const scratch = mkdtempSync(join(tmpdir(), 'bizonylat-container-'));
  const openPassword = () => Promise.reject(new Error('nothing is locked'));
  const deps = { ...ingest, cage, log: silentLog, scratch, openPassword };
  const { unpackContainer } = makeUnpackDelivery(deps);
  const process = (documentId: string) =>
    processDocument({ businessId, documentId }, stepDeps(db, ingest.objects, { cage, unpackContainer }));
  const uploaded = async (count: number) => {
    const { documentId } = await anUpload(ingest, businessId, await pdfWith(count), `${count}.pdf`);
    await process(documentId);
    return Document.findByPk(documentId, { rejectOnEmpty: true });
  };
  const partsOf = async ({ intakeId }: Document) => {
    const parts = await IntakePart.findAll({ where: { businessId, intakeId }, order: [['position', 'ASC']] });
    return parts.map(({ path, fate, because }) => [path, fate, because]);
  };
  return { businessId, deps, process, uploaded, partsOf };
}

test('files in an uploaded PDF become documents; where there are too many of them, its part says so', { timeout: 60_000 }, async ({
  db,
}) => {
  const { uploaded, partsOf } = await hub(db);
  const partsAfter = async (count: number) => partsOf(await uploaded(count));
  expect(await partsAfter(2)).toEqual([
    ['1', 'document', null],
    ['1/0.txt', 'document', null],
    ['1/1.txt', 'document', null],
  ]);
  expect(await partsAfter(201)).toEqual([['1', 'document', 'too-many-entries']]);
});

test('a PDF that carries a bundle waits for a person; asked for, every file of it becomes a document, once', { timeout: 60_000 }, async ({
  db,
}) => {
  const { businessId, deps, process, uploaded, partsOf } = await hub(db);
  const bundle = await uploaded(11);
  expect(await partsOf(bundle)).toEqual([['1', 'document', 'too-many-attachments']]);
  expect(bundle.state).toBe('needs-review');

  const key = newMasterKey();
  const masterKeys = { current: () => key, find: () => key };
  const given = { businessId, intakeId: bundle.intakeId, path: '1', password: undefined, because: undefined, userId: null };
  await actOnPart({ ...given, action: 'keep' }, { database: db, masterKeys });
  const job = { businessId, intakeId: bundle.intakeId, path: '1', isWanted: true };
  const { unpackPart } = makeUnpackPart(deps);
  for (let times = 0; times < 2; times++) await unpackPart(job);
  for (let times = 0; times < 2; times++) await process(bundle.id);
  const parts = await partsOf(bundle);
  expect(parts.filter(([, fate, because]) => fate === 'document' && because === null)).toHaveLength(12);
  expect(parts).toHaveLength(12);
  await bundle.reload();
  expect(bundle.because).not.toBe('too-many-attachments');
  await expect(actOnPart({ ...given, action: 'keep' }, { database: db, masterKeys })).rejects.toMatchObject({ code: 'conflict' });
});
