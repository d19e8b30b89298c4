import type { Sequelize } from 'sequelize';
import { expect } from 'vitest';
import { type SampleInvoice, sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { szamlazz } from '#fixtures/einvoices/writers.ts';
import { recordListedPayments } from '#services/actions/bank/listed-payments.ts';
import { wireReading } from '#services/domain/reading-wire.ts';
import { readXml } from '#services/steps/read-structured/read-structured.ts';
import { registerStep } from '#services/steps/register/register-step.ts';
import { Document } from '#storage/models/document.ts';
import { rows } from '#storage/sql.ts';
import { aLine, bankLines } from '#test/support/bank.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { stepDeps } from '#test/support/step-deps.ts';

type Paid = { amount: string; on?: string; by?: string; bank?: string };
const paid = ({ amount, on = '2026-10-17', by = 'átutalás', bank }: Paid) =>
  `<kifizetes><datum>${on}</datum><jogcim>${by}</jogcim><osszeg>${amount}</osszeg>${bank ? `<banktranzid>${bank}</banktranzid>` : ''}</kifizetes>`;

/** A business whose invoicing program (Számlázz.hu) sends its invoices of 148 000 Ft again and again, as they are paid. */
async function scene(db: Sequelize) {
  const { id: businessId, baseNumber } = await aBusiness();
  const ingest = ingestDeps(db);
  const where = { businessId, actor: { kind: 'hub', id: null } as const };
  const deps = stepDeps(db, ingest.objects, {
    bank: {
      mappings: () => Promise.resolve([]),
      currencies: () => Promise.resolve([]),
      importStatements: () => Promise.reject(new Error('no bank file here')),
      recordPayments: (transaction, list) => recordListedPayments(transaction, where, list),
    },
  });
  /** `null`: the program sends no list at all. */
  const push = async (payments: readonly Paid[] | null, given: Partial<SampleInvoice> = {}) => {
    const invoice = { ...sampleInvoice, ...given, supplier: { ...sampleInvoice.supplier, taxNumber: `${baseNumber}-2-42` } };
    const list = payments === null ? '' : `<kifizetesek>${payments.map(paid).join('')}</kifizetesek>`;
    const xml = Buffer.from(szamlazz(invoice).replace('</szamla>', `${list}</szamla>`));
    const { documentId } = await anUpload(ingest, businessId, xml, 'szamla.xml');
    const document = await Document.findByPk(documentId, { rejectOnEmpty: true });
    await document.update({ because: null, state: 'recognised', readerVersion: '1', reading: wireReading(readXml(xml)) });
    await registerStep(document, deps);
  };
  const settled = async () =>
    (
      await rows<{ settled: string }>(
        db,
        'select settled_minor::text as settled from invoices where business_id = $1 order by number',
        businessId,
      )
    ).map((one) => one.settled);
  const settlements = () =>
    rows<{ source: string; method: string; on: string; line: string | null }>(
      db,
      `select source, method, paid_on::text as "on", transaction_id as line from settlements where business_id = $1 order by paid_on, created_at`,
      businessId,
    );
  return { where, push, settled, settlements };
}

test('H-041 what an invoicing program says was paid settles the item: in part, sent again, more, and corrected', async ({ db }) => {
  const { push, settled, settlements } = await scene(db);
  await push(null);
  expect([await settled(), await settlements()]).toEqual([['0'], []]);
  await push([{ amount: '48000', by: 'készpénz', on: '2026-10-10' }]);
  expect(await settlements()).toMatchObject([{ source: 'pushed', method: 'cash', on: '2026-10-10' }]);
  // The same state in a file of other bytes: a label changed, nothing was paid anew.
  await push([{ amount: '48000.00', by: 'készpénz', on: '2026-10-10' }], { orderNumber: 'R-2' });
  expect([await settled(), (await settlements()).length]).toEqual([['4800000'], 1]);
  await push([{ amount: '48000', by: 'készpénz', on: '2026-10-10' }, { amount: '100000' }]);
  expect(await settled()).toEqual(['14800000']);
  await push([{ amount: '40000', by: 'bankkártya', on: '2026-10-11' }]);
  expect(await settlements()).toMatchObject([{ method: 'card', on: '2026-10-11' }]);
  expect(await settled()).toEqual(['4000000']);
  await push(null, { orderNumber: 'R-3' });
  expect([await settled(), await settlements()]).toEqual([['0'], []]);
});

test.for(['pushed first', 'bank first'])(
  'promise 3: one bank transaction that paid two invoices (banktranzid) is taken from its line once, %s',
  async (order, { db }) => {
    const { where, push, settled, settlements } = await scene(db);
    const lines = () => bankLines(db, where, aLine(29_600_000n, { bankReference: '5501', memo: 'köszönjük' }));
    if (order === 'bank first') await lines();
    await push([{ amount: '148000', bank: '5501' }], { number: 'P-1' });
    await push([{ amount: '148000', bank: '5501' }], { number: 'P-2' });
    await push([{ amount: '148000', bank: '5501' }], { number: 'P-2', orderNumber: 'R-9' });
    if (order === 'pushed first') await lines();
    expect(await settled()).toEqual(['14800000', '14800000']);
    const kept = await settlements();
    expect(kept).toHaveLength(2);
    expect(new Set(kept.map(({ line }) => line)).size).toBe(1);
    expect(
      await rows(db, 'select settled_minor::text as settled from bank_transactions where business_id = $1', where.businessId),
    ).toMatchObject([{ settled: '29600000' }]);
  },
);
