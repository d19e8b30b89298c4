import { Readable } from 'node:stream';
import { configure, TextReader, ZipWriter } from '@zip.js/zip.js';
import { byteOrderMark, csvLine } from '#services/domain/csv.ts';

configure({ useWebWorkers: false });

/** A number is written as one; a text always as text, never as a formula. */
export type Cell = string | { number: string } | null;
export type Sheet = { name: string; headings: readonly string[]; rows: AsyncIterable<readonly Cell[]> };

/** Writes a sheet as CSV with a byte order mark, as it comes. */
export async function writeCsv(target: WritableStream<Uint8Array>, { headings, rows }: Sheet): Promise<void> {
  const text = (cell: Cell) => (cell === null || typeof cell === 'string' ? cell : cell.number);
  await textStream(async function* () {
    yield `${byteOrderMark}${csvLine(headings)}\r\n`;
    for await (const row of rows) yield `${csvLine(row.map(text))}\r\n`;
  }).pipeTo(target);
}

/** Writes a sheet as an XLSX workbook (ECMA-376) as it comes; texts stand in their cells, so that nothing is held in memory. */
export async function writeXlsx(target: WritableStream<Uint8Array>, { name, headings, rows }: Sheet): Promise<void> {
  const zip = new ZipWriter(target, { zip64: false, bufferedWrite: false, keepOrder: true });
  await zip.add('[Content_Types].xml', new TextReader(contentTypes));
  await zip.add('_rels/.rels', new TextReader(relations('officeDocument', 'xl/workbook.xml')));
  await zip.add('xl/workbook.xml', new TextReader(workbook(name)));
  await zip.add('xl/_rels/workbook.xml.rels', new TextReader(relations('worksheet', 'worksheets/sheet1.xml')));
  const cell = (value: Cell) => {
    if (value === null) return '<c/>';
    if (typeof value !== 'string') return `<c><v>${value.number}</v></c>`;
    return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
  };
  const sheet = textStream(async function* () {
    yield `${head}<worksheet xmlns="${main}"><sheetData>`;
    yield `<row>${headings.map(cell).join('')}</row>`;
    for await (const row of rows) yield `<row>${row.map(cell).join('')}</row>`;
    yield '</sheetData></worksheet>';
  });
  await zip.add('xl/worksheets/sheet1.xml', sheet);
  await zip.close();
}

const textStream = (texts: () => AsyncGenerator<string>): ReadableStream<Uint8Array> =>
  Readable.toWeb(Readable.from(texts()).map((text: string) => Buffer.from(text))) as ReadableStream<Uint8Array>;

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const openXml = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const contentTypes = `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${openXml}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${openXml}.worksheet+xml"/></Types>`;
const relations = (type: string, path: string): string =>
  `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/${type}" Target="${path}"/></Relationships>`;
const workbook = (name: string): string =>
  `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`;

/** Longer texts are cut: a cell holds no more (ECMA-376). */
const longestCell = 32_767;
const escaped = (text: string): string =>
  text
    .slice(0, longestCell)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for these
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
