import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nav11, nav30, navAnswer } from '#fixtures/einvoices/nav-writers.ts';
import { type SampleInvoice, sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { audit, auditEntry, cii, szamlazz, ubl, writers } from '#fixtures/einvoices/writers.ts';
import { domesticAccountOf } from '#services/domain/bank-account.ts';
import type { InvoiceReading, Reading } from '#services/domain/reading.ts';
import { isBaseNumber } from '#services/domain/tax-number.ts';
import { readXml } from '#services/steps/read-structured/read-structured.ts';

const read = (xml: string): Reading => readXml(Buffer.from(xml));

/** The invoice of a file, or the test says why there is none. */
function invoiceIn(xml: string): InvoiceReading {
  const reading = read(xml);
  if (!reading.invoice) throw new Error(`no invoice: ${JSON.stringify(reading.refused)} ${reading.kind}`);
  return reading.invoice;
}

const storno: SampleInvoice = {
  ...sampleInvoice,
  number: 'ŐSZ-2026/000042',
  net: '-120000',
  vat: '-28000',
  gross: '-148000',
  vatLines: sampleInvoice.vatLines.map((row) => ({ ...row, net: `-${row.net}`, vat: `-${row.vat}` })),
  lines: sampleInvoice.lines.map((line) => ({ ...line, quantity: `-${line.quantity}`, net: `-${line.net}` })),
};

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
    const reading = read(write(bill));
    expect(reading).toMatchObject({ refused: null, warnings: [] });
    expect(reading.invoice).toMatchObject({ issuedOn: '2026-10-05', suppliedOn: '2026-10-20', dueOn: '2026-10-20', gross: 8_890_000n });
    expect(reading.fields['gross']?.sure).toBe(true);
  });
});

describe('one invoice reads the same in every dialect', () => {
  test.for(Object.entries(writers))('%s', ([, write]) => {
    const reading = read(write(sampleInvoice));
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
      const { invoice } = read(write({ ...sampleInvoice, net: written(net), vat: written(vat), gross: written(net + vat), vatLines: [] }));
      expect([invoice?.net, invoice?.vat, invoice?.gross]).toEqual([BigInt(net), BigInt(vat), BigInt(net + vat)]);
    }),
    { numRuns: 40 },
  );
});

describe('NAV', () => {
  test('every written field is sure and comes from the XML, at no place of a page', () => {
    const { fields } = read(nav30(sampleInvoice));
    expect(fields['gross']).toEqual({ confidence: 1, sure: true, source: 'xml', page: null, box: null });
    expect(Object.keys(fields)).toContain('supplier.taxNumber');
    expect(Object.keys(fields)).not.toContain('originalNumber');
  });

  test('H-083 a report that is itself the invoice is the original', () => {
    expect(read(nav30(sampleInvoice)).kind).toBe('invoice-data');
    expect(read(nav30(sampleInvoice).replace('<completenessIndicator>false', '<completenessIndicator>true')).kind).toBe('invoice');
  });

  test.for([false, true])('an answer of the API is unpacked, compressed: %s', (isCompressed) => {
    const xml = Buffer.from(nav30(sampleInvoice));
    const answer = navAnswer((isCompressed ? gzipSync(xml) : xml).toString('base64'), isCompressed);
    expect(invoiceIn(answer).number).toBe(sampleInvoice.number);
  });

  test('a compressed answer that is damaged is refused with a reason', () => {
    const reading = read(navAnswer(Buffer.from([0x1f, 0x8b, 1, 2, 3]).toString('base64'), true));
    expect(reading.refused?.code).toBe('unreadable');
  });

  test('H-037, H-038 OSA+ with a private buyer and a closer payment method', () => {
    const xml = nav30(sampleInvoice)
      .replace('<customerVatStatus>DOMESTIC</customerVatStatus>', '')
      .replace(/<customerVatData>.*?<\/customerVatData>/, '')
      .replace('<paymentMethod>TRANSFER', '<paymentMethod>OTHER')
      .replace(
        '</conventionalInvoiceInfo>',
        '</conventionalInvoiceInfo><additionalInvoiceData><dataName>C00013_ADDITIONAL_PAYMENT_METHOD</dataName><dataDescription>x</dataDescription><dataValue>CASHONDELIVERY</dataValue></additionalInvoiceData>',
      );
    const { customer, paymentMethod } = invoiceIn(xml);
    expect(customer).toMatchObject({ name: 'Próba & Társa Bt.', taxNumber: null });
    expect(paymentMethod).toBe('cash-on-delivery');
  });

  test('H-082 a private person has no customer data', () => {
    const { customer } = invoiceIn(
      nav30(sampleInvoice).replace(
        /<customerInfo>.*?<\/customerInfo>/,
        '<customerInfo><customerVatStatus>PRIVATE_PERSON</customerVatStatus></customerInfo>',
      ),
    );
    expect(customer).toEqual({ name: null, taxNumber: null, euVatNumber: null, address: null, account: null });
  });

  const referring = (invoice: SampleInvoice, index: number, firstReference: number): string => {
    let line = firstReference;
    return nav30(invoice)
      .replace(
        '<invoiceHead>',
        `<invoiceReference><originalInvoiceNumber>ŐSZ-2026/000041</originalInvoiceNumber><modifyWithoutMaster>false</modifyWithoutMaster><modificationIndex>${index}</modificationIndex></invoiceReference><invoiceHead>`,
      )
      .replace(
        /<lineExpressionIndicator>/g,
        () =>
          `<lineModificationReference><lineNumberReference>${line++}</lineNumberReference><lineOperation>CREATE</lineOperation></lineModificationReference><lineExpressionIndicator>`,
      );
  };

  test('a document that takes every line away cancels; one that takes a few away modifies; neither is booked unseen', () => {
    const cancelling = read(referring(storno, 1, 3));
    expect(cancelling.invoice).toMatchObject({ kind: 'cancelling', originalNumber: 'ŐSZ-2026/000041' });
    expect(cancelling.fields['kind']?.sure).toBe(false);
    expect(invoiceIn(referring(storno, 1, 8)).kind).toBe('modifying');
    expect(invoiceIn(referring(sampleInvoice, 1, 3)).kind).toBe('modifying');
  });

  test("AC-007, AC-008 a member of a VAT group is known by its own number, and in the EU by the group's", () => {
    const group = '<base:taxpayerId>99112231</base:taxpayerId><base:vatCode>5</base:vatCode><base:countyCode>44</base:countyCode>';
    const member =
      '<groupMemberTaxNumber><base:taxpayerId>98123458</base:taxpayerId><base:vatCode>4</base:vatCode><base:countyCode>13</base:countyCode></groupMemberTaxNumber>';
    const xml = nav30(sampleInvoice).replace(
      /<supplierTaxNumber>.*?<\/supplierTaxNumber>/s,
      `<supplierTaxNumber>${group.replaceAll('base:', '')}</supplierTaxNumber>${member.replaceAll('base:', '')}`,
    );
    expect(invoiceIn(xml).supplier).toMatchObject({ taxNumber: '98123458-4-13', euVatNumber: 'HU99112231' });
  });

  test('AC-022 an advance, and the final invoice that takes it off', () => {
    const advance = nav30(sampleInvoice).replaceAll(
      '<lineExpressionIndicator>',
      '<advanceData><advanceIndicator>true</advanceIndicator></advanceData><lineExpressionIndicator>',
    );
    expect(invoiceIn(advance).kind).toBe('advance');
    expect(
      invoiceIn(
        advance.replaceAll(
          '</advanceIndicator>',
          '</advanceIndicator><advancePaymentData><advanceOriginalInvoice>E-1</advanceOriginalInvoice></advancePaymentData>',
        ),
      ).kind,
    ).toBe('final');
  });

  test('AC-024 an aggregate invoice is told by its category', () => {
    for (const write of [nav30, nav11])
      expect(invoiceIn(write(sampleInvoice).replace('>NORMAL<', '>AGGREGATE<'))).toMatchObject({ kind: 'aggregate', gross: 14_800_000n });
  });

  test('AC-020 a simplified invoice: gross is written, net and VAT follow from the VAT content and are not sure', () => {
    const summary =
      '<invoiceSummary><summarySimplified><vatRate><vatContent>0.2126</vatContent></vatRate><vatContentGrossAmount>12700</vatContentGrossAmount><vatContentGrossAmountHUF>12700</vatContentGrossAmountHUF></summarySimplified></invoiceSummary>';
    const reading = read(
      nav30(sampleInvoice)
        .replace(/<invoiceSummary>.*<\/invoiceSummary>/s, summary)
        .replace('>NORMAL<', '>SIMPLIFIED<'),
    );
    expect(reading.invoice).toMatchObject({ kind: 'simplified', gross: 1_270_000n, vat: 270_000n, net: 1_000_000n, grossHuf: 1_270_000n });
    expect(reading.invoice?.vatLines[0]?.rate).toBe('27');
    expect([reading.fields['gross']?.sure, reading.fields['vat']?.sure]).toEqual([true, false]);
  });

  test('a simplified invoice of 1.x and 2.0: the VAT content stands bare', () => {
    const simplified = nav11(sampleInvoice)
      .replaceAll(
        /<lineAmountsNormal>.*?<\/lineAmountsNormal>/g,
        '<lineAmountsSimplified><lineVatContent>0.0476</lineVatContent><lineGrossAmountSimplified>2100</lineGrossAmountSimplified></lineAmountsSimplified>',
      )
      .replace(
        /<invoiceSummary>.*<\/invoiceSummary>/s,
        '<invoiceSummary><summarySimplified><vatContent>0.0476</vatContent><vatContentGrossAmount>4200</vatContentGrossAmount></summarySimplified></invoiceSummary>',
      )
      .replace('>NORMAL<', '>SIMPLIFIED<');
    expect(invoiceIn(simplified)).toMatchObject({
      kind: 'simplified',
      gross: 420_000n,
      vat: 20_000n,
      vatLines: [{ rate: '5' }],
      lines: [{ rate: '5' }, { rate: '5' }],
    });
  });

  test('a batch is several documents under one number; the file itself has no invoice', () => {
    const whole = nav30(sampleInvoice);
    const inner = whole.slice(whole.indexOf('<invoice>'), whole.indexOf('</invoiceMain>'));
    const batch = whole.replace(
      inner,
      [1, 2].map((index) => `<batchInvoice><batchIndex>${index}</batchIndex>${inner}</batchInvoice>`).join(''),
    );
    const reading = read(batch);
    expect(reading.invoice).toBeNull();
    expect(reading.parts.map((part) => ('path' in part ? part.path : ''))).toEqual([
      'InvoiceData/invoiceMain/batchInvoice[1]',
      'InvoiceData/invoiceMain/batchInvoice[2]',
    ]);
    expect(reading.parts.map((part) => part.invoice?.number)).toEqual([sampleInvoice.number, sampleInvoice.number]);
  });

  test("H-088 the export of NAV's own program holds many reports", () => {
    const report = nav30(sampleInvoice)
      .replace(/^<\?xml.*?\?>\s*/, '')
      .replace('<InvoiceData', '<e:invoice')
      .replace('</InvoiceData>', '</e:invoice>');
    const reading = read(`<e:Invoices xmlns:e="http://schemas.nav.gov.hu/dto/invoices">${report}${report}</e:Invoices>`);
    expect(reading.parts.map((part) => part.invoice?.gross)).toEqual([14_800_000n, 14_800_000n]);
  });

  test('a technical annulment and an error message are no invoices', () => {
    const annulment =
      '<InvoiceAnnulment xmlns="http://schemas.nav.gov.hu/OSA/3.0/annul"><annulmentReference>ŐSZ-1</annulmentReference></InvoiceAnnulment>';
    expect(read(annulment)).toMatchObject({ kind: 'other', invoice: null, warnings: [{ code: 'technical-annulment' }] });
    expect(read('<GeneralErrorResponse xmlns="http://schemas.nav.gov.hu/OSA/3.0/api"/>')).toMatchObject({
      kind: 'other',
      invoice: null,
      refused: null,
    });
  });

  test('totals that do not add up are read as written, told, and not sure', () => {
    const reading = read(nav30({ ...sampleInvoice, gross: '148500' }));
    expect(reading.invoice?.gross).toBe(14_850_000n);
    expect(reading.warnings.map((warning) => warning.code)).toEqual(['totals-disagree']);
    expect(reading.fields['gross']?.sure).toBe(false);
    expect(reading.fields['number']?.sure).toBe(true);
  });
});

describe('audit export', () => {
  test.for([
    ['1', 'invoice'],
    ['2', 'simplified'],
    ['3', 'modifying'],
    ['4', 'cancelling'],
    ['5', 'aggregate'],
    ['6', 'invoice'],
  ] as const)('H-086 type %s is %s', ([type, kind]) => {
    expect(invoiceIn(audit([auditEntry(sampleInvoice, type)])).kind).toBe(kind);
  });

  test('H-086 a reference outranks a careless type', () => {
    const reading = read(audit([auditEntry(storno, '1', sampleInvoice.number)]));
    expect(reading.invoice).toMatchObject({ kind: 'cancelling', originalNumber: sampleInvoice.number });
    expect(reading.fields['kind']?.sure).toBe(false);
  });

  test('H-087 a count that differs is told', () => {
    const entries = [auditEntry(sampleInvoice), auditEntry(storno, '4', sampleInvoice.number)];
    expect(read(audit(entries)).warnings).toEqual([]);
    const short = read(audit(entries, 3));
    expect(short.parts).toHaveLength(2);
    expect(short.warnings).toMatchObject([{ code: 'count-differs' }]);
  });

  test('in a foreign currency VAT stands in HUF: ours is gross less net', () => {
    const reading = read(
      audit([auditEntry({ ...sampleInvoice, currency: 'EUR', net: '1000', vat: '108000', gross: '1270', vatLines: [] })]),
    );
    expect(reading.invoice).toMatchObject({ net: 100_000n, vat: 27_000n, gross: 127_000n, vatHuf: 10_800_000n, grossHuf: null });
    expect(reading.fields['vat']?.sure).toBe(false);
  });

  test('a simplified invoice: the share of VAT in the price gives the rate, not sure', () => {
    const simple = { ...sampleInvoice, vatLines: [] };
    const entry = auditEntry(simple, '2')
      .replaceAll(/<adokulcs>[^<]*<\/adokulcs>/g, '<szazalekertek>21.26</szazalekertek><bruttoar>12700</bruttoar>')
      .replaceAll(/<(nettoarossz|afaertekossz)>[^<]*<\/\1>/g, '');
    const reading = read(audit([entry]));
    expect(reading.invoice).toMatchObject({ kind: 'simplified', net: null, vat: null, gross: 14_800_000n });
    expect(reading.invoice?.vatLines).toEqual([{ rate: '27', net: 2_000_000n, vat: 540_000n, gross: 2_540_000n }]);
    expect(reading.fields['vatLines']?.sure).toBe(false);
  });

  test('no namespace, dotted days, decimal commas', () => {
    const loose = audit([
      auditEntry({ ...sampleInvoice, issuedOn: '2026.10.05.', net: '120 000,00', vat: '28 000,00', gross: '148 000,00' }),
    ]).replace(/ xmlns="[^"]*"/, '');
    expect(invoiceIn(loose)).toMatchObject({ issuedOn: '2026-10-05', net: 12_000_000n, gross: 14_800_000n });
  });
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
    expect(read(szamlazz(sampleInvoice, 'D'))).toMatchObject({ kind: 'pro-forma', invoice: { kind: 'pro-forma' } });
    expect(read(szamlazz(sampleInvoice, 'SL'))).toMatchObject({ kind: 'delivery-note', invoice: null });
  });

  test('test documents are marked', () => {
    const xml = szamlazz(sampleInvoice).replace('</alap>', '<teszt>true</teszt></alap>');
    expect(read(xml).warnings).toMatchObject([{ code: 'test-document' }]);
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
    const reading = read(xml);
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
    expect(read(cii(sampleInvoice, 2, '325')).kind).toBe('pro-forma');
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
    expect(read(ubl(sampleInvoice, root))).toMatchObject({ kind, invoice: null, refused: null });
  });

  test("an order on an invoice's form", () => {
    expect(read(cii(sampleInvoice, 2, '220'))).toMatchObject({ kind: 'order', invoice: null });
  });

  test('a bank statement goes to its own reader', () => {
    expect(read('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>')).toMatchObject({
      kind: 'bank-statement',
      invoice: null,
    });
  });
});
