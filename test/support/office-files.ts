import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { encrypt } from 'officecrypto-tool';

const main = 'word/document.xml';
const mainType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const wordSpace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const paragraph = (line: string) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`;

/** A Word file with these lines, and these files embedded in it. */
export async function docx(lines: readonly string[], embedded: Readonly<Record<string, Uint8Array>> = {}): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  await writer.add('[Content_Types].xml', new TextReader(`<Types><Override PartName="/${main}" ContentType="${mainType}"/></Types>`));
  const body = lines.map(paragraph).join('');
  await writer.add(main, new TextReader(`<w:document xmlns:w="${wordSpace}"><w:body>${body}</w:body></w:document>`));
  for (const [name, bytes] of Object.entries(embedded)) await writer.add(`word/embeddings/${name}`, new Uint8ArrayReader(bytes));
  return Buffer.from(await (await writer.close()).arrayBuffer());
}

/** The same file behind a password, by another program than the one that opens it. */
export const lockedOffice = async (plain: Buffer, password: string, way: 'agile' | 'standard'): Promise<Buffer> =>
  Buffer.from(await encrypt(plain, way === 'standard' ? { password, type: way } : { password }));
