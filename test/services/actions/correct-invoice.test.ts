import { describe, expect } from 'vitest';
import { correctInvoice, undoCorrection } from '#services/actions/invoices/correct-invoice.ts';
import { attachSource } from '#services/register/attach-source.ts';
import { Business } from '#storage/models/business.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { aBaseNumber, aBusiness, anInvoice, aParty } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

async function anItem() {
  const business = await aBusiness();
  const supplier = aBaseNumber();
  const read = (gross: string) =>
    Business.sequelize!.transaction((transaction) =>
      attachSource(transaction, {
        businessId: business.id,
        source: 'ocr',
        origin: 'document:1',
        documentId: null,
        pageRange: null,
        invoice: anInvoice({
          number: 'FA-1',
          supplier: aParty(supplier, 'Szállító Kft.'),
          customer: aParty(business.baseNumber),
          currency: 'HUF',
          gross,
        }),
        evidence: {},
        readerVersion: '1',
      }),
    );
  const id = await read('1270.00');
  const at = async () => ({ businessId: business.id, invoiceId: id, version: (await Invoice.findByPk(id))!.version, userId: null });
  const gross = async () => (await Invoice.findByPk(id))!.grossMinor;
  return { id, business, read, at, gross };
}

describe("a person's word on an item", () => {
  test('promise 6: each correction is taken back one by one, down to what the machine read', async ({ db }) => {
    const { id, at, gross } = await anItem();
    await correctInvoice(db, await at(), { gross: '1500.00', state: 'ready' });
    await correctInvoice(db, await at(), { gross: '1600.00' });
    expect(await gross()).toBe(160_000n);
    await undoCorrection(db, await at());
    expect(await gross()).toBe(150_000n);
    expect((await Invoice.findByPk(id))!.state).toBe('ready');
    await undoCorrection(db, await at());
    expect(await gross()).toBe(127_000n);
    expect((await Invoice.findByPk(id))!.state).toBe('needs-review');
    expect(await InvoiceSource.count({ where: { invoiceId: id, source: 'person' } })).toBe(0);
    await expect(undoCorrection(db, await at())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('promise 4: what was undone is read again by the machine, what stands is not', async ({ db }) => {
    const { read, at, gross } = await anItem();
    await correctInvoice(db, await at(), { gross: '1500.00' });
    await read('1271.00');
    expect(await gross()).toBe(150_000n);
    await undoCorrection(db, await at());
    expect(await gross()).toBe(127_100n);
  });

  test('an undo of what somebody else has changed since is refused', async ({ db }) => {
    const { at } = await anItem();
    const seen = await at();
    await correctInvoice(db, seen, { gross: '1500.00' });
    await expect(undoCorrection(db, seen)).rejects.toMatchObject({ code: 'stale' });
  });
});
