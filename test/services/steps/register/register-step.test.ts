import type { Sequelize } from 'sequelize';
import { describe, expect } from 'vitest';
import { nav30 } from '#fixtures/einvoices/nav-writers.ts';
import { type SampleInvoice, sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { audit, auditEntry } from '#fixtures/einvoices/writers.ts';
import { acceptImport } from '#services/actions/documents/accept-import.ts';
import { importAccepted } from '#services/domain/import-report.ts';
import { wireReading } from '#services/domain/reading-wire.ts';
import { readXml } from '#services/steps/read-structured/read-structured.ts';
import { registerStep } from '#services/steps/register/register-step.ts';
import type { StepDeps } from '#services/steps/step.ts';
import { Document } from '#storage/models/document.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { aBaseNumber, aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

/** A business, and a way to hand a data file to it and carry it into the register. */
async function scene(db: Sequelize) {
  const business = await aBusiness();
  const deps = ingestDeps(db);
  const ours: SampleInvoice = { ...sampleInvoice, supplier: { ...sampleInvoice.supplier, taxNumber: `${business.baseNumber}-2-42` } };
  const step = (document: Document) => registerStep(document, { database: db } as StepDeps);
  const bring = async (xml: string) => {
    const { documentId } = await anUpload(deps, business.id, Buffer.from(xml), 'adat.xml');
    const document = await Document.findByPk(documentId, { rejectOnEmpty: true });
    await document.update({ state: 'recognised', because: null, readerVersion: '1', reading: wireReading(readXml(Buffer.from(xml))) });
    return { document, result: await step(document) };
  };
  return { business, ours, bring, step };
}
const outcomes = ({ importReport }: Document) => importReport?.lines.map(({ outcome }) => outcome);

describe('a data file of many invoices', () => {
  test('H-085, H-086, H-091, H-093: each becomes an item, the next file of the same changes nothing', async ({ db }) => {
    const { business, ours, bring } = await scene(db);
    const entries = ['A-1', 'A-2'].map((number) => auditEntry({ ...ours, number }));
    const first = await bring(audit(entries));
    expect(first.result).toMatchObject({ to: 'ready' });
    expect(outcomes(first.document)).toEqual(['imported', 'imported']);
    expect(first.document.importReport?.lines[1]).toMatchObject({ at: 'szamlak/szamla[2]', number: 'A-2' });
    const before = await Invoice.findAll({ where: { businessId: business.id }, order: ['number'] });
    expect(before.map(({ number, direction }) => [number, direction])).toEqual([
      ['A-1', 'receivable'],
      ['A-2', 'receivable'],
    ]);
    const again = await bring(audit([...entries, auditEntry({ ...ours, number: 'A-3' })]));
    expect(outcomes(again.document)).toEqual(['unchanged', 'unchanged', 'imported']);
    expect(await Invoice.count({ where: { businessId: business.id } })).toBe(3);
    const versions = await Invoice.findAll({ where: { id: before.map(({ id }) => id) }, order: ['number'] });
    expect(versions.map(({ grossMinor, state }) => [grossMinor, state])).toEqual(
      before.map(({ grossMinor, state }) => [grossMinor, state]),
    );
  });

  test('H-092 an invoice between two others is refused with its place, the rest come in; a person then closes the matter', async ({
    db,
  }) => {
    const { business, ours, bring, step } = await scene(db);
    const strange = { ...sampleInvoice, supplier: { ...sampleInvoice.supplier, taxNumber: `${aBaseNumber()}-2-42` }, number: 'X-1' };
    const { document, result } = await bring(audit([auditEntry(ours), auditEntry(strange)]));
    expect(result).toEqual({ to: 'needs-review', because: 'partly-imported' });
    expect(document.importReport?.lines[1]).toMatchObject({ number: 'X-1', outcome: 'refused', because: 'belongs-to-another-client' });
    expect(await Invoice.count({ where: { businessId: business.id } })).toBe(1);
    await document.update({ state: 'needs-review', because: 'partly-imported' });
    await acceptImport(db, { businessId: business.id, documentId: document.id, userId: null });
    await document.reload();
    expect(document).toMatchObject({ state: 'recognised', because: importAccepted });
    expect(await step(document)).toMatchObject({ to: 'ready' });
    await expect(acceptImport(db, { businessId: business.id, documentId: document.id, userId: null })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('H-087 where the header announces another number of invoices, nothing comes in until a person says so', async ({ db }) => {
    const { business, ours, bring, step } = await scene(db);
    const { document, result } = await bring(audit([auditEntry({ ...ours, number: 'C-1' }), auditEntry({ ...ours, number: 'C-2' })], 5));
    expect(result).toEqual({ to: 'needs-review', because: 'count-differs' });
    expect(await Invoice.count({ where: { businessId: business.id } })).toBe(0);
    await document.update({ because: importAccepted });
    expect(await step(document)).toMatchObject({ to: 'ready' });
    expect(await Invoice.count({ where: { businessId: business.id } })).toBe(2);
  });

  test('H-094 supplier invoices come in too: packages come later, until then every feature is on', async ({ db }) => {
    const { business, ours, bring } = await scene(db);
    const bought = { ...ours, supplier: { ...ours.supplier, taxNumber: `${aBaseNumber()}-2-42` }, customer: ours.supplier };
    await bring(audit([auditEntry({ ...bought, number: 'B-1' }), auditEntry({ ...bought, number: 'B-2' })]));
    expect((await Invoice.findAll({ where: { businessId: business.id } })).map(({ direction }) => direction)).toEqual([
      'payable',
      'payable',
    ]);
  });

  test('a NAV batch: one number, an item for each index', async ({ db }) => {
    const { business, ours, bring } = await scene(db);
    const whole = nav30(ours);
    const inner = whole.slice(whole.indexOf('<invoice>'), whole.indexOf('</invoiceMain>'));
    const batch = [1, 2].map((index) => `<batchInvoice><batchIndex>${index}</batchIndex>${inner}</batchInvoice>`).join('');
    const { document } = await bring(whole.replace(inner, batch));
    expect(outcomes(document)).toEqual(['imported', 'imported']);
    expect(await Invoice.count({ where: { businessId: business.id, number: ours.number } })).toBe(2);
  });
});
