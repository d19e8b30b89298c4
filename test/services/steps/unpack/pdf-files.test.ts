import { AFRelationship, PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import { expect, test } from 'vitest';
import { nav30 } from '#fixtures/einvoices/nav-writers.ts';
import { sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { cii, szamlazz, ubl } from '#fixtures/einvoices/writers.ts';
import { compareReadings } from '#services/steps/read-structured/compare-readings.ts';
import { readInside, readXml } from '#services/steps/read-structured/read-structured.ts';
import { xmlAttachments } from '#services/steps/read-structured/xml-attachments.ts';
import { embeddedFiles } from '#services/steps/unpack/pdf-files.ts';

async function pdfWith(xml: string): Promise<PDFDocument> {
  const document = await PDFDocument.create();
  document.addPage();
  await document.attach(Buffer.from(xml), 'factur-x.xml', { mimeType: 'text/xml', afRelationship: AFRelationship.Alternative });
  return document;
}

test.for([true, false])('an invoice inside a PDF is found and read; object streams: %s', async (useObjectStreams) => {
  const document = await pdfWith(cii(sampleInvoice));
  const files = await embeddedFiles(await document.save({ useObjectStreams }));
  expect(files.map(({ name, mediaType }) => [name, mediaType])).toEqual([['factur-x.xml', 'text/xml']]);
  expect((await readInside(files))?.invoice?.number).toBe(sampleInvoice.number);
});

test('one that only the list of associated files knows is found too, and once', async () => {
  const document = await PDFDocument.load(await (await pdfWith(cii(sampleInvoice))).save());
  document.catalog.delete(PDFName.of('Names'));
  expect(await embeddedFiles(await document.save())).toHaveLength(1);
});

test('a name never chooses a folder', async () => {
  const document = await PDFDocument.create();
  document.addPage();
  const stream = document.context.register(document.context.stream('x', { Type: 'EmbeddedFile' }));
  const specification = document.context.obj({ Type: 'Filespec', F: PDFString.of('../../etc/evil.xml'), EF: { F: stream } });
  document.catalog.set(PDFName.of('AF'), document.context.obj([document.context.register(specification)]));
  expect((await embeddedFiles(await document.save())).map((file) => file.name)).toEqual(['evil.xml']);
});

test('among several files the invoice is chosen by what it holds, a broken one passed over', async () => {
  const file = (name: string, content: string) => ({ name, mediaType: 'application/octet-stream', bytes: Buffer.from(content) });
  const files = [
    file('a.png', '\u0089PNG'),
    file('factur-x.xml', '<broken'),
    file('order-x.xml', ubl(sampleInvoice, 'Order')),
    file('data.bin', cii(sampleInvoice)),
  ];
  expect(await readInside(files)).toMatchObject({ kind: 'invoice', invoice: { number: sampleInvoice.number } });
  expect(await readInside(files.slice(0, 3))).toMatchObject({ kind: 'order', invoice: null });
  expect(await readInside(files.slice(0, 2))).toBeNull();
});

test('a PDF without files, a cut one and no PDF at all have none', async () => {
  const document = await PDFDocument.create();
  document.addPage();
  const whole = await document.save();
  for (const bytes of [whole, whole.subarray(0, 100), new Uint8Array(), Buffer.from('/EmbeddedFile')])
    expect(await embeddedFiles(bytes)).toEqual([]);
});

test('files inside XML: UBL, a push, OSA+ and its placeholder', () => {
  const pdf = Buffer.from('%PDF-1.4 made up for a test').toString('base64');
  const inUbl = ubl(sampleInvoice).replace(
    '<cac:OrderReference>',
    `<cac:AdditionalDocumentReference><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="melléklet.pdf">${pdf}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference><cac:OrderReference>`,
  );
  expect(xmlAttachments(Buffer.from(inUbl))).toMatchObject([{ name: 'melléklet.pdf', mediaType: 'application/pdf' }]);
  expect(xmlAttachments(Buffer.from(szamlazz(sampleInvoice).replace('</szamla>', `<pdf>${pdf}</pdf></szamla>`)))).toMatchObject([
    { name: 'invoice.pdf' },
  ]);
  const osa = (value: string) =>
    Buffer.from(
      nav30(sampleInvoice).replace(
        '</conventionalInvoiceInfo>',
        `</conventionalInvoiceInfo><additionalInvoiceData><dataName>C00000_BASE64_PDF</dataName><dataValue>${value}</dataValue></additionalInvoiceData>`,
      ),
    );
  expect(xmlAttachments(osa(pdf))).toHaveLength(1);
  expect(xmlAttachments(osa('-'))).toEqual([]);
  expect(xmlAttachments(Buffer.from('<broken'))).toEqual([]);
});

test('where XML and page disagree both values are told; another spelling is no disagreement', () => {
  const xml = readXml(Buffer.from(cii(sampleInvoice)));
  const page = (changes: object) => ({ ...xml, invoice: xml.invoice && { ...xml.invoice, ...changes } });
  expect(compareReadings(xml, page({ number: 'ősz-2026/ 000041', dueOn: null }))).toEqual([]);
  expect(compareReadings(xml, page({ gross: 14_900_000n }))).toEqual([
    { code: 'sources-disagree', message: 'gross: 148000.00 in the XML, 149000.00 on the page' },
  ]);
  const doubtful = { ...page({ gross: 1n }), fields: {} };
  expect(compareReadings(xml, doubtful)).toEqual([]);
});
