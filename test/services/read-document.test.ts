import { readFileSync } from 'node:fs';
import { AFRelationship, PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, test } from 'vitest';
import { sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { cii } from '#fixtures/einvoices/writers.ts';
import { readDocument } from '#services/read-document.ts';
import { printedPdf } from '#test/support/printed-page.ts';

const office = new URL('../../fixtures/office/', import.meta.url);
const bytesOf = (path: string) => readFileSync(new URL(path, office));

describe('a document as read', () => {
  test('a PDF invoice has its kind, fields and pages', async () => {
    const name = 'files/SZK-2026-0311.pdf';
    const reading = await readDocument(bytesOf(name), { name });
    expect(reading).toMatchObject({ mediaType: 'application/pdf', kind: 'invoice', textFrom: 'embedded', language: 'hu', refused: null });
    expect(reading.invoice?.number).toBe('SZK-2026/0311');
    expect(reading.invoice?.gross).toBe(reading.invoice!.net! + reading.invoice!.vat!);
  });

  test('AC-C11 a delivery note carries no invoice', async () => {
    const name = 'files/szallitolevel-7781.pdf';
    expect(await readDocument(bytesOf(name), { name })).toMatchObject({ kind: 'delivery-note', invoice: null, fields: {} });
  });

  test('a PDF with its own XML: the XML is what is shown, and where its page says otherwise both values are told', async () => {
    const page = ['SZÁMLA', 'Számla sorszáma: ŐSZ-2026/000041', 'Számla kelte: 2026.10.05.', 'Fizetendő végösszeg: 149 000 Ft'];
    const document = await PDFDocument.load(await printedPdf([page]));
    await document.attach(Buffer.from(cii(sampleInvoice)), 'factur-x.xml', { afRelationship: AFRelationship.Alternative });
    const reading = await readDocument(await document.save(), { name: 'hibrid.pdf' });
    expect(reading).toMatchObject({ mediaType: 'application/pdf', textFrom: 'xml', pages: 1, invoice: { gross: 14_800_000n } });
    const told = reading.warnings.filter(({ code }) => code === 'sources-disagree').map(({ message }) => message);
    expect(told.join()).toMatch(/148000\.00 in the XML, 149000\.00 on the page/);
    expect(told.join()).not.toMatch(/number|issuedOn/);
  });

  test('a mail is its parts, each read', async () => {
    const { parts } = await readDocument(bytesOf('mails/01-pdf-invoice.eml'), { name: '01-pdf-invoice.eml' });
    expect(parts.map(({ kind }) => kind)).toContain('invoice');
  });
});

describe('bad input is refused in the reading, never an error', () => {
  test('an empty file', async () => {
    expect((await readDocument(new Uint8Array(), { name: 'üres.pdf' })).refused?.code).toBe('empty-file');
  });

  test('a damaged PDF', async () => {
    const { refused, invoice } = await readDocument(Buffer.from('%PDF-1.7\nnothing more'), { name: 'cut.pdf' });
    expect(refused).not.toBeNull();
    expect(invoice).toBeNull();
  });

  test('an encrypted PDF, until its password is given', async () => {
    const bytes = await printedPdf([['SZÁMLA', 'Számla sorszáma: T-2026/9', 'Végösszeg: 12 700 Ft']], { password: 'titok' });
    expect((await readDocument(bytes, { name: 'zárt.pdf' })).refused?.code).toBe('encrypted');
    expect((await readDocument(bytes, { name: 'zárt.pdf', password: 'titok' })).invoice?.number).toBe('T-2026/9');
  });
});
