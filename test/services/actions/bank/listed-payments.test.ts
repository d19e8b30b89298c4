import type { Sequelize } from 'sequelize';
import { describe, expect } from 'vitest';
import { nav30 } from '#fixtures/einvoices/nav-writers.ts';
import { sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { recordListedPayments } from '#services/actions/bank/listed-payments.ts';
import { undoSettlement } from '#services/actions/bank/settle.ts';
import { wireReading } from '#services/domain/reading-wire.ts';
import { readXml } from '#services/steps/read-structured/read-structured.ts';
import { registerStep } from '#services/steps/register/register-step.ts';
import { Document } from '#storage/models/document.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { rows } from '#storage/sql.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { stepDeps } from '#test/support/step-deps.ts';

const hub = { kind: 'hub', id: null } as const;

type Said = { amount: string; on?: string; place?: 'P' | 'B'; method?: string; currency?: string; warrant?: string };
const payment = ({ amount, on = '2026-10-20', place = 'B', method = 'TRANSFER', currency = 'HUF', warrant = '' }: Said) =>
  `<payment><locationCode>${place}</locationCode><locationLedger>384</locationLedger><paymentMethod>${method}</paymentMethod><paymentDate>${on}</paymentDate><amount>${amount}</amount><currencyCode>${currency}</currencyCode><exchangeRate>1</exchangeRate><warrantNumber>${warrant}</warrantNumber></payment>`;
const osa = (baseNumber: string, payments: readonly Said[]) =>
  nav30({ ...sampleInvoice, supplier: { ...sampleInvoice.supplier, taxNumber: `${baseNumber}-2-42` } }).replace(
    '</invoice></invoiceMain>',
    `<invoicePayments>${payments.map(payment).join('')}</invoicePayments></invoice></invoiceMain>`,
  );

/** A batch of the same invoice with a list of payments each. */
function osaBatch(baseNumber: string, lists: readonly (readonly Said[])[]): string {
  const entries = lists.map((payments, at) => {
    const [, inner = ''] = /<invoiceMain>(.*)<\/invoiceMain>/s.exec(osa(baseNumber, payments)) ?? [];
    return `<batchInvoice><batchIndex>${at + 1}</batchIndex>${inner}</batchInvoice>`;
  });
  return osa(baseNumber, []).replace(/<invoiceMain>.*<\/invoiceMain>/s, `<invoiceMain>${entries.join('')}</invoiceMain>`);
}

/** A business to which an invoicing program sends its invoice of 148 000 Ft again and again, with its list of payments. */
async function scene(db: Sequelize) {
  const { id: businessId, baseNumber } = await aBusiness();
  const ingest = ingestDeps(db);
  const where = { businessId, actor: hub };
  const deps = stepDeps(db, ingest.objects, {
    bank: {
      mappings: () => Promise.resolve([]),
      currencies: () => Promise.resolve([]),
      importStatements: () => Promise.reject(new Error('no bank file here')),
      recordPayments: (transaction, list) => recordListedPayments(transaction, where, list),
    },
  });
  const step = async (document: Document) => {
    await document.update({ state: 'recognised' });
    return registerStep(document, deps);
  };
  const bring = (payments: readonly Said[]) => bringXml(osa(baseNumber, payments));
  const bringBatch = (lists: readonly (readonly Said[])[]) => bringXml(osaBatch(baseNumber, lists));
  const bringXml = async (text: string) => {
    const xml = Buffer.from(text);
    const { documentId } = await anUpload(ingest, businessId, xml, 'osa.xml');
    const document = await Document.findByPk(documentId, { rejectOnEmpty: true });
    await document.update({ because: null, readerVersion: '1', reading: wireReading(readXml(xml)) });
    await step(document);
    return document;
  };
  const settled = async () => (await Invoice.findOne({ where: { businessId }, rejectOnEmpty: true })).settledMinor;
  const settlements = () =>
    rows<{ id: string; source: string; method: string; on: string }>(
      db,
      `select id, source, method, paid_on::text as "on" from settlements where business_id = $1 order by paid_on, created_at`,
      businessId,
    );
  return { businessId, where, bring, bringBatch, step, settled, settlements };
}

describe('H-039 the payments that OSA+ lists with an invoice', () => {
  test('settle the item with day and method; the same list sent or read again adds nothing', async ({ db }) => {
    const { bring, step, settled, settlements } = await scene(db);
    const first = [{ amount: '48000', on: '2026-10-10', place: 'P' as const, method: 'OTHER' }];
    await bring(first);
    expect(await settlements()).toMatchObject([{ source: 'pushed', method: 'cash', on: '2026-10-10' }]);
    expect(await settled()).toBe(4_800_000n);

    const again = await bring([...first, { amount: '50000.00', on: '2026-10-20' }]);
    await step(again);
    expect(await settlements()).toMatchObject([{ on: '2026-10-10' }, { on: '2026-10-20', method: 'transfer' }]);
    expect(await settled()).toBe(9_800_000n);
  });

  test('two truly equal payments stay two, and more than is owed settles what is owed', async ({ db }) => {
    const { bring, settled, settlements } = await scene(db);
    await bring([{ amount: '60000' }, { amount: '60000' }, { amount: '60000', warrant: 'B-3' }]);
    expect(await settlements()).toHaveLength(3);
    expect(await settled()).toBe(14_800_000n);
  });

  test('one that is no longer listed is taken back; an older file read again says nothing any more', async ({ db }) => {
    const { bring, step, settled } = await scene(db);
    const older = await bring([{ amount: '148000' }]);
    await bring([{ amount: '14800' }]);
    expect(await settled()).toBe(1_480_000n);
    await step(older);
    expect(await settled()).toBe(1_480_000n);
    await bring([]);
    expect(await settled()).toBe(0n);
  });

  test('promise 6: what a person took back does not come back with the next list', async ({ db }) => {
    const { where, bring, settled, settlements } = await scene(db);
    await bring([{ amount: '48000' }]);
    const [wrong] = await settlements();
    await undoSettlement(db, where, wrong!.id);
    await bring([{ amount: '48000' }, { amount: '1000', on: '2026-10-21' }]);
    expect(await settlements()).toMatchObject([{ on: '2026-10-21' }]);
    expect(await settled()).toBe(100_000n);
  });

  test('of each invoice in a batch, though they share their number; sent again nothing is added', async ({ db }) => {
    const { businessId, bringBatch, settlements } = await scene(db);
    const batch = [[{ amount: '48000' }], [{ amount: '48000' }, { amount: '1000', on: '2026-10-21' }]];
    await bringBatch(batch);
    await bringBatch(batch);
    expect(await settlements()).toHaveLength(3);
    const items = await Invoice.findAll({ where: { businessId }, order: ['settledMinor'] });
    expect(items.map(({ settledMinor }) => settledMinor)).toEqual([4_800_000n, 4_900_000n]);
    await bringBatch([[{ amount: '48000' }], []]);
    expect(await settlements()).toHaveLength(1);
  });

  test('a payment in another currency, or without an amount, is told and settles nothing', async ({ db }) => {
    const { bring, settled } = await scene(db);
    const document = await bring([{ amount: '370', currency: 'EUR' }, { amount: '' }, { amount: '2000' }]);
    expect((document.reading as { warnings: { code: string }[] }).warnings.map(({ code }) => code)).toEqual([
      'payment-incomplete',
      'payment-in-other-currency',
    ]);
    expect(await settled()).toBe(200_000n);
  });
});
