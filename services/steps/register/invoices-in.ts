import { type InvoiceWire, toWire } from '#services/domain/invoice-wire.ts';
import type { SourceKind } from '#services/domain/merge.ts';
import { type DocumentKind, type ListedPayment, noInvoice } from '#services/domain/reading.ts';
import type { ReadingPartWire, ReadingWire } from '#services/domain/reading-wire.ts';

export type FoundInvoice = {
  invoice: InvoiceWire;
  fields: ReadingWire['fields'];
  source: SourceKind;
  /** Its place in the file, to find the same one again after a re-run. */
  origin: string;
  /** The same place in the file's own words (`szamlak/szamla[2]`). */
  at: string;
  pageRange: [number, number] | null;
  batchIndex: number;
  /** What the sender says was paid on it; null: it says nothing of payments. */
  payments: ListedPayment[] | null;
};

/** A list of invoices: an audit export, NAV's lists, a batch. */
export const isDataFile = ({ textFrom, parts }: ReadingWire): boolean => textFrom === 'xml' && parts.length > 0;

/** The invoices of a reading: its own, or those of the documents proposed in it. */
export function invoicesIn(reading: ReadingWire, at = ''): FoundInvoice[] {
  const source: SourceKind = reading.textFrom === 'xml' ? 'xml' : reading.textFrom === 'ocr' ? 'ocr' : 'embedded';
  if (reading.invoice) {
    const { invoice, fields, batchIndex = 0, payments = null } = reading;
    return [{ invoice, fields, source, origin: '', at, pageRange: null, batchIndex, payments }];
  }
  return reading.parts.flatMap((part: ReadingPartWire, index) =>
    invoicesIn(part, part.path ?? at).map((found) => ({
      ...found,
      origin: part.pageRange ? `:${part.pageRange.join('-')}` : `:${index + 1}${found.origin}`,
      pageRange: part.pageRange ?? found.pageRange,
    })),
  );
}

/** A voucher of which nothing was read. */
export const unread = (kind: DocumentKind): FoundInvoice => ({
  invoice: toWire(noInvoice(kind === 'receipt' || kind === 'pro-forma' ? kind : 'invoice')),
  fields: {},
  source: 'ocr',
  origin: '',
  at: '',
  pageRange: null,
  batchIndex: 0,
  payments: null,
});
