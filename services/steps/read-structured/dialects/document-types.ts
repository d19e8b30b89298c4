import type { DocumentKind, InvoiceKind } from '#services/domain/reading.ts';

/** UNTDID 1001, as UBL and CII name what the document is; codes that are not here are plain invoices. */
const invoiceKindOfCode: Readonly<Record<string, InvoiceKind>> = {
  '81': 'credit-note',
  '83': 'credit-note',
  '261': 'credit-note',
  '262': 'credit-note',
  '296': 'credit-note',
  '308': 'credit-note',
  '381': 'credit-note',
  '396': 'credit-note',
  '420': 'credit-note',
  '458': 'credit-note',
  '502': 'credit-note',
  '503': 'credit-note',
  '532': 'credit-note',
  '384': 'modifying',
  '457': 'cancelling',
  '386': 'advance',
  '500': 'advance',
  '325': 'pro-forma',
};

/** Codes of documents that stand on an invoice's form and are none. */
const documentKindOfCode: Readonly<Record<string, DocumentKind>> = {
  '325': 'pro-forma',
  '220': 'order',
  '221': 'order',
  '224': 'order',
  '226': 'order',
  '230': 'order',
  '231': 'order',
  '310': 'quote',
  '311': 'quote',
  '270': 'delivery-note',
  '351': 'delivery-note',
  // "Invoice information for accounting purposes": data about an invoice.
  '751': 'invoice-data',
};

export const invoiceKindOf = (code: string | null): InvoiceKind => (code === null ? undefined : invoiceKindOfCode[code]) ?? 'invoice';
export const documentKindOf = (code: string | null): DocumentKind => (code === null ? undefined : documentKindOfCode[code]) ?? 'invoice';
