import { describe, expect } from 'vitest';
import { correctInvoice } from '#services/actions/invoices/correct-invoice.ts';
import type { InvoiceWire } from '#services/domain/invoice-wire.ts';
import { attachSource, type NewSource } from '#services/register/attach-source.ts';
import { Business } from '#storage/models/business.ts';
import { Invoice } from '#storage/models/invoice.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { aBaseNumber, aBusiness, anInvoice, aParty } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const sure = {
  number: { confidence: 1, sure: true },
  issuedOn: { confidence: 1, sure: true },
  currency: { confidence: 1, sure: true },
  gross: { confidence: 1, sure: true },
};

async function scene() {
  const business = await aBusiness();
  const supplier = aBaseNumber();
  const invoice = (given: Partial<InvoiceWire> = {}) =>
    anInvoice({
      number: 'FA-2026/1',
      supplier: aParty(supplier, 'Szállító Kft.'),
      customer: aParty(business.baseNumber, 'Próba Kft.'),
      issuedOn: '2026-11-03',
      currency: 'HUF',
      gross: '1270.00',
      ...given,
    });
  const attach = (source: NewSource['source'], origin: string, reading: InvoiceWire, evidence: object = sure) =>
    Business.sequelize!.transaction((transaction) =>
      attachSource(transaction, {
        businessId: business.id,
        source,
        origin,
        documentId: null,
        pageRange: null,
        invoice: reading,
        evidence,
        readerVersion: '1',
      }),
    );
  return { business, supplier, invoice, attach };
}

describe('the register', () => {
  test('H-050, H-081 the same invoice from four sources is one item, in whatever order they come', async ({ db: _ }) => {
    const orders = [
      ['nav', 'pushed', 'embedded', 'ocr'],
      ['ocr', 'embedded', 'pushed', 'nav'],
    ] as const;
    for (const order of orders) {
      const { business, invoice, attach } = await scene();
      for (const source of order)
        await attach(
          source,
          `${source}:1`,
          invoice({ number: source === 'ocr' ? 'fa-2026 / 1' : 'FA-2026/1', net: source === 'nav' ? '1000.00' : null }),
        );
      const items = await Invoice.findAll({ where: { businessId: business.id } });
      expect(items).toHaveLength(1);
      expect(items[0]).toMatchObject({
        direction: 'payable',
        state: 'ready',
        number: 'FA-2026/1',
        netMinor: 100_000n,
        possibleDuplicate: false,
      });
      expect(await InvoiceSource.count({ where: { invoiceId: items[0]!.id } })).toBe(4);
    }
  });

  test('twenty sources at the same moment make one item', async ({ db: _ }) => {
    const { business, invoice, attach } = await scene();
    await Promise.all(Array.from({ length: 20 }, (_each, index) => attach('embedded', `document:${index}`, invoice())));
    expect(await Invoice.count({ where: { businessId: business.id } })).toBe(1);
    expect(await InvoiceSource.count({ where: { businessId: business.id } })).toBe(20);
  });

  test('H-056 the same identity with another gross is one item, marked as a possible duplicate', async ({ db: _ }) => {
    const { business, invoice, attach } = await scene();
    await attach('embedded', 'document:1', invoice());
    await attach('embedded', 'document:2', invoice({ gross: '9999.00' }));
    const items = await Invoice.findAll({ where: { businessId: business.id } });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ possibleDuplicate: true, state: 'needs-review', because: 'possible-duplicate' });
  });

  test('pro formas, receipts and invoices with one number stay apart; finer kinds merge', async ({ db: _ }) => {
    const { business, invoice, attach } = await scene();
    await attach('embedded', 'a', invoice());
    await attach('embedded', 'b', invoice({ kind: 'pro-forma' }));
    await attach('embedded', 'c', invoice({ kind: 'receipt' }));
    await attach('embedded', 'd', invoice({ kind: 'advance' }));
    expect((await Invoice.findAll({ where: { businessId: business.id } })).map(({ family }) => family).sort()).toEqual([
      'invoice',
      'pro-forma',
      'receipt',
    ]);
  });

  test('without a number there is no identity: two items', async ({ db: _ }) => {
    const { business, invoice, attach } = await scene();
    await attach('ocr', 'a', invoice({ number: null }));
    await attach('ocr', 'b', invoice({ number: null }));
    expect(await Invoice.count({ where: { businessId: business.id } })).toBe(2);
  });

  test('a voucher between two others goes to review: belongs to another client?', async ({ db: _ }) => {
    const { business, invoice, attach } = await scene();
    await attach('embedded', 'a', invoice({ customer: aParty(aBaseNumber(), 'Más Kft.') }));
    expect(await Invoice.findOne({ where: { businessId: business.id } })).toMatchObject({
      state: 'needs-review',
      because: 'belongs-to-another-client',
    });
  });

  test('AC-052 our own number as the supplier makes it a receivable', async ({ db: _ }) => {
    const { business, supplier, invoice, attach } = await scene();
    await attach('nav', 'a', invoice({ supplier: aParty(business.baseNumber), customer: aParty(supplier) }));
    expect(await Invoice.findOne({ where: { businessId: business.id } })).toMatchObject({ direction: 'receivable', state: 'ready' });
  });

  test('AC-031, AC-032 a rate that was none on the day of performance is asked about', async ({ db: _ }) => {
    const { invoice, attach } = await scene();
    const rated = (number: string, rate: string) =>
      invoice({ number, suppliedOn: '2026-11-03', vatLines: [{ rate, net: null, vat: null, gross: null }] });
    for (const [number, rate, because] of [
      ['R-1', '27', null],
      ['R-2', '25', 'unknown-vat-rate'],
      ['R-3', 'XYZ', 'unknown-vat-rate'],
      ['R-4', 'AAM', null],
    ] as const)
      expect(await Invoice.findByPk(await attach('nav', number, rated(number, rate))), rate).toMatchObject({ because });
  });

  test("a person's correction outranks all and survives a re-run", async ({ db }) => {
    const { business, invoice, attach } = await scene();
    const id = await attach('ocr', 'document:1', invoice({ gross: '1210.00' }), {});
    const before = await Invoice.findByPk(id, { rejectOnEmpty: true });
    expect(before.state).toBe('needs-review');
    await correctInvoice(
      db,
      { businessId: business.id, invoiceId: id, version: before.version, userId: null },
      { gross: '1270.00', state: 'ready' },
    );
    await attach('ocr', 'document:1', invoice({ gross: '1200.00' }), {});
    expect(await Invoice.findByPk(id)).toMatchObject({ grossMinor: 127_000n, state: 'ready' });
  });

  test('a correction on an old version is refused', async ({ db }) => {
    const { business, invoice, attach } = await scene();
    const id = await attach('nav', 'a', invoice());
    await expect(
      correctInvoice(db, { businessId: business.id, invoiceId: id, version: 99, userId: null }, { gross: '1.00' }),
    ).rejects.toMatchObject({ code: 'stale' });
  });

  test('a corrected number that belongs to another item makes the two one', async ({ db }) => {
    const { business, invoice, attach } = await scene();
    const wanted = await attach('nav', 'nav:1', invoice());
    const other = await attach('ocr', 'document:1', invoice({ number: 'FA-2O26/1' }), {});
    expect(other).not.toBe(wanted);
    const { version } = await Invoice.findByPk(other, { rejectOnEmpty: true });
    const merged = await correctInvoice(db, { businessId: business.id, invoiceId: other, version, userId: null }, { number: 'FA-2026/1' });
    expect(merged).toBe(wanted);
    expect(await Invoice.count({ where: { businessId: business.id } })).toBe(1);
  });
});
