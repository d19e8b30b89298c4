import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nav11, nav20, nav30 } from '#fixtures/einvoices/nav-writers.ts';
import { sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { identify } from '#services/domain/identify/identify.ts';
import { absolute, formatMinor } from '#services/domain/money.ts';
import type { InvoiceReading, Reading } from '#services/domain/reading.ts';
import { readStructured, readXml } from '#services/steps/read-structured/read-structured.ts';
import { embeddedFiles } from '#services/steps/unpack/pdf-files.ts';
import { sharedFolder } from '#test/support/shared.ts';

const shared = sharedFolder() ?? '';
const einvoices = join(shared, 'corpus/einvoices');
const nav = join(shared, 'nav');

type Manifest = { files: { file: string; format: string; expected: Record<string, string | number> }[] };

async function readingOf(file: string): Promise<Reading> {
  const bytes = await readFile(file);
  const inside =
    identify(bytes).form === 'pdf' ? (await embeddedFiles(bytes)).find(({ name }) => name.toLowerCase().endsWith('.xml'))?.bytes : bytes;
  return readXml(inside ?? new Uint8Array());
}

const plain = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
const compact = (text: string) => plain(text).replace(/[\s.-]/g, '');
const money = (invoice: InvoiceReading, amount: bigint | null) =>
  amount === null ? null : formatMinor(absolute(amount), invoice.currency);

/** Manifest word → our value and how the two are compared (quality §6). */
const fields: Record<string, [(invoice: InvoiceReading) => string | null, (text: string) => string]> = {
  invoiceNumber: [(invoice) => invoice.number, compact],
  issueDate: [(invoice) => invoice.issuedOn, plain],
  deliveryDate: [(invoice) => invoice.suppliedOn, plain],
  dueDate: [(invoice) => invoice.dueOn, plain],
  currency: [(invoice) => invoice.currency, plain],
  sellerName: [(invoice) => invoice.supplier.name, plain],
  sellerVatId: [(invoice) => invoice.supplier.euVatNumber, compact],
  sellerTaxNumber: [(invoice) => invoice.supplier.taxNumber, compact],
  iban: [(invoice) => invoice.supplier.account, compact],
  buyerName: [(invoice) => invoice.customer.name, plain],
  buyerVatId: [(invoice) => invoice.customer.euVatNumber, compact],
  netTotal: [(invoice) => money(invoice, invoice.net), (text) => Math.abs(Number(text)).toFixed(2)],
  vatTotal: [(invoice) => money(invoice, invoice.vat), (text) => Math.abs(Number(text)).toFixed(2)],
  grossTotal: [(invoice) => money(invoice, invoice.gross), (text) => Math.abs(Number(text)).toFixed(2)],
  amountDue: [(invoice) => money(invoice, invoice.payable), (text) => Math.abs(Number(text)).toFixed(2)],
  lineCount: [(invoice) => String(invoice.lines.length), plain],
};

test.skipIf(!existsSync(einvoices))('every known value of the corpus of e-invoices is right, no look-alike is an invoice', async () => {
  const { files } = JSON.parse(await readFile(join(einvoices, 'manifest.json'), 'utf8')) as Manifest;
  for (const { file, expected } of files) {
    const { invoice } = await readingOf(join(einvoices, file));
    expect(invoice !== null, file).toBe('invoiceNumber' in expected);
    if (!invoice) continue;
    for (const [word, [value, spelling]] of Object.entries(fields))
      if (word in expected) expect(spelling(value(invoice) ?? ''), `${file} ${word}`).toBe(spelling(String(expected[word])));
  }
});

test.skipIf(!existsSync(nav))("NAV's own examples are read whole; those whose totals do not add up are told, and only those", async () => {
  const faulty: string[] = [];
  for (const version of ['invoice-data-v2.0', 'invoice-data-v3.0'])
    for (const name of await readdir(join(nav, 'samples', version))) {
      const reading = await readingOf(join(nav, 'samples', version, name));
      const invoices = reading.invoice ? [reading.invoice] : reading.parts.map((part) => part.invoice);
      expect(invoices.length, name).toBeGreaterThan(0);
      for (const invoice of invoices)
        for (const field of ['number', 'issuedOn', 'suppliedOn', 'currency', 'net', 'vat', 'gross', 'grossHuf'] as const)
          expect(invoice?.[field], `${name} ${field}`).not.toBeNull();
      if (reading.warnings.length > 0) faulty.push(name);
    }
  expect(faulty.sort()).toEqual([
    '02_gyujtoszamla-2.xml',
    'belfoldi-ertekesites-tobb-afa-tipus.xml',
    'gyujtoszamla-1.xml',
    'termekdijas-szamla.xml',
  ]);
});

test.skipIf(!existsSync(nav))('a schema warns and never refuses', async () => {
  const check = async (xml: string) =>
    readStructured(Buffer.from(xml), { form: 'xml', mediaType: 'application/xml' }, { schemaFolder: join(nav, 'xsd') });
  const official = await readFile(join(nav, 'samples/invoice-data-v3.0/belfoldi-termekertekesites.xml'), 'utf8');
  expect((await check(official))?.warnings).toEqual([]);
  const broken = await check(official.replace('<currencyCode>HUF', '<currencyCode>huf'));
  expect(broken).toMatchObject({ refused: null, invoice: { currency: 'HUF' } });
  expect(broken?.warnings.map((warning) => warning.code)).toContain('schema');
  // Our own fixtures are what NAV would take.
  for (const write of [nav30, nav20, nav11]) expect((await check(write(sampleInvoice)))?.warnings, write.name).toEqual([]);
});
