import { decodeText } from '#services/domain/decode-text.ts';
import type { EmbeddedFile } from '#services/domain/embedded-file.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { Identified } from '#services/domain/identified.ts';
import type { Reading } from '#services/domain/reading.ts';
import { parseXml, type XmlElement } from '#services/domain/xml-tree.ts';
import { apeh2005 } from './dialects/apeh-2005.ts';
import { audit2013 } from './dialects/audit-2013.ts';
import { cii } from './dialects/cii.ts';
import type { Dialect } from './dialects/dialect.ts';
import { fatturapa } from './dialects/fatturapa.ts';
import { lookAlikes } from './dialects/look-alikes.ts';
import { nav } from './dialects/nav.ts';
import { readNavXlsx } from './dialects/nav-xlsx.ts';
import { szamlazz } from './dialects/szamlazz.ts';
import { ubl } from './dialects/ubl.ts';
import { type Found, readingOf, refusedReading } from './invoice-found.ts';
import { schemaNotices } from './validate-xsd.ts';

/** Every dialect we read; the first that fits a root reads the file. A new one is a file beside the others and a word here. */
const dialects: readonly Dialect[] = [nav, audit2013, apeh2005, szamlazz, ubl, cii, fatturapa, lookAlikes];

/** Envelopes that carry one business document: Peppol's SBDH and SOAP. */
const envelopes: Readonly<Record<string, string>> = {
  StandardBusinessDocument: 'StandardBusinessDocumentHeader',
  Envelope: 'Header',
  Body: '',
};

function unwrapped(root: XmlElement): XmlElement {
  const header = envelopes[root.name];
  const payload = header === undefined ? undefined : root.children.find((child) => child.name !== header);
  return payload ? unwrapped(payload) : root;
}

function readRoot(root: XmlElement): Found {
  const content = unwrapped(root);
  const dialect = dialects.find((candidate) => candidate.fits(content));
  if (dialect === undefined) throw new DomainError('unknown-type', `XML of a kind that is not known: ${content.name}`);
  return dialect.read(content);
}

/** Runs a reader; a known refusal becomes part of what is answered. */
function orRefused<T extends Reading | null>(mediaType: string, read: () => T): T | Reading {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError) return refusedReading(error.code, error.message, mediaType);
    throw error;
  }
}

/** Reads one XML document; what cannot be read comes back with `refused`, never as an exception. */
export function readXml(bytes: Uint8Array, mediaType = 'application/xml'): Reading {
  const { text, encoding, certain } = decodeText(bytes);
  const reading = orRefused(mediaType, () => readingOf(readRoot(parseXml(text)), mediaType));
  const notice = { code: 'encoding-guessed', message: `the declared encoding does not fit; read as ${encoding}` };
  return certain ? reading : { ...reading, warnings: [notice, ...reading.warnings] };
}

/** Whether the bytes begin like XML; what a PDF says of its attachments' types is often wrong. */
const startsLikeXml = (bytes: Uint8Array): boolean => /^[\s\ufeff]*<[?!a-z_]/i.test(decodeText(bytes.subarray(0, 256)).text);

/**
 * The invoice among the files inside another one (a ZUGFeRD PDF), whatever the file is called; null when none of them is one.
 * Order-X and Deliver-X read as the order or delivery note that they are.
 */
export async function readInside(files: readonly EmbeddedFile[], { schemaFolder = null }: StructuredOptions = {}): Promise<Reading | null> {
  const read = files
    .filter(({ bytes }) => startsLikeXml(bytes))
    .map(({ bytes }) => ({ bytes, reading: readXml(bytes) }))
    .filter(({ reading }) => reading.refused === null);
  const found = read.find(({ reading }) => reading.invoice !== null) ?? read[0];
  return found ? checked(found.reading, found.bytes, schemaFolder) : null;
}

function readWorkbook(bytes: Uint8Array, mediaType: string): Reading | null {
  return orRefused(mediaType, () => {
    const found = readNavXlsx(bytes);
    return found && readingOf(found, mediaType);
  });
}

/** Above this a file is not checked: a warning is not worth the time that reading itself may need. */
const maxCheckedBytes = 4_000_000;

async function checked(reading: Reading, bytes: Uint8Array, folder: string | null): Promise<Reading> {
  if (folder === null || reading.refused || bytes.length > maxCheckedBytes) return reading;
  const { text } = decodeText(bytes);
  const notices = await schemaNotices(folder, unwrapped(parseXml(text)), text);
  return { ...reading, warnings: [...reading.warnings, ...notices] };
}

/** `schemaFolder`: where XML Schemas lie that documents are checked against, for warnings only; null checks nothing. */
export type StructuredOptions = { schemaFolder?: string | null };

/**
 * Reads a file whose fields have names: e-invoices and data reports in XML, and NAV's list export in XLSX.
 * Null when the file is not of such a form; what is of such a form but broken comes back with `refused`.
 */
export async function readStructured(
  bytes: Uint8Array,
  { form, mediaType }: Identified,
  { schemaFolder = null }: StructuredOptions = {},
): Promise<Reading | null> {
  if (form === 'xml') return checked(readXml(bytes, mediaType), bytes, schemaFolder);
  return form === 'xlsx' ? readWorkbook(bytes, mediaType) : null;
}
