import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { PDFDocument } from '@cantoo/pdf-lib';
import * as sheetjs from '@e965/xlsx';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { pack } from 'tar-stream';
import { expect, test } from 'vitest';
import { sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { cii } from '#fixtures/einvoices/writers.ts';
import { fileForms } from '#services/domain/identified.ts';
import { identify } from '#services/domain/identify/identify.ts';
import { sharedFolder } from '#test/support/shared.ts';

const bytesOf = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

const mail = 'From: a@example.hu\r\nTo: b@example.hu\r\nSubject: Számla\r\n\r\nMellékelve.\r\n';
const zipEntry = (name: string) => bytesOf('PK\x03\x04', new Array(22).fill(0), [name.length, 0, 0, 0], name);

test.for<[string, Uint8Array, string, string]>([
  ['nothing', new Uint8Array(), 'empty', 'application/x-empty'],
  ['PNG', bytesOf([0x89], 'PNG\r\n\x1a\n'), 'image', 'image/png'],
  ['JPEG', bytesOf([0xff, 0xd8, 0xff, 0xe0]), 'image', 'image/jpeg'],
  ['TIFF', bytesOf('II*\x00'), 'tiff', 'image/tiff'],
  ['HEIC', bytesOf([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0], 'mif1heic'), 'heic', 'image/heic'],
  ['WEBP', bytesOf('RIFF', [1, 0, 0, 0], 'WEBPVP8 '), 'image', 'image/webp'],
  ['PDF', bytesOf('%PDF-1.7\n'), 'pdf', 'application/pdf'],
  ['PDF after junk', bytesOf('\r\n\r\njunk %PDF-1.4\n'), 'pdf', 'application/pdf'],
  ['program', bytesOf('MZ', new Array(60).fill(0)), 'executable', 'application/vnd.microsoft.portable-executable'],
  ['TNEF', bytesOf([0x78, 0x9f, 0x3e, 0x22, 0, 0]), 'tnef', 'application/ms-tnef'],
  ['ZIP', zipEntry('szamla.pdf'), 'archive', 'application/zip'],
  ['DOCX', zipEntry('word/document.xml'), 'docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  [
    'ODT',
    bytesOf('PK\x03\x04', new Array(22).fill(0), [8, 0, 0, 0], 'mimetypeapplication/vnd.oasis.opendocument.text'),
    'odt',
    'application/vnd.oasis.opendocument.text',
  ],
  ['mail', bytesOf(mail), 'mail', 'message/rfc822'],
  [
    'mailbox',
    bytesOf(`From a@example.hu Mon Oct 5 08:00:00 2026\n${mail}\n\nFrom c@example.hu Mon Oct 5 09:00:00 2026\n${mail}`),
    'mbox',
    'application/mbox',
  ],
  ['MT940', bytesOf('\r\n:20:X\r\n:25:999\r\n:60F:C261001HUF0,\r\n'), 'mt940', 'application/x-mt940'],
  ['CSV', iconv.encode('Dátum;Összeg;Közlemény\r\n2026-10-05;1 270,00;őűú\r\n2026-10-06;-5;"a;b"\r\n', 'win1250'), 'csv', 'text/csv'],
  ['HTML', bytesOf('<!-- x --><table><tr><td>1</td></tr></table>'), 'html', 'text/html'],
  ['text', Buffer.from('Tisztelt Ügyfelünk!\nMellékelten küldjük, kérjük, fizesse be.\n'), 'text', 'text/plain'],
  ['text in UTF-16', Buffer.from('\ufeffTisztelt Ügyfelünk!', 'utf16le'), 'text', 'text/plain'],
  ['signed message', bytesOf([0x30, 0x82, 1, 0, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]), 'archive', 'application/pkcs7-mime'],
  ['sealed message', bytesOf([0x30, 0x82, 1, 0, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 3]), 'encrypted', 'application/pkcs7-mime'],
  ['program that begins like a word', bytesOf('MZ\x90\0\x03\0\0\0'), 'executable', 'application/vnd.microsoft.portable-executable'],
  ['word that begins like a program', bytesOf('MZ Kft. levele\r\n'), 'text', 'text/plain'],
  ['Java program', zipEntry('META-INF/MANIFEST.MF'), 'executable', 'application/java-archive'],
  ['DOCX with macros', zipEntry('word/vbaProject.bin'), 'docx', 'application/vnd.ms-word.document.macroenabled.12'],
  [
    'drawing packed like an office file',
    bytesOf(zipEntry('[Content_Types].xml').toString('latin1'), 'PK\x05\x06'),
    'unknown',
    'application/x-ooxml',
  ],
  ['office file cut before anything tells', zipEntry('[Content_Types].xml'), 'archive', 'application/zip'],
  ['calendar', bytesOf('BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'), 'text', 'text/calendar'],
  ['contact', bytesOf('BEGIN:VCARD\r\nVERSION:3.0\r\n'), 'text', 'text/vcard'],
  ['sound', bytesOf('ID3\x04\0'), 'unknown', 'audio/mpeg'],
  ['noise', bytesOf(new Array(300).fill(0x01)), 'unknown', 'application/octet-stream'],
])('H-053 %s is known by its content', ([, bytes, form, mediaType]) => {
  expect(identify(bytes)).toMatchObject({ form, mediaType });
  expect(identify(bytes, 'szamla.pdf')).toMatchObject({ form, mediaType });
});

test('XML names its root and namespace, whatever stands before it', () => {
  const dialect = '{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice';
  expect(identify(Buffer.from(cii(sampleInvoice)))).toEqual({ form: 'xml', mediaType: 'application/xml', dialect });
  expect(identify(Buffer.from(`\ufeff\n<!-- <a> --><?x y?>${cii(sampleInvoice).slice(39)}`))).toMatchObject({ form: 'xml', dialect });
  expect(identify(Buffer.from('<p:Fattura xmlns:p="urn:x"/>'))).toMatchObject({ form: 'xml', dialect: '{urn:x}Fattura' });
  expect(identify(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toMatchObject({ form: 'image', mediaType: 'image/svg+xml' });
});

test('real files of our own libraries', async () => {
  const document = await PDFDocument.create();
  expect(identify(await document.save()).form).toBe('pdf');
  const book = sheetjs.utils.book_new();
  sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet([['a']]), 'Munka1');
  const written = (bookType: sheetjs.BookType) => new Uint8Array(sheetjs.write(book, { type: 'array', bookType }) as ArrayBuffer);
  expect([identify(written('xlsx')).form, identify(written('biff8')).form, identify(written('ods')).form]).toEqual(['xlsx', 'xls', 'ods']);
});

test('H-053 a mail that brings a PDF as it is stays a mail; a PDF behind junk is a PDF', () => {
  const pdf = '%PDF-1.4\n1 0 obj\n';
  const mail = `From: a@pelda.example\r\nSubject: szamla\r\nContent-Type: application/pdf\r\n\r\n${pdf}`;
  expect(identify(Buffer.from(mail)).form).toBe('mail');
  expect(identify(Buffer.from(`junk of a printer\n${pdf}`)).form).toBe('pdf');
});

test('H-053 the mark of a TAR makes none where the sum of its header is wrong', async () => {
  const tar = pack();
  tar.entry({ name: 'szamla.pdf' }, '%PDF-1.4\n');
  tar.finalize();
  const bytes = await buffer(tar);
  expect(identify(bytes)).toMatchObject({ form: 'archive', dialect: 'tar' });
  bytes[0]! ^= 1;
  expect(identify(bytes).form).toBe('pdf');
});

test('the name only sharpens a plain text', () => {
  const plain = Buffer.from('nincs itt semmi');
  expect([identify(plain, 'a.bat').form, identify(plain, 'a.xml').form, identify(plain, 'a.txt').form]).toEqual([
    'executable',
    'xml',
    'text',
  ]);
  expect(identify(bytesOf('MZ', 'x'.repeat(200)), 'setup.exe').form).toBe('executable');
  expect(identify(Buffer.from('%PDF-1.4'), 'a.bat').form).toBe('pdf');
});

const signed = bytesOf([0x30, 0x82, 1, 0, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]);

test.for<[string, Uint8Array, string | null, string, string]>([
  ['one header makes a mail of what is called one', bytesOf('Subject: Szamla\r\n\r\n'), 'a.eml', '', 'message/rfc822'],
  ['and of nothing else', bytesOf('Subject: Szamla\r\n\r\n'), null, '', 'text/plain'],
  ['a message type stays what it is', bytesOf('Action: failed\r\n'), null, 'message/delivery-status', 'message/delivery-status'],
  ['a text about a mail stays a text', bytesOf(mail), 'a.txt', 'text/plain', 'text/plain'],
  ['headers sent back stay headers', bytesOf(mail), null, 'text/rfc822-headers', 'text/rfc822-headers'],
  ['a page of an old kind', bytesOf('<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<title>x</title>'), 'a.htm', '', 'text/html'],
  ['data that is called a page', Buffer.from(cii(sampleInvoice)), 'a.htm', 'text/html', 'application/xml'],
  ['a signature lies beside its file', signed, 'smime.p7s', '', 'application/pkcs7-signature'],
  ['or says so', signed, null, 'application/x-pkcs7-signature', 'application/pkcs7-signature'],
  ['a signed file in letters', bytesOf('-----BEGIN PKCS7-----\r\nMIIB\r\n'), 'a.p7m', '', 'application/pkcs7-mime'],
  ['unknown bytes are what the sender says', bytesOf(new Array(300).fill(1)), 'a.dwg', 'image/vnd.dwg', 'image/vnd.dwg'],
  ['but no text', bytesOf(new Array(300).fill(1)), 'a.txt', 'text/plain', 'application/octet-stream'],
])('what is called and declared sharpens: %s', ([, bytes, name, declared, mediaType]) => {
  expect(identify(bytes, name, declared).mediaType).toBe(mediaType);
});

test('H-053 a mailbox is one however long its first mail is', () => {
  const long = `From a@example.hu Mon Oct 5 08:00:00 2026\n${mail}${'x'.repeat(80_000)}\n\n`;
  expect(identify(bytesOf(long, long)).form).toBe('mbox');
  expect(identify(bytesOf(long)).form).toBe('mail');
});

test('any bytes, and any beginning of a file, get an answer', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => fileForms.includes(identify(bytes).form)));
  const starts = [
    bytesOf(mail),
    Buffer.from(cii(sampleInvoice)),
    zipEntry('xl/workbook.xml'),
    bytesOf([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.nat(), (start, length) =>
      fileForms.includes(identify(start.subarray(0, length % (start.length + 1))).form),
    ),
  );
});

const corpus = join(sharedFolder() ?? '', 'corpus');
/** What the extension of an honest file promises. */
const promised: Readonly<Record<string, string>> = {
  pdf: 'pdf',
  xml: 'xml',
  docx: 'docx',
  msg: 'msg',
  tnef: 'tnef',
  jpg: 'image',
  png: 'image',
  heic: 'heic',
  txt: 'text',
};

test.skipIf(!existsSync(corpus))('honest files of the corpus are what they are called', async () => {
  for (const folder of ['einvoices', 'invoices', 'classify', 'emails'])
    for (const name of await readdir(join(corpus, folder))) {
      const form = promised[name.split('.').at(-1) ?? ''];
      if (form) expect(identify(await readFile(join(corpus, folder, name))).form, name).toBe(form);
    }
});
