import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, expect } from 'vitest';
import { makeUnpackDelivery } from '#ingest/unpack-delivery.ts';
import { openCage } from '#services/cage/cage.ts';
import { processDocument } from '#services/pipeline.ts';
import { silentLog } from '#services/platform/log.ts';
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

test('files in an uploaded PDF become documents; where there are too many of them, its part says so', { timeout: 60_000 }, async ({
  db,
}) => {
  const { id: businessId } = await aBusiness();
  const ingest = ingestDeps(db);
  const scratch = mkdtempSync(join(tmpdir(), 'bizonylat-container-'));
  const openPassword = () => Promise.reject(new Error('nothing is locked'));
  const { unpackContainer } = makeUnpackDelivery({ ...ingest, cage, log: silentLog, scratch, openPassword });
  const partsAfter = async (count: number) => {
    const { documentId } = await anUpload(ingest, businessId, await pdfWith(count), `${count}.pdf`);
    await processDocument({ businessId, documentId }, stepDeps(db, ingest.objects, { cage, unpackContainer }));
    const { intakeId } = await Document.findByPk(documentId, { rejectOnEmpty: true });
    const parts = await IntakePart.findAll({ where: { businessId, intakeId }, order: [['position', 'ASC']] });
    return parts.map(({ path, fate, because }) => [path, fate, because]);
  };
  expect(await partsAfter(2)).toEqual([
    ['1', 'document', null],
    ['1/0.txt', 'document', null],
    ['1/1.txt', 'document', null],
  ]);
  expect(await partsAfter(201)).toEqual([['1', 'document', 'too-many-entries']]);
});
