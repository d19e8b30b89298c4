import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName } from '@cantoo/pdf-lib';
import { CFB } from '@e965/xlsx';
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, test } from 'vitest';
import { readDocument } from '#services/read-document.ts';
import { gifExtents } from '#services/steps/read-text/gif-extents.ts';
import { refusePdfBomb } from '#services/steps/read-text/pdf-bombs.ts';
import { unpackArchive } from '#services/steps/unpack/unpack.ts';

const outputFolder = mkdtempSync(join(tmpdir(), 'bizonylat-inside-'));
const unpack = (bytes: Uint8Array, name: string) => unpackArchive(bytes, { outputFolder, name });
const fatesOf = (parts: Awaited<ReturnType<typeof unpack>>) => parts.map(({ path, fate, because }) => [path, fate, because]);

async function pdfWith(files: Record<string, Uint8Array>): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.addPage([595, 842]).drawText('A mellékletek belül vannak.'.normalize('NFD').replace(/[^ -~]/g, ''));
  for (const [name, bytes] of Object.entries(files)) await document.attach(bytes, name, {});
  return document.save();
}

/** An office file with embedded objects. */
async function docxWith(objects: Record<string, Uint8Array>): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  await writer.add('[Content_Types].xml', new TextReader(`<Types><Override PartName="/word/document.xml" ContentType="${main}"/></Types>`));
  const text = '<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>Szerződés</w:t></w:r></w:p></w:body></w:document>';
  await writer.add('word/document.xml', new TextReader(text));
  for (const [name, bytes] of Object.entries(objects)) await writer.add(`word/embeddings/${name}`, new Uint8ArrayReader(bytes));
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}

const compound = (streams: Record<string, Uint8Array>): Buffer => {
  const file = CFB.utils.cfb_new();
  for (const [name, bytes] of Object.entries(streams)) CFB.utils.cfb_add(file, `/${name}`, Buffer.from(bytes));
  return CFB.write(file, { type: 'buffer' }) as Buffer;
};

/** [MS-OLEDS] §2.3.6, as Office's packager fills it. */
function packaged(name: string, bytes: Uint8Array): Buffer {
  const length = (value: number) => {
    const four = Buffer.alloc(4);
    four.writeUInt32LE(value);
    return four;
  };
  const text = (value: string) => Buffer.from(`${value}\0`, 'latin1');
  const place = text(`C:\\x\\${name}`);
  const content = Buffer.concat([
    Buffer.from([2, 0]),
    text(name),
    place,
    Buffer.from([0, 0, 3, 0]),
    length(place.length),
    place,
    length(bytes.length),
    bytes,
  ]);
  return Buffer.concat([length(content.length), content]);
}

describe('files that documents carry', () => {
  test('attachments of a PDF become parts; the XML of a hybrid invoice stays with its page', async () => {
    const inner = await pdfWith({});
    const parts = await unpack(
      await pdfWith({ 'számla.pdf': inner, 'factur-x.xml': Buffer.from('<?xml version="1.0"?><a/>') }),
      'level.pdf',
    );
    expect(fatesOf(parts)).toEqual([
      ['1', 'document', null],
      ['1/factur-x.xml', 'ignored', 'own-data'],
      ['1/számla.pdf', 'document', null],
    ]);
  });

  test('a portfolio gives every file that it shows, its cover too', async () => {
    const files = { 'egy.pdf': await pdfWith({}), 'kettő.txt': Buffer.from('Számla 2') };
    const portfolio = await PDFDocument.load(await pdfWith(files));
    // ISO 32000-1 §12.3.5: viewers show the files instead of the page.
    portfolio.catalog.set(PDFName.of('Collection'), portfolio.context.obj({ Type: 'Collection', View: 'D' }));
    expect(fatesOf(await unpack(await portfolio.save(), 'csomag.pdf')).sort()).toEqual([
      ['1', 'document', null],
      ['1/egy.pdf', 'document', null],
      ['1/kettő.txt', 'document', null],
    ]);
  });

  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}.txt`, Buffer.from(`${at}`)]));

  test('a PDF with more files than a container may hold stays a document, none is taken out, and it says why', async () => {
    expect(fatesOf(await unpack(await pdfWith(many(201)), 'sok.pdf'))).toEqual([['1', 'document', 'too-many-entries']]);
  });

  test('a document that carries more than ten files waits for a person, a portfolio does not; data of an invoice count for none', async () => {
    const eleven = await pdfWith(many(11));
    expect(fatesOf(await unpack(eleven, 'csatolt.pdf'))).toEqual([['1', 'document', 'too-many-attachments']]);
    expect(await unpackArchive(eleven, { outputFolder, name: 'csatolt.pdf', wanted: '1' })).toHaveLength(12);
    const data = { 'factur-x.xml': Buffer.from('<?xml version="1.0"?><a/>') };
    expect(await unpack(await pdfWith({ ...many(10), ...data }), 'tiz.pdf')).toHaveLength(12);
    const portfolio = await PDFDocument.load(eleven);
    portfolio.catalog.set(PDFName.of('Collection'), portfolio.context.obj({ Type: 'Collection' }));
    expect(await unpack(await portfolio.save(), 'csomag.pdf')).toHaveLength(12);
    const charts = Object.fromEntries(Object.entries(many(11)).map(([name, bytes]) => [`adat${name}`, bytes]));
    expect(fatesOf(await unpack(await docxWith(charts), 'jelentes.docx'))).toEqual([['1', 'document', 'too-many-attachments']]);
  });

  test('H-066 a PDF in a PDF in a PDF is opened, deeper ones wait for a person', async () => {
    let pdf = await pdfWith({ 'legbelso.txt': Buffer.from('Számla 1') });
    for (const name of ['3.pdf', '2.pdf', '1.pdf']) pdf = await pdfWith({ [name]: pdf });
    expect(fatesOf(await unpack(pdf, 'kulso.pdf')).at(-1)).toEqual(['1/1.pdf/2.pdf/3.pdf/legbelso.txt', 'review', 'too-deep']);
  });

  test('objects in an office file: a packaged file, a PDF, a workbook, and a formula that is none', async () => {
    const pdf = await pdfWith({});
    const docx = await docxWith({
      'oleObject1.bin': compound({ '\u0001Ole10Native': packaged('számla.txt', Buffer.from('Számla 2026/1')) }),
      'oleObject2.bin': compound({ CONTENTS: pdf }),
      'oleObject3.bin': compound({ 'Equation Native': Buffer.alloc(600, 1) }),
      'melleklet.docx': await docxWith({}),
    });
    expect(fatesOf(await unpack(docx, 'szerzodes.docx')).sort()).toEqual(
      [
        ['1', 'document', null],
        ['1/számla.txt', 'document', null],
        ['1/oleObject2', 'document', null],
        ['1/oleObject3.bin', 'ignored', 'no-file'],
        ['1/melleklet.docx', 'document', null],
      ].sort(),
    );
  });

  test('`hub read` reads them as parts, and the hub only learns that they are there', async () => {
    const pdf = await pdfWith({ 'jegyzet.txt': Buffer.from('Teljesítésigazolás') });
    const whole = await readDocument(pdf, { name: 'x.pdf' });
    expect(whole.parts).toMatchObject([{ path: '1/jegyzet.txt', mediaType: 'text/plain', pages: 1 }]);
    const named = await readDocument(pdf, { name: 'x.pdf', inside: 'named' });
    expect(named).toMatchObject({ parts: [], warnings: [{ code: 'holds-files' }] });
  });

  test('a container that cannot be opened is refused with its reason', async () => {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, password: 'titok', encryptionStrength: 3 });
    await writer.add('a.txt', new TextReader('a'));
    const zip = new Uint8Array(await (await writer.close()).arrayBuffer());
    expect((await readDocument(zip, { name: 'a.zip' })).refused).toMatchObject({ code: 'encrypted' });
    expect((await readDocument(zip, { name: 'a.zip', password: 'titok' })).parts).toMatchObject([{ path: '1/a.txt' }]);
  });
});

describe('bombs are refused before anything large is made of them', () => {
  const stream = (dictionary: string, bytes: Buffer) =>
    Buffer.concat([
      Buffer.from(`%PDF-1.4\n4 0 obj\n<<${dictionary}/Length ${bytes.length}>>\nstream\n`),
      bytes,
      Buffer.from('\nendstream\nendobj\n'),
    ]);
  const blanks = (mebibytes: number) => Buffer.alloc(mebibytes * 1024 * 1024, 32);
  const flate = '/Filter/FlateDecode';

  test.for([
    ['a page of blanks', stream(flate, deflateSync(blanks(20))), 'too-large-unpacked'],
    ['packed twice', stream('/Filter[/FlateDecode/FlateDecode]', deflateSync(deflateSync(blanks(200)))), 'too-large-unpacked'],
    ['a picture of no page', stream(`/Subtype/Image${flate}`, deflateSync(blanks(150))), 'too-large-unpacked'],
    ['a claim of size', stream('/Subtype/Image/Width 90000/Height 90000/Filter/CCITTFaxDecode', Buffer.from('x')), 'too-many-pixels'],
    [
      'a JBIG2 page of size, whatever the PDF says',
      stream('/Filter/JBIG2Decode', Buffer.from('00000000300001000000130001869f0001869f0000000000000000000000', 'hex')),
      'too-many-pixels',
    ],
  ] as const)('%s', ([, bytes, code]) => {
    expect(() => refusePdfBomb(bytes)).toThrow(expect.objectContaining({ code }));
  });

  test('a blank page in colour and a long drawing are none', () => {
    expect(() => refusePdfBomb(stream(`/Subtype/Image${flate}`, deflateSync(blanks(26))))).not.toThrow();
    const drawing = Buffer.from(Array.from({ length: 400_000 }, (_, at) => `${at * 7919} ${at * 104729} l\n`).join(''));
    expect(() => refusePdfBomb(stream(flate, deflateSync(drawing)))).not.toThrow();
    expect(() => refusePdfBomb(stream(flate, Buffer.from('damaged')))).not.toThrow();
  });

  test('a GIF whose frame lies far outside its canvas is as large as its frames', () => {
    const screen = Buffer.from('474946383961', 'hex');
    const frame = (left: number) =>
      Buffer.concat([Buffer.from([0x2c]), Buffer.from(Uint16Array.of(left, left, 100, 100).buffer), Buffer.from([0, 2, 1, 0, 0])]);
    const gif = (left: number) => Buffer.concat([screen, Buffer.from([100, 0, 100, 0, 0, 0, 0]), frame(left), Buffer.from([0x3b])]);
    expect(gifExtents(gif(0))).toBe(10_000);
    expect(gifExtents(gif(60_000))).toBe(60_100 ** 2);
    expect(gifExtents(Buffer.from('no gif'))).toBe(0);
  });
});
