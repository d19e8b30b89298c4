import type { InferAttributes } from 'sequelize';
import { type InvoiceFieldName, type InvoiceWire, invoiceFieldNames } from '#services/domain/invoice-wire.ts';
import type { Merged, SourceReading } from '#services/domain/merge.ts';
import { exponentOf, parseMinor } from '#services/domain/money.ts';
import type { Invoice } from '#storage/models/invoice.ts';
import type { InvoiceSource } from '#storage/models/invoice-source.ts';

/** What a person's own source row holds: the corrected fields, and what was decided of the item as a whole. */
export type PersonReading = Partial<InvoiceWire> & {
  given?: InvoiceFieldName[];
  direction?: 'receivable' | 'payable';
  decision?: 'ready' | 'needs-review' | 'discarded';
  because?: string | null;
  /** What was said before, the latest last, each with who and when: an undo goes back to it. */
  earlier?: { reading: Omit<PersonReading, 'earlier'>; givenBy: string | null; givenAt: string }[];
  /** Somebody said that these sources speak of one invoice. */
  joined?: boolean;
};

/** A stored source in the words of the merge. */
export function sourceReading(row: InvoiceSource): SourceReading {
  const reading = row.reading as PersonReading;
  return {
    source: row.source,
    origin: row.origin,
    reading,
    evidence: row.evidence as SourceReading['evidence'],
    ...(reading.given ? { given: reading.given } : {}),
  };
}

type Columns = Partial<InferAttributes<Invoice>>;

/** The columns of a register item from its merged fields. An amount that is none in its currency is unknown, not guessed. */
export function columnsOf({ invoice, provenance }: Merged): Columns {
  const minor = (amount: string | null, currency: string | null): bigint | null => {
    if (amount === null) return null;
    const [whole = '', decimals = ''] = amount.split('.');
    const exponent = exponentOf(currency);
    // A foreign total printed with more decimals than the currency has is cut only where they are zeros.
    return /^0*$/.test(decimals.slice(exponent)) ? parseMinor(decimals === '' ? whole : `${whole}.${decimals}`, currency) : null;
  };
  const own = (amount: string | null) => minor(amount, invoice.currency);
  const huf = (amount: string | null) => minor(amount, 'HUF');
  const { supplier, customer } = invoice;
  return {
    number: invoice.number,
    kind: invoice.kind,
    supplierName: supplier.name,
    supplierTaxNumber: supplier.taxNumber,
    supplierEuVatNumber: supplier.euVatNumber,
    supplierAddress: supplier.address,
    supplierAccount: supplier.account,
    customerName: customer.name,
    customerTaxNumber: customer.taxNumber,
    customerEuVatNumber: customer.euVatNumber,
    customerAddress: customer.address,
    customerAccount: customer.account,
    issuedOn: invoice.issuedOn,
    suppliedOn: invoice.suppliedOn,
    dueOn: invoice.dueOn,
    paymentMethod: invoice.paymentMethod,
    currency: invoice.currency,
    netMinor: own(invoice.net),
    vatMinor: own(invoice.vat),
    grossMinor: own(invoice.gross),
    payableMinor: own(invoice.payable),
    exchangeRate: invoice.exchangeRate,
    netHufMinor: huf(invoice.netHuf),
    vatHufMinor: huf(invoice.vatHuf),
    grossHufMinor: huf(invoice.grossHuf),
    originalNumber: invoice.originalNumber,
    orderNumber: invoice.orderNumber,
    vatLines: invoice.vatLines,
    lines: invoice.lines,
    provenance,
  };
}

/** The named fields of a correction, an emptied one included. */
export const givenFields = (correction: Partial<InvoiceWire>): InvoiceFieldName[] =>
  invoiceFieldNames.filter((name) => {
    const [side, field] = name.split('.') as [keyof InvoiceWire, string | undefined];
    if (field === undefined) return side in correction;
    const party = correction[side] as object | undefined;
    return party !== undefined && field in party;
  });
