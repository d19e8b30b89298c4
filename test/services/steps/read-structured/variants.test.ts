import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { cii, ubl, writers } from '#fixtures/einvoices/writers.ts';
import type { InvoiceReading } from '#services/domain/reading.ts';
import { readXml } from '#services/steps/read-structured/read-structured.ts';

const invoiceIn = (xml: string | Uint8Array): InvoiceReading => {
  const reading = readXml(typeof xml === 'string' ? Buffer.from(xml) : xml);
  if (!reading.invoice) throw new Error(`no invoice: ${JSON.stringify(reading.refused)} ${reading.kind}`);
  return reading.invoice;
};

/** Every element that had no prefix gets one, as another program would write it. */
const prefixed = (xml: string): string => xml.replace(/<(\/?)(\w+)(?=[\s>/])/g, '<$1q:$2').replace(/ xmlns="/, ' xmlns:q="');
const declaring = (xml: string, encoding: string): string => xml.replace('encoding="UTF-8"', `encoding="${encoding}"`);

/** The same document as other programs write it: syntax, code page, line of declaration. */
const spellings: Readonly<Record<string, (xml: string) => string | Uint8Array>> = {
  'other namespace prefixes': prefixed,
  'prefixes that nobody declared': (xml) => xml.replace(/ xmlns:\w+="[^"]*"/g, ''),
  'a byte order mark': (xml) => `\ufeff${xml}`,
  'ISO-8859-2': (xml) => iconv.encode(declaring(xml, 'ISO-8859-2'), 'iso-8859-2'),
  'windows-1250': (xml) => iconv.encode(declaring(xml, 'windows-1250'), 'win1250'),
  'code page 852, declared as nothing': (xml) => iconv.encode(declaring(xml, 'x'), 'cp852'),
  'UTF-16 little-endian': (xml) => Buffer.from(`\ufeff${declaring(xml, 'UTF-16')}`, 'utf16le'),
  'UTF-16 big-endian without a mark': (xml) => Buffer.from(declaring(xml, 'UTF-16'), 'utf16le').swap16(),
  'no declaration': (xml) => xml.replace(/^<\?xml.*?\?>\s*/, ''),
  'a style sheet and comments': (xml) => xml.replace(/(<\?xml.*?\?>)/, '$1<!-- <a> --><?xml-stylesheet href="x.xsl"?>'),
  'a bare ampersand': (xml) => xml.replace('&amp;', '&'),
  'CDATA around a name': (xml) => xml.replaceAll('Próba &amp; Társa Bt.', '<![CDATA[Próba & Társa Bt.]]>'),
};

describe.for(Object.entries(spellings))('written with %s', ([, spelling]) => {
  test.for(Object.entries(writers))('%s reads the same', ([, write]) => {
    const xml = write(sampleInvoice);
    expect(invoiceIn(spelling(xml))).toEqual(invoiceIn(xml));
  });
});

/** Every known value by its dotted name, lists and what is put together from several elements left out. */
function* valuesOf(value: object, path = ''): Generator<[string, unknown]> {
  for (const [name, inner] of Object.entries(value)) {
    if (inner === null || Array.isArray(inner) || name === 'address') continue;
    if (typeof inner === 'object') yield* valuesOf(inner, `${path}${name}.`);
    else yield [`${path}${name}`, inner];
  }
}

test.for(Object.entries(writers))('whatever one element of %s is missing, no field takes a value that is not its own', ([, write]) => {
  const xml = write(sampleInvoice);
  const whole = new Map(valuesOf(invoiceIn(xml)));
  for (const { 0: element, index } of xml.matchAll(/<([\w:]+)(?: [^<>]*)?>[^<>]*\S[^<>]*<\/\1>/g))
    for (const [name, value] of valuesOf(invoiceIn(xml.slice(0, index) + xml.slice(index + element.length)))) {
      const isPart = name.endsWith('taxNumber') && String(whole.get(name)).startsWith(String(value));
      expect(isPart ? whole.get(name) : value, `${name} without ${element}`).toBe(whole.get(name));
    }
});

test.for([
  ['JPY', 14_800_0n],
  ['KWD', 148_000_000n],
  ['EUR', 14_800_000n],
] as const)('amounts in %s are minor units of that currency in every dialect', ([currency, gross]) => {
  for (const write of Object.values(writers)) expect(invoiceIn(write({ ...sampleInvoice, currency }))).toMatchObject({ currency, gross });
});

describe('sums of EN 16931', () => {
  const totals = (xml: string, [allowance, charge, prepaid, rounding, payable]: readonly string[]) =>
    xml
      .replace(
        /<cbc:PayableAmount>[^<]*<\/cbc:PayableAmount>/,
        `<cbc:AllowanceTotalAmount>${allowance}</cbc:AllowanceTotalAmount><cbc:ChargeTotalAmount>${charge}</cbc:ChargeTotalAmount><cbc:PrepaidAmount>${prepaid}</cbc:PrepaidAmount><cbc:PayableRoundingAmount>${rounding}</cbc:PayableRoundingAmount><cbc:PayableAmount>${payable}</cbc:PayableAmount>`,
      )
      .replace(
        /<r:DuePayableAmount>[^<]*<\/r:DuePayableAmount>/,
        `<r:AllowanceTotalAmount>${allowance}</r:AllowanceTotalAmount><r:ChargeTotalAmount>${charge}</r:ChargeTotalAmount><r:TotalPrepaidAmount>${prepaid}</r:TotalPrepaidAmount><r:RoundingAmount>${rounding}</r:RoundingAmount><r:DuePayableAmount>${payable}</r:DuePayableAmount>`,
      );

  test.for([ubl(sampleInvoice), cii(sampleInvoice), cii(sampleInvoice, 1)])(
    'AC-053 allowances, charges, a prepaid amount and rounding change only what is left to pay',
    (xml) => {
      const reading = readXml(Buffer.from(totals(xml, ['1000', '500', '100000', '0.40', '48000.40'])));
      expect(reading.invoice).toMatchObject({ net: 12_000_000n, vat: 2_800_000n, gross: 14_800_000n, payable: 4_800_040n });
      expect(reading.warnings).toEqual([]);
      expect(reading.invoice?.lines).toHaveLength(2);
    },
  );

  test.for([
    ['Z', '0'],
    ['E', '0'],
    ['AE', '0'],
    ['K', 'KBAET'],
    ['G', 'EAM'],
    ['O', 'ATK'],
  ] as const)('category %s without VAT is the rate %s', ([category, rate]) => {
    const free = { ...sampleInvoice, net: '120000', vat: '0', gross: '120000', vatLines: [{ rate: '0', net: '120000', vat: '0' }] };
    const marked = (xml: string) => xml.replaceAll('<cbc:ID>S<', `<cbc:ID>${category}<`).replaceAll('Code>S<', `Code>${category}<`);
    for (const xml of [ubl(free), cii(free), cii(free, 1)])
      expect(invoiceIn(marked(xml)).vatLines).toEqual([{ rate, net: 12_000_000n, vat: 0n, gross: 12_000_000n }]);
  });

  test('a credit note of UBL 2.0 has no type code; its lines say CreditedQuantity', () => {
    const note = ubl(sampleInvoice, 'CreditNote')
      .replace(/<cbc:InvoiceTypeCode>.*?<\/cbc:InvoiceTypeCode>/, '')
      .replaceAll('InvoiceLine>', 'CreditNoteLine>')
      .replaceAll('InvoicedQuantity', 'CreditedQuantity');
    expect(invoiceIn(note)).toMatchObject({ kind: 'credit-note', gross: 14_800_000n, lines: [{ quantity: '1000' }, { quantity: '2.5' }] });
  });

  test('a number whose tax scheme is not named is told by its shape', () => {
    const xml = ubl(sampleInvoice).replaceAll(/<cac:TaxScheme>.*?<\/cac:TaxScheme>/g, '');
    expect(invoiceIn(xml).supplier).toMatchObject({ taxNumber: '98123458-2-13', euVatNumber: null });
    expect(invoiceIn(xml.replace('98123458-2-13', 'HU98123458')).supplier).toMatchObject({ taxNumber: null, euVatNumber: 'HU98123458' });
  });
});
