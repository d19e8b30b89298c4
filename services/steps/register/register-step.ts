import type { InvoiceWire } from '#services/domain/invoice-wire.ts';
import type { SourceKind } from '#services/domain/merge.ts';
import { type DocumentKind, kindsWithInvoice } from '#services/domain/reading.ts';
import { attachSource } from '#services/register/attach-source.ts';
import { carryOrigins, dropStale } from '#services/register/renew-sources.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import type { Step } from '../step.ts';

/** Below this a person says what it is (AC-056). */
const sureKind = 0.7;

/** A stored reading, as `./hub read` writes it. */
type StoredReading = {
  kind: DocumentKind;
  kindConfidence: number;
  textFrom: 'embedded' | 'ocr' | 'xml' | 'none';
  invoice: InvoiceWire | null;
  fields: Record<string, { confidence: number; sure: boolean; source: string }>;
  parts: (StoredReading & { pageRange?: [number, number]; path?: string })[];
};

/** Joins every invoice on the document to the register; a document of another kind is done when its kind is sure. */
export const registerStep: Step = async (document, { database }) => {
  const reading = document.reading as StoredReading | null;
  if (reading === null) return { to: 'needs-review', because: 'unreadable' };
  const found = invoicesIn(reading);
  const { businessId, id: documentId } = document;

  const key = { businessId, documentId };
  const places = found.map(({ origin, pageRange }) => ({ origin: `document:${documentId}${origin}`, pageRange }));
  await database.transaction(async (transaction) => {
    await carryOrigins(transaction, key, places);
    await dropStale(transaction, key, places);
  });
  if (found.length === 0) {
    if (kindsWithInvoice.has(reading.kind)) return { to: 'needs-review', because: 'no-fields' };
    if (reading.kindConfidence < sureKind) return { to: 'needs-review', because: 'unsure-kind' };
    return { to: 'ready', because: null };
  }
  await database.transaction(async (transaction) => {
    for (const { invoice, fields, source, origin, pageRange } of found)
      await attachSource(transaction, {
        businessId,
        source,
        origin: `document:${documentId}${origin}`,
        documentId,
        pageRange,
        invoice,
        evidence: fields,
        readerVersion: document.readerVersion,
      });
  });
  await document.reload();
  // The register has said what it thinks of the items; doubt about the document itself comes on top.
  if (document.state === 'ready' && reading.kindConfidence < sureKind) return { to: 'needs-review', because: 'unsure-kind' };
  if (document.state === 'ready' && found.length > 1 && !document.said?.pageRanges && found.some(({ pageRange }) => pageRange !== null))
    return { to: 'needs-review', because: 'several-documents' };
  if (document.state === 'recognised')
    return (await isOnRegister(documentId)) ? { to: 'ready', because: null } : { to: 'needs-review', because: 'no-fields' };
  return { to: document.state, because: document.because };
};

const isOnRegister = async (documentId: string): Promise<boolean> => (await InvoiceSource.count({ where: { documentId } })) > 0;

type Found = {
  invoice: InvoiceWire;
  fields: StoredReading['fields'];
  source: SourceKind;
  origin: string;
  pageRange: [number, number] | null;
};

/** The invoices of a reading: its own, or those of the documents proposed in it. */
function invoicesIn(reading: StoredReading): Found[] {
  const source: SourceKind = reading.textFrom === 'xml' ? 'xml' : reading.textFrom === 'ocr' ? 'ocr' : 'embedded';
  if (reading.invoice) return [{ invoice: reading.invoice, fields: reading.fields, source, origin: '', pageRange: null }];
  return reading.parts.flatMap((part, index) =>
    invoicesIn(part).map((found) => ({
      ...found,
      origin: part.pageRange ? `:${part.pageRange.join('-')}` : `:${index + 1}${found.origin}`,
      pageRange: part.pageRange ?? found.pageRange,
    })),
  );
}
