import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleInvoice } from '#fixtures/einvoices/sample.ts';
import { ubl, writers } from '#fixtures/einvoices/writers.ts';
import { identify } from '#services/domain/identify/identify.ts';
import { readStructured, readXml } from '#services/steps/read-structured/read-structured.ts';
import { sharedFolder } from '#test/support/shared.ts';

const withDoctype = (doctype: string) => ubl(sampleInvoice).replace('<Invoice', `${doctype}<Invoice`);

test.for([
  ['entities that grow', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', 'unreadable'],
  ['a local file', '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>', 'unreadable'],
  ['an address', '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', 'unreadable'],
] as const)('a document type with %s is refused', ([, doctype, code]) => {
  expect(readXml(Buffer.from(withDoctype(doctype)))).toMatchObject({ refused: { code }, invoice: null });
});

test('nesting without end is refused', () => {
  expect(readXml(Buffer.from('<a>'.repeat(50_000))).refused?.code).toBe('too-deep');
});

test('attributes and namespaces without end are refused, in little time', { timeout: 3_000 }, () => {
  const many = (name: string) => Array.from({ length: 300_000 }, (_, at) => `${name}${at}="u:${at}"`).join(' ');
  for (const name of ['a', 'xmlns:a']) {
    const text = ubl(sampleInvoice).replace('<Invoice', `<Invoice ${many(name)}`);
    expect(readXml(Buffer.from(text)).refused?.code).toBe('too-many-entries');
  }
});

test('XML of no known kind is refused as that', () => {
  expect(readXml(Buffer.from('<gpx/>'))).toMatchObject({ refused: { code: 'unknown-type' }, invoice: null });
});

test('an undeclared code page is read and told, its accents kept', () => {
  const bytes = Buffer.from(ubl(sampleInvoice).replace('Őszirózsa', '\u00d5szir\u00f3zsa'), 'latin1');
  const reading = readXml(bytes);
  expect(reading.invoice?.supplier.name).toBe('Őszirózsa Kertészet Kft.');
  expect(reading.warnings).toMatchObject([{ code: 'encoding-guessed' }]);
});

test('UTF-16 and a byte order mark change nothing', () => {
  for (const bytes of [Buffer.from(`\ufeff${ubl(sampleInvoice)}`, 'utf8'), Buffer.from(`\ufeff${ubl(sampleInvoice)}`, 'utf16le')])
    expect(readXml(bytes).invoice?.supplier.name).toBe('Őszirózsa Kertészet Kft.');
});

test('whatever is cut out of or put into an invoice, an answer comes and nothing falls over', () => {
  const texts = Object.values(writers).map((write) => write(sampleInvoice));
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(400), fc.string(), (text, from, length, inserted) => {
      const start = from % text.length;
      const reading = readXml(Buffer.from(text.slice(0, start) + inserted + text.slice(start + length)));
      expect(reading.invoice === null || reading.refused === null).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('the same for elements that are empty or hold nonsense', () => {
  const texts = Object.values(writers).map((write) => write(sampleInvoice));
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.constantFrom('', 'x', '1e99', '-', '99999999999999999999999', '2026-13-45', '٣'),
      (text, which, nonsense) => {
        const values = [...text.matchAll(/>([^<>]*\S[^<>]*)</g)];
        const value = values[which % values.length];
        const at = (value?.index ?? 0) + 1;
        const reading = readXml(Buffer.from(text.slice(0, at) + nonsense + text.slice(at + (value?.[1]?.length ?? 0))));
        expect(reading.refused).toBeNull();
      },
    ),
    { numRuns: 300 },
  );
});

test('a file of 10 MB reads in seconds', { timeout: 20_000 }, () => {
  const whole = ubl(sampleInvoice);
  const line = /<cac:InvoiceLine>.*?<\/cac:InvoiceLine>/.exec(whole)?.[0] ?? '';
  const big = whole.replace(line, line.repeat(Math.ceil(10_000_000 / line.length)));
  expect(readXml(Buffer.from(big)).invoice?.lines.length).toBeGreaterThan(10_000);
});

const hostile = join(sharedFolder() ?? '', 'corpus/hostile');

test.skipIf(!existsSync(hostile))('hostile files of the corpus are refused or read, never more', async () => {
  for (const name of (await readdir(hostile)).filter((file) => /\.(xml|xlsx)$/.test(file))) {
    const bytes = await readFile(join(hostile, name));
    const reading = await readStructured(bytes, identify(bytes, name));
    if (/xxe|laughs|quadratic|deep|invalid/i.test(name) && name.endsWith('.xml')) expect(reading?.refused, name).not.toBeNull();
    expect(JSON.stringify(reading?.invoice, (_, value) => (typeof value === 'bigint' ? String(value) : value)) ?? '', name).not.toContain(
      'root:',
    );
  }
});
