import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { configure, TextReader, ZipWriter } from '@zip.js/zip.js';
import { byteOrderMark, csvLine } from '#services/domain/csv.ts';
import { dayInBudapest } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { cleanFileName } from '#services/domain/file-name.ts';
import { formatMinor } from '#services/domain/money.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import type { ExportedDocument, ExportedInvoice } from './exports.ts';

configure({ useWebWorkers: false });

export type ManifestEntry = {
  file: string | null;
  sha256: string;
  kind: string | null;
  direction: string | null;
  number: string | null;
  partner: string | null;
  issuedOn: string | null;
  suppliedOn: string | null;
  dueOn: string | null;
  currency: string | null;
  net: string | null;
  vat: string | null;
  gross: string | null;
  receivedAt: string;
  /** Why there is no file: its bytes are gone, are no longer those that came, or show what the business keeps from the caller. */
  problem: FileProblem | null;
};
type FileProblem = 'object-missing' | 'object-changed' | 'private-lines';

const manifestColumns = [
  'file',
  'sha256',
  'kind',
  'direction',
  'number',
  'partner',
  'issuedOn',
  'suppliedOn',
  'dueOn',
  'currency',
  'net',
  'vat',
  'gross',
  'receivedAt',
  'problem',
] as const;

/**
 * Writes original files, a folder a month, and the manifest as CSV and JSON (H-140), a line for each invoice of a file. Files are
 * streamed one after the other; only the manifest's lines are held. A file whose bytes are gone or damaged
 * stands in the manifest with the reason and without a name. The same export gives the same bytes again, so a download that was cut is simply started anew.
 */
export async function writeExportZip(
  target: WritableStream<Uint8Array>,
  {
    businessId,
    objects,
    documents,
    madeAt,
  }: { businessId: string; objects: ObjectStore; documents: AsyncIterable<ExportedDocument>; madeAt: Date },
): Promise<ManifestEntry[]> {
  const zip = new ZipWriter(target, { zip64: true, bufferedWrite: false, keepOrder: true });
  const manifest: ManifestEntry[] = [];
  const taken = new Set<string>();
  for await (const document of documents) {
    const file = fileName(document, taken);
    const problem = await addFile(zip, file, businessId, document, objects);
    manifest.push(...entriesOf(document, problem === null ? file : null, problem));
  }
  await zip.add('manifest.json', new TextReader(JSON.stringify(manifest, null, 2)), { lastModDate: madeAt });
  await zip.add('manifest.csv', new TextReader(csvOf(manifest)), { lastModDate: madeAt });
  await zip.close();
  return manifest;
}

async function addFile(
  zip: ZipWriter<unknown>,
  file: string,
  businessId: string,
  { sha256, mediaType, receivedAt, isPrivate }: ExportedDocument,
  objects: ObjectStore,
): Promise<FileProblem | null> {
  if (isPrivate) return 'private-lines';
  // Pictures and PDFs are compressed already; packing them again costs time and saves nothing.
  const level = /^(text|application\/(xml|json))/.test(mediaType) ? 6 : 0;
  const add = (path: string) => zip.add(file, Readable.toWeb(createReadStream(path)) as ReadableStream, { level, lastModDate: receivedAt });
  try {
    // Verified before the first byte: what is in a ZIP cannot be taken out of it again.
    await objects.withFile(businessId, sha256, add);
    return null;
  } catch (error) {
    if (error instanceof DomainError && (error.code === 'object-missing' || error.code === 'object-changed')) return error.code;
    throw error;
  }
}

/** `2026-11/<name>`, by the month of issue, else of receipt; the same name twice gets the start of its hash. */
export function fileName(
  { name, invoices: [first], receivedAt, sha256 }: Pick<ExportedDocument, 'name' | 'invoices' | 'receivedAt' | 'sha256'>,
  taken: Set<string>,
): string {
  const month = (first?.issuedOn ?? dayInBudapest(receivedAt)).slice(0, 7);
  const clean = cleanFileName(name, 120) || 'dokumentum';
  const plain = `${month}/${clean}`;
  const key = plain.toLowerCase();
  const file = taken.has(key) ? `${month}/${sha256.slice(0, 8)}-${clean}` : plain;
  taken.add(key);
  return file;
}

function entriesOf(
  { sha256, kind, receivedAt, invoices }: ExportedDocument,
  file: string | null,
  problem: FileProblem | null,
): ManifestEntry[] {
  const shown: (ExportedInvoice | typeof noInvoice)[] = invoices.length > 0 ? invoices : [noInvoice];
  return shown.map(({ netMinor, vatMinor, grossMinor, currency, ...facts }) => {
    const money = (minor: string | null) => (minor === null || currency === null ? null : formatMinor(BigInt(minor), currency));
    return {
      file,
      sha256,
      kind,
      ...facts,
      currency,
      net: money(netMinor),
      vat: money(vatMinor),
      gross: money(grossMinor),
      receivedAt: receivedAt.toISOString(),
      problem,
    };
  });
}

const noInvoice = {
  direction: null,
  number: null,
  partner: null,
  issuedOn: null,
  suppliedOn: null,
  dueOn: null,
  currency: null,
  netMinor: null,
  vatMinor: null,
  grossMinor: null,
};

/** For spreadsheet programs. */
export function csvOf(manifest: readonly ManifestEntry[]): string {
  const lines = manifest.map((entry) => csvLine(manifestColumns.map((column) => entry[column])));
  return `${byteOrderMark}${[csvLine(manifestColumns), ...lines].join('\r\n')}\r\n`;
}
