import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Cage, openCage } from '#services/cage/cage.ts';
import { run } from '#services/commands/read.ts';
import { readConfig } from '#services/platform/config.ts';

const namespace = 'http://schemas.nav.gov.hu/OSA/3.0/data';
const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${namespace}" elementFormDefault="qualified">
  <xs:element name="InvoiceData"><xs:complexType><xs:sequence>
    <xs:element name="invoiceNumber" type="xs:string"/>
    <xs:element name="invoiceIssueDate" type="xs:date"/>
    <xs:element name="invoiceMain"><xs:complexType><xs:sequence><xs:any maxOccurs="unbounded" processContents="skip"/></xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`;
const invoice = (extra = '', filler = '') => `<?xml version="1.0" encoding="UTF-8"?>
<InvoiceData xmlns="${namespace}"><invoiceNumber>XS-2026-1</invoiceNumber><invoiceIssueDate>2026-11-02</invoiceIssueDate>
<invoiceMain><invoice><invoiceHead/></invoice></invoiceMain>${extra}<!--${filler}--></InvoiceData>`;

let folder: string;
let schemaFolder: string;
let cage: Cage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schema-test-'));
  schemaFolder = await mkdtemp(join(tmpdir(), 'schema-test-xsd-'));
  await writeFile(join(schemaFolder, 'invoiceData.xsd'), schema);
  cage = openCage({ size: 1, mayRead: [schemaFolder, join(folder, 'missing')] });
});
afterAll(async () => {
  await cage[Symbol.asyncDispose]();
  await Promise.all([folder, schemaFolder].map((each) => rm(each, { recursive: true })));
});

async function read(content: string | Uint8Array, options: { schemaFolder?: string } = { schemaFolder }) {
  const file = join(folder, 'in');
  await writeFile(file, content);
  return cage.run('read-document', { file, name: null, ...options });
}
const schemaWarnings = (reading: Awaited<ReturnType<typeof read>>) => reading.warnings.filter(({ code }) => code === 'schema');

test('H-037 XML that breaks its schema is read all the same, in the cage, with the fault and its line as a warning', async () => {
  const broken = await read(invoice('<invoicePayments/>'));
  expect(broken).toMatchObject({ refused: null, kind: 'invoice-data', invoice: { number: 'XS-2026-1' } });
  expect(schemaWarnings(broken)).toHaveLength(1);
  expect(schemaWarnings(broken)[0]?.message).toMatch(/^line 3: .*invoicePayments/);
  expect(schemaWarnings(await read(invoice()))).toEqual([]);
});

test('XML inside a PDF is checked too, and is what is shown whatever the schema says', async () => {
  const document = await PDFDocument.create();
  document.addPage();
  await document.attach(Buffer.from(invoice('<invoicePayments/>')), 'data.xml', { mimeType: 'text/xml' });
  const reading = await read(await document.save());
  expect(reading).toMatchObject({ mediaType: 'application/pdf', refused: null, invoice: { number: 'XS-2026-1' } });
  expect(schemaWarnings(reading)).toHaveLength(1);
});

test('./hub read checks against the folder of the setting, and against none without it', { timeout: 60_000 }, async () => {
  const file = join(folder, 'hub-read.xml');
  await writeFile(file, invoice('<invoicePayments/>'));
  const printed: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((...given: unknown[]) => {
    printed.push(String(given[0]));
    (given.at(-1) as () => void)();
    return true;
  });
  try {
    for (const setting of [schemaFolder, '']) {
      vi.stubEnv('NAV_XSD_DIR', setting);
      expect(await run([file])).toBe(0);
    }
  } finally {
    write.mockRestore();
    vi.unstubAllEnvs();
  }
  const codes = printed.map((line) => (JSON.parse(line) as { warnings: { code: string }[] }).warnings.map(({ code }) => code));
  expect(codes).toEqual([['schema'], []]);
});

test('nothing is checked without a folder, of another namespace, or in a very large file; a folder that is missing refuses nothing', async () => {
  expect(schemaWarnings(await read(invoice('<invoicePayments/>'), {}))).toEqual([]);
  expect(schemaWarnings(await read(invoice('<invoicePayments/>').replaceAll('OSA/3.0', 'OSA/2.0')))).toEqual([]);
  expect(schemaWarnings(await read(invoice('<invoicePayments/>', 'x'.repeat(4_000_000))))).toEqual([]);
  const reading = await read(invoice(), { schemaFolder: join(folder, 'missing') });
  expect(reading).toMatchObject({ refused: null, invoice: { number: 'XS-2026-1' } });
  expect(schemaWarnings(reading)).toEqual([{ code: 'schema', message: expect.stringMatching(/^could not be checked: /) }]);
});

test('the folder of schemas is a setting, off by default, and an absolute path for the readers', () => {
  expect(readConfig({}).NAV_XSD_DIR).toBeUndefined();
  expect(readConfig({ NAV_XSD_DIR: 'xsd' }).NAV_XSD_DIR).toBe(join(process.cwd(), 'xsd'));
});
