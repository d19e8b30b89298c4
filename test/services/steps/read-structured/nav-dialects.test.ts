import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { nav11, nav30, navAnswer } from '#fixtures/einvoices/nav-writers.ts';
import { type SampleInvoice, sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { audit, auditEntry } from '#fixtures/einvoices/writers.ts';
import { invoiceIn, readOf } from '#test/support/read-xml.ts';

const storno: SampleInvoice = {
  ...sampleInvoice,
  number: 'ŐSZ-2026/000042',
  net: '-120000',
  vat: '-28000',
  gross: '-148000',
  vatLines: sampleInvoice.vatLines.map((row) => ({ ...row, net: `-${row.net}`, vat: `-${row.vat}` })),
  lines: sampleInvoice.lines.map((line) => ({ ...line, quantity: `-${line.quantity}`, net: `-${line.net}` })),
};

describe('NAV', () => {
  test('every written field is sure and comes from the XML, at no place of a page', () => {
    const { fields } = readOf(nav30(sampleInvoice));
    expect(fields['gross']).toEqual({ confidence: 1, sure: true, source: 'xml', page: null, box: null });
    expect(Object.keys(fields)).toContain('supplier.taxNumber');
    expect(Object.keys(fields)).not.toContain('originalNumber');
  });

  test('H-083 a report that is itself the invoice is the original', () => {
    expect(readOf(nav30(sampleInvoice)).kind).toBe('invoice-data');
    expect(readOf(nav30(sampleInvoice).replace('<completenessIndicator>false', '<completenessIndicator>true')).kind).toBe('invoice');
  });

  test.for([false, true])('an answer of the API is unpacked, compressed: %s', (isCompressed) => {
    const xml = Buffer.from(nav30(sampleInvoice));
    const answer = navAnswer((isCompressed ? gzipSync(xml) : xml).toString('base64'), isCompressed);
    expect(invoiceIn(answer).number).toBe(sampleInvoice.number);
  });

  test('a compressed answer that is damaged is refused with a reason', () => {
    const reading = readOf(navAnswer(Buffer.from([0x1f, 0x8b, 1, 2, 3]).toString('base64'), true));
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
    const cancelling = readOf(referring(storno, 1, 3));
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
    const reading = readOf(
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
    const reading = readOf(batch);
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
    const reading = readOf(`<e:Invoices xmlns:e="http://schemas.nav.gov.hu/dto/invoices">${report}${report}</e:Invoices>`);
    expect(reading.parts.map((part) => part.invoice?.gross)).toEqual([14_800_000n, 14_800_000n]);
  });

  test('a technical annulment and an error message are no invoices', () => {
    const annulment =
      '<InvoiceAnnulment xmlns="http://schemas.nav.gov.hu/OSA/3.0/annul"><annulmentReference>ŐSZ-1</annulmentReference></InvoiceAnnulment>';
    expect(readOf(annulment)).toMatchObject({ kind: 'other', invoice: null, warnings: [{ code: 'technical-annulment' }] });
    expect(readOf('<GeneralErrorResponse xmlns="http://schemas.nav.gov.hu/OSA/3.0/api"/>')).toMatchObject({
      kind: 'other',
      invoice: null,
      refused: null,
    });
  });

  test('totals that do not add up are read as written, told, and not sure', () => {
    const reading = readOf(nav30({ ...sampleInvoice, gross: '148500' }));
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
    const reading = readOf(audit([auditEntry(storno, '1', sampleInvoice.number)]));
    expect(reading.invoice).toMatchObject({ kind: 'cancelling', originalNumber: sampleInvoice.number });
    expect(reading.fields['kind']?.sure).toBe(false);
  });

  test('H-087 a count that differs is told', () => {
    const entries = [auditEntry(sampleInvoice), auditEntry(storno, '4', sampleInvoice.number)];
    expect(readOf(audit(entries)).warnings).toEqual([]);
    const short = readOf(audit(entries, 3));
    expect(short.parts).toHaveLength(2);
    expect(short.warnings).toMatchObject([{ code: 'count-differs' }]);
  });

  test('in a foreign currency VAT stands in HUF: ours is gross less net', () => {
    const reading = readOf(
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
    const reading = readOf(audit([entry]));
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
