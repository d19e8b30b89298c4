/**
 * What the machine understood of a document: the words of every room that reads, stores or shows a voucher.
 * Amounts are minor units of the reading's currency (two decimals while it is unknown); days `YYYY-MM-DD`;
 * quantities, unit prices, VAT rates and exchange rates are plain decimal strings, because they have any number of decimals.
 * Unknown is null, never guessed.
 */

import type { PageRange } from './page-ranges.ts';

/** Document kinds AC-C01–AC-C20. */
export const documentKinds = [
  'invoice',
  'invoice-data',
  'pro-forma',
  'receipt',
  'card-slip',
  'contract',
  'performance-certificate',
  'delivery-note',
  'bank-statement',
  'bank-history',
  'tax-account-statement',
  'warranty-card',
  'reminder',
  'order',
  'quote',
  'payroll',
  'official-letter',
  'cash-voucher',
  'photo',
  'other',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** The kinds on which an invoice may stand; all others have none. */
export const kindsWithInvoice: ReadonlySet<DocumentKind> = new Set(['invoice', 'invoice-data', 'pro-forma', 'receipt']);

export const invoiceKinds = [
  'invoice',
  'simplified',
  'advance',
  'final',
  'modifying',
  'cancelling',
  'aggregate',
  'receipt',
  'pro-forma',
  'credit-note',
] as const;
export type InvoiceKind = (typeof invoiceKinds)[number];

/** `[x, y, width, height]` in fractions of the upright page. */
export type Box = readonly [x: number, y: number, width: number, height: number];

export type Word = {
  text: string;
  box: Box;
  /** 0..1; embedded text has 1. */
  confidence: number;
  /** Words of one printed line share a number, ascending down the reading order. */
  line: number;
  /** Height of the letters in fractions of the page height; bold where the font says so. */
  size?: number;
  bold?: boolean;
};

/** A QR or bar code; `format` by zxing's name (`QRCode`, `Code128`, …). */
export type PageCode = { format: string; text: string; box: Box };

/** One upright page; width and height in points (1/72 inch) or pixels, only their ratio matters. */
export type Page = {
  number: number;
  width: number;
  height: number;
  words: Word[];
  /** What a second recognition of a doubtful picture saw: evidence beside `words`, never text of its own. */
  secondWords?: Word[];
  /** The QR and bar codes on it. */
  codes?: PageCode[];
  textFrom: 'embedded' | 'ocr' | 'none';
  rotationDegrees?: number;
};

export type Party = {
  name: string | null;
  taxNumber: string | null;
  euVatNumber: string | null;
  address: string | null;
  account: string | null;
};

export type VatLine = { rate: string | null; net: bigint | null; vat: bigint | null; gross: bigint | null };
export type InvoiceLine = {
  description: string | null;
  quantity: string | null;
  unit: string | null;
  unitPrice: string | null;
  rate: string | null;
  net: bigint | null;
};

export const paymentMethods = [
  'transfer',
  'cash',
  'card',
  'cash-on-delivery',
  'cheque',
  'direct-debit',
  'set-off',
  'voucher',
  'other',
] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

export type InvoiceReading = {
  number: string | null;
  kind: InvoiceKind;
  supplier: Party;
  customer: Party;
  issuedOn: string | null;
  suppliedOn: string | null;
  dueOn: string | null;
  paymentMethod: PaymentMethod | null;
  currency: string | null;
  net: bigint | null;
  vat: bigint | null;
  gross: bigint | null;
  payable: bigint | null;
  vatLines: VatLine[];
  lines: InvoiceLine[];
  exchangeRate: string | null;
  netHuf: bigint | null;
  vatHuf: bigint | null;
  grossHuf: bigint | null;
  originalNumber: string | null;
  orderNumber: string | null;
};

/** `code`: a QR or bar code. */
export type FieldSource = 'embedded' | 'ocr' | 'xml' | 'code';
/** Where a field was found and how far it may be believed. `sure`: may be booked unseen. */
export type FieldEvidence = {
  confidence: number;
  sure: boolean;
  source: FieldSource;
  page: number | null;
  box: Box | null;
  because?: string;
};

export type Notice = { code: string; message: string };

/** What the references of listed payments begin with: a bank or a program never gives such a one. */
export const listedReference = 'listed:';
/** A payment that an invoicing program lists with its invoice (OSA+, H-039). */
export type ListedPayment = {
  /** Made of the invoice and of all that the payment says, so that the same payment listed again has the same one. */
  reference: string;
  /** The program's id of the bank's transaction that paid it, which a bank line may carry too. */
  bankReference: string | null;
  paidOn: string | null;
  method: 'cash' | 'card' | 'transfer' | 'other';
  /** A plain decimal string; it has the invoice's sign. */
  amount: string;
  currency: string;
};

/** One document as read; `parts` are files inside it, or the documents proposed in a file that holds several. */
export type Reading = {
  mediaType: string;
  kind: DocumentKind;
  kindConfidence: number;
  /** The words that decided, and those for which people's corrections spoke (promise 6). */
  kindBecause?: { words: string[]; learnt: string[] };
  pages: number;
  textFrom: 'embedded' | 'ocr' | 'xml' | 'none';
  language: string | null;
  invoice: InvoiceReading | null;
  /** Keyed by the dotted name of the field, e.g. `supplier.taxNumber`. */
  fields: Record<string, FieldEvidence>;
  parts: ReadingPart[];
  refused: Notice | null;
  warnings: Notice[];
  /** Its place among the invoices that one modification changes at once (NAV, `batchIndex`); they share one number. */
  batchIndex?: number;
  /** The payments listed with it; none where there is no such list. */
  payments?: ListedPayment[];
};
export type ReadingPart = Reading & ({ path: string; sha256?: string } | { pageRange: [from: number, to: number] });

/** What a person said of a file as a whole; null: nothing, the machine decides. It outranks every reading. */
export type Said = { kind: DocumentKind | null; pageRanges: readonly PageRange[] | null };

export const noParty = (): Party => ({ name: null, taxNumber: null, euVatNumber: null, address: null, account: null });

export const noInvoice = (kind: InvoiceKind = 'invoice'): InvoiceReading => ({
  number: null,
  kind,
  supplier: noParty(),
  customer: noParty(),
  issuedOn: null,
  suppliedOn: null,
  dueOn: null,
  paymentMethod: null,
  currency: null,
  net: null,
  vat: null,
  gross: null,
  payable: null,
  vatLines: [],
  lines: [],
  exchangeRate: null,
  netHuf: null,
  vatHuf: null,
  grossHuf: null,
  originalNumber: null,
  orderNumber: null,
});
