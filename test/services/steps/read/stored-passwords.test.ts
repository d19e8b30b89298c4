import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, expect } from 'vitest';
import { openPassword } from '#services/actions/intakes/act-on-part.ts';
import { addFilePassword } from '#services/actions/intakes/mail-rules.ts';
import { openCage } from '#services/cage/cage.ts';
import { processDocument } from '#services/pipeline.ts';
import { Document } from '#storage/models/document.ts';
import { row, rows } from '#storage/sql.ts';
import { anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, houseOn } from '#test/support/office.ts';
import { stepDeps } from '#test/support/step-deps.ts';

const cage = openCage({ size: 1 });
afterAll(() => cage[Symbol.asyncDispose]());

async function lockedPdf(userPassword: string): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage([595, 842]).drawText('Teljesitesi igazolas 2026/18');
  document.encrypt({ userPassword, ownerPassword: `${userPassword}-gazda` });
  return Buffer.from(await document.save());
}

test('H-071 a locked PDF is opened by the password that the business keeps, its text is found, and the password is nowhere in the clear', {
  timeout: 60_000,
}, async ({ db }) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const [own, other] = [await aBusiness(house, firm.accountantId), await aBusiness(house, firm.accountantId)];
  const ingest = ingestDeps(db);
  const deps = stepDeps(db, ingest.objects, { cage, openPassword: (owner, sealed) => openPassword(db, house.masterKeys, owner, sealed) });
  const bytes = await lockedPdf('ügyfélszám-77');
  const carried = async (businessId: string) => {
    const { documentId } = await anUpload(ingest, businessId, bytes, 'zárt.pdf');
    await Document.update({ state: 'stored' }, { where: { id: documentId } });
    await processDocument({ businessId, documentId }, deps);
    return Document.findByPk(documentId, { rejectOnEmpty: true });
  };
  expect(await carried(own.businessId)).toMatchObject({ state: 'needs-review', because: 'encrypted', sealedPassword: null });

  for (const password of ['nem-ez', 'ügyfélszám-77'])
    await addFilePassword(house, own.visitor, own.businessId, { note: 'szolgáltató', password });
  const opened = await carried(own.businessId);
  expect(['encrypted', 'wrong-password']).not.toContain(opened.because);
  expect(opened.pageCount).toBe(1);
  const page = await row<{ text: string }>(db, 'select text from document_pages where document_id = $1', opened.id);
  expect(page?.text).toContain('2026/18');
  // It stays with the document, sealed, so that its pages can be drawn later.
  expect(await openPassword(db, house.masterKeys, own.businessId, opened.sealedPassword!)).toBe('ügyfélszám-77');
  for (const table of ['documents', 'document_events', 'file_passwords', 'jobs', 'audit'])
    expect(JSON.stringify(await rows(db, `select to_jsonb(${table}) from ${table}`)), table).not.toContain('ügyfélszám-77');

  // Another business's list is not tried.
  expect(await carried(other.businessId)).toMatchObject({ state: 'needs-review', because: 'encrypted' });
});
