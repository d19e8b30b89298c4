import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SampleInvoice, sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { cii, szamlazz, ubl, writers } from '#fixtures/einvoices/writers.ts';
import { domesticAccountOf } from '#services/domain/bank-account.ts';
import { isBaseNumber } from '#services/domain/tax-number.ts';
import { invoiceIn, readOf } from '#test/support/read-xml.ts';

test('the invented parties belong to nobody and have right check digits', () => {
  for (const { taxNumber, account } of [sampleInvoice.supplier, sampleInvoice.customer]) {
    expect(isBaseNumber(taxNumber.slice(0, 8))).toBe(true);
    expect(taxNumber).toMatch(/^9[89]/);
    expect(domesticAccountOf(account)).toMatch(/^999/);
  }
});

describe('AC-026 what an energy supplier must send as an e-invoice', () => {
  // A periodic settlement (AC-029): performed on its due day, which comes after the issue; a negative line gives back what was paid ahead.
  const bill: SampleInvoice = {
    ...sampleInvoice,
    supplier: { ...sampleInvoice.supplier, name: 'Áramvölgy Energia Zrt.' },
    issuedOn: '2026-10-05',
    suppliedOn: '2026-10-20',
    dueOn: '2026-10-20',
    net: '70000',
    vat: '18900',
    gross: '88900',
    vatLines: [{ rate: '27', net: '70000', vat: '18900' }],
    lines: [
      { description: 'Villamos energia, elszámolt fogyasztás', quantity: '2000', unit: 'kWh', unitPrice: '60', rate: '27', net: '120000' },
      { description: 'Részszámlában fizetve', quantity: '1', unit: 'db', unitPrice: '-50000', rate: '27', net: '-50000' },
    ],
  };
  test.for(Object.entries(writers))('is booked from its data, with the day of performance after the day of issue: %s', ([, write]) => {
    const reading = readOf(write(bill));
    expect(reading).toMatchObject({ refused: null, warnings: [] });
    expect(reading.invoice).toMatchObject({ issuedOn: '2026-10-05', suppliedOn: '2026-10-20', dueOn: '2026-10-20', gross: 8_890_000n });
    expect(reading.fields['gross']?.sure).toBe(true);
  });
});

describe('one invoice reads the same in every dialect', () => {
  test.for(Object.entries(writers))('%s', ([, write]) => {
    const reading = readOf(write(sampleInvoice));
    expect(reading.refused).toBeNull();
    expect(reading.warnings).toEqual([]);
    expect(reading.invoice).toMatchObject({
      number: 'ŐSZ-2026/000041',
      kind: 'invoice',
      supplier: {
        name: 'Őszirózsa Kertészet Kft.',
        taxNumber: '98123458-2-13',
        address: '2000 Szentendre, Tűzliliom köz 4.',
        account: '99900016-10020030-04005007',
      },
      customer: { name: 'Próba & Társa Bt.', taxNumber: '99112231-1-41' },
      issuedOn: '2026-10-05',
      suppliedOn: '2026-10-02',
      dueOn: '2026-10-19',
      paymentMethod: 'transfer',
      currency: 'HUF',
      net: 12_000_000n,
      vat: 2_800_000n,
      gross: 14_800_000n,
      grossHuf: 14_800_000n,
      vatLines: [
        { rate: '27', net: 10_000_000n, vat: 2_700_000n, gross: 12_700_000n },
        { rate: '5', net: 2_000_000n, vat: 100_000n, gross: 2_100_000n },
      ],
      lines: [
        { description: 'Tulipánhagyma', quantity: '1000', unit: 'db', unitPrice: '100', rate: '27', net: 10_000_000n },
        { description: 'Kertészeti szakkönyv', quantity: '2.5', unit: 'csomag', unitPrice: '8000', rate: '5', net: 2_000_000n },
      ],
    });
  });
});

test.for(Object.entries(writers))('any amounts go through %s unchanged', ([, write]) => {
  const cents = fc.integer({ min: -99_999_999, max: 99_999_999 });
  const written = (minor: number) =>
    `${minor < 0 ? '-' : ''}${Math.floor(Math.abs(minor) / 100)}.${String(Math.abs(minor) % 100).padStart(2, '0')}`;
  fc.assert(
    fc.property(cents, cents, (net, vat) => {
      const { invoice } = readOf(
        write({ ...sampleInvoice, net: written(net), vat: written(vat), gross: written(net + vat), vatLines: [] }),
      );
      expect([invoice?.net, invoice?.vat, invoice?.gross]).toEqual([BigInt(net), BigInt(vat), BigInt(net + vat)]);
    }),
    { numRuns: 40 },
  );
});

describe('pushed by Számlázz.hu', () => {
  test.for([
    ['SS', 'cancelling'],
    ['HS', 'modifying'],
    ['ES', 'advance'],
    ['VS', 'final'],
  ] as const)('%s is %s', ([type, kind]) => {
    expect(invoiceIn(szamlazz(sampleInvoice, type)).kind).toBe(kind);
  });

  test('D is a pro forma, SL a delivery note without an invoice', () => {
    expect(readOf(szamlazz(sampleInvoice, 'D'))).toMatchObject({ kind: 'pro-forma', invoice: { kind: 'pro-forma' } });
    expect(readOf(szamlazz(sampleInvoice, 'SL'))).toMatchObject({ kind: 'delivery-note', invoice: null });
  });

  test('test documents are marked', () => {
    const xml = szamlazz(sampleInvoice).replace('</alap>', '<teszt>true</teszt></alap>');
    expect(readOf(xml).warnings).toMatchObject([{ code: 'test-document' }]);
  });
});

describe('UBL and CII', () => {
  test('prefixes are only names: other ones read the same', () => {
    const renamed = (xml: string) =>
      xml.replaceAll('cbc:', 'n12:').replaceAll(':cbc=', ':n12=').replaceAll('cac:', 'q:').replaceAll(':cac=', ':q=');
    expect(renamed(ubl(sampleInvoice))).not.toContain('cbc');
    expect(invoiceIn(renamed(ubl(sampleInvoice)))).toEqual(invoiceIn(ubl(sampleInvoice)));
  });

  test('AC-L03 without a delivery the tax point is the day of performance', () => {
    const xml = ubl(sampleInvoice).replace(/<cac:Delivery>.*?<\/cac:Delivery>/s, '');
    expect(invoiceIn(xml).suppliedOn).toBeNull();
    expect(
      invoiceIn(xml.replace('<cbc:DocumentCurrencyCode', '<cbc:TaxPointDate>2026-09-30</cbc:TaxPointDate><cbc:DocumentCurrencyCode'))
        .suppliedOn,
    ).toBe('2026-09-30');
  });

  test('UBL 2.0: without a net total the lines’ sum is one, not booked unseen; beside an allowance it is none', () => {
    const xml = ubl(sampleInvoice).replace(
      /<cbc:TaxExclusiveAmount.*?<\/cbc:TaxInclusiveAmount>/s,
      '<cbc:LineExtensionAmount currencyID="HUF">120000</cbc:LineExtensionAmount>',
    );
    const reading = readOf(xml);
    expect(reading.invoice?.net).toBe(12_000_000n);
    expect(reading.fields['net']).toMatchObject({ sure: false, because: 'sum of the lines' });
    const reduced = '<cac:AllowanceCharge><cbc:Amount currencyID="HUF">1</cbc:Amount></cac:AllowanceCharge><cac:LegalMonetaryTotal>';
    expect(invoiceIn(xml.replace('<cac:LegalMonetaryTotal>', reduced)).net).toBeNull();
  });

  test('AC-053 what is left to pay stands apart from gross', () => {
    const invoice = invoiceIn(ubl(sampleInvoice).replace('<cbc:PayableAmount>148000', '<cbc:PayableAmount>48000'));
    expect([invoice.gross, invoice.payable]).toEqual([14_800_000n, 4_800_000n]);
  });

  test('a credit note, a corrected invoice, a prepayment, a pro forma', () => {
    expect(invoiceIn(ubl(sampleInvoice, 'CreditNote', '381')).kind).toBe('credit-note');
    expect(invoiceIn(cii(sampleInvoice, 2, '384')).kind).toBe('modifying');
    expect(invoiceIn(cii(sampleInvoice, 2, '386')).kind).toBe('advance');
    expect(readOf(cii(sampleInvoice, 2, '325')).kind).toBe('pro-forma');
  });

  test('VAT in HUF beside an invoice in euro', () => {
    const xml = ubl({ ...sampleInvoice, currency: 'EUR' }).replace(
      '<cac:LegalMonetaryTotal>',
      '<cac:TaxTotal><cbc:TaxAmount currencyID="HUF">11200000</cbc:TaxAmount></cac:TaxTotal><cac:LegalMonetaryTotal>',
    );
    expect(invoiceIn(xml)).toMatchObject({ vat: 2_800_000n, vatHuf: 1_120_000_000n, netHuf: null });
  });

  test('a Peppol envelope is taken off', () => {
    const inside = ubl(sampleInvoice).replace(/^<\?xml.*?\?>\s*/, '');
    const xml = `<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><StandardBusinessDocumentHeader/>${inside}</StandardBusinessDocument>`;
    expect(invoiceIn(xml).number).toBe(sampleInvoice.number);
  });
});

describe('look-alikes are what they are, and never an invoice', () => {
  test.for([
    ['Order', 'order'],
    ['OrderChange', 'order'],
    ['OrderResponse', 'order'],
    ['OrderCancellation', 'order'],
    ['DespatchAdvice', 'delivery-note'],
    ['ReceiptAdvice', 'delivery-note'],
    ['Waybill', 'delivery-note'],
    ['Quotation', 'quote'],
    ['RequestForQuotation', 'quote'],
    ['Reminder', 'reminder'],
    ['Statement', 'other'],
    ['RemittanceAdvice', 'other'],
    ['ApplicationResponse', 'other'],
    ['InvoiceResponse', 'other'],
    ['Catalogue', 'other'],
  ] as const)('%s is %s', ([root, kind]) => {
    expect(readOf(ubl(sampleInvoice, root))).toMatchObject({ kind, invoice: null, refused: null });
  });

  test("an order on an invoice's form", () => {
    expect(readOf(cii(sampleInvoice, 2, '220'))).toMatchObject({ kind: 'order', invoice: null });
  });

  test('a bank statement goes to its own reader', () => {
    expect(readOf('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>')).toMatchObject({
      kind: 'bank-statement',
      invoice: null,
    });
  });
});
