import { afterAll, expect } from 'vitest';
import { codePicture } from '#fixtures/vouchers/code-picture.ts';
import { a4, pdfOf } from '#fixtures/vouchers/drawing.ts';
import { openCage } from '#services/cage/cage.ts';
import type { ReadingWire } from '#services/domain/reading-wire.ts';
import { readStep } from '#services/steps/read/read-step.ts';
import { Document } from '#storage/models/document.ts';
import { row } from '#storage/sql.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { stepDeps } from '#test/support/step-deps.ts';

const cage = openCage({ size: 1 });
afterAll(() => cage[Symbol.asyncDispose]());

/** Of nobody; the check digits are right. */
const iban = 'HU87999000161000000000000001';
const instantPayment = ['HCT', '001', '1', 'XXXXHUHB', 'Fenyves Próba Kft.', iban, 'HUF63500', '', '', '', '', '', 'PR-2026/0042'];

test('AC-011 AC-014 a file that is understood again after a person’s word keeps what its payment code says', { timeout: 60_000 }, async ({
  db,
}) => {
  const business = await aBusiness();
  const ingest = ingestDeps(db);
  const deps = stepDeps(db, ingest.objects, { cage });
  const page = a4();
  const lines = ['SZÁMLA', 'Számla sorszáma: PR-2026/0042', 'Számla kelte: 2026.11.02.', 'Fizetendő összesen: 63 500 Ft'];
  page.texts = lines.map((text, at) => ({ text, x: 50, y: 50 + at * 20, size: 11 }));
  page.pictures = [{ png: await codePicture(instantPayment.join('\n'), 'QRCode'), x: 380, y: 60, width: 130 }];
  const { documentId } = await anUpload(ingest, business.id, await pdfOf([page], 'DejaVuSans'), 'kóddal.pdf');
  const document = await Document.findByPk(documentId, { rejectOnEmpty: true });
  const account = async () => {
    await document.update({ state: 'stored' });
    await readStep(document, deps);
    const { invoice, fields } = document.reading as ReadingWire;
    return { account: invoice?.supplier.account, source: fields['supplier.account']?.source };
  };
  const first = await account();
  expect(first).toEqual({ account: iban, source: 'code' });
  const kept = await row<{ codes: { format: string }[] }>(db, 'select codes from document_pages where document_id = $1', documentId);
  expect(kept?.codes).toMatchObject([{ format: 'QRCode' }]);

  await document.update({ said: { kind: 'invoice', pageRanges: null } });
  expect(await account()).toEqual(first);
});
