import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, test } from 'vitest';
import { readDocument } from '#services/read-document.ts';
import { taxNumberOf } from '#test/support/typed-page.ts';

const seller = taxNumberOf('9812345');
const rows = [
  ['SZÁMLA'],
  ['Számla sorszáma: PR-2026/0042'],
  ['Eladó: Fenyves Próba Kft.'],
  [`Adószám: ${seller}`],
  ['Vevő: Tölgyes Minta Zrt.'],
  ['Kelt: 2026.05.04.'],
  ['Fizetési határidő: 2026.05.12.'],
  ['Nettó összesen:', '50 000 Ft'],
  ['ÁFA összesen:', '13 500 Ft'],
  ['Bruttó végösszeg:', '63 500 Ft'],
];

async function zipped(parts: Record<string, string>): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, level: 0, extendedTimestamp: false });
  for (const [name, text] of Object.entries(parts)) await writer.add(name, new TextReader(text));
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}
const each = (paragraph: (text: string) => string, row: (cells: readonly string[]) => string) =>
  rows.map((cells) => (cells.length > 1 ? row(cells) : paragraph(cells[0]!))).join('');

const word = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
const wordRow = (cells: readonly string[]) => `<w:tbl><w:tr>${cells.map((cell) => `<w:tc>${word(cell)}</w:tc>`).join('')}</w:tr></w:tbl>`;
const open = (text: string) => `<text:p>${text}</text:p>`;
const openRow = (cells: readonly string[]) =>
  `<table:table><table:table-row>${cells.map((cell) => `<table:table-cell>${open(cell)}</table:table-cell>`).join('')}</table:table-row></table:table>`;

const forms: Record<string, () => Promise<Uint8Array>> = {
  docx: () =>
    zipped({
      'word/document.xml': `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${each(word, wordRow)}</w:body></w:document>`,
    }),
  odt: () =>
    zipped({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'content.xml': `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>${each(open, openRow)}</office:text></office:body></office:document-content>`,
    }),
  html: async () =>
    Buffer.from(
      `<!doctype html><meta charset="utf-8">${each(
        (text) => `<p>${text}</p>`,
        (cells) => `<table><tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr></table>`,
      )}`,
    ),
  txt: async () =>
    Buffer.from(
      each(
        (text) => `${text}\n`,
        (cells) => `${cells.join('     ')}\n`,
      ),
    ),
};

describe('documents without pages of their own are read for kind and fields', () => {
  test.for(Object.keys(forms))('%s', async (form) => {
    const { kind, invoice, fields, refused } = await readDocument(await forms[form]!(), { name: `számla.${form}` });
    expect(refused).toBeNull();
    expect(kind).toBe('invoice');
    expect(invoice).toMatchObject({
      number: 'PR-2026/0042',
      issuedOn: '2026-05-04',
      dueOn: '2026-05-12',
      currency: 'HUF',
      net: 5_000_000n,
      vat: 1_350_000n,
      gross: 6_350_000n,
      supplier: { name: 'Fenyves Próba Kft.', taxNumber: seller },
    });
    expect(fields.gross?.sure).toBe(true);
  });
});
