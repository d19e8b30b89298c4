import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cage, openCage } from '#services/cage/cage.ts';
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

async function read(xml: string, options: { schemaFolder?: string } = { schemaFolder }) {
  const file = join(folder, 'in.xml');
  await writeFile(file, xml);
  return cage.run('read-document', { file, name: 'in.xml', ...options });
}
const schemaWarnings = (reading: Awaited<ReturnType<typeof read>>) => reading.warnings.filter(({ code }) => code === 'schema');

test('H-037 XML that breaks its schema is read all the same, in the cage, with the fault and its line as a warning', async () => {
  const broken = await read(invoice('<invoicePayments/>'));
  expect(broken).toMatchObject({ refused: null, kind: 'invoice-data', invoice: { number: 'XS-2026-1' } });
  expect(schemaWarnings(broken)).toHaveLength(1);
  expect(schemaWarnings(broken)[0]?.message).toMatch(/^line 3: .*invoicePayments/);
  expect(schemaWarnings(await read(invoice()))).toEqual([]);
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
