import { formatMinor } from './money.ts';
import type { InvoiceReading, Party } from './reading.ts';

/** An amount field of an invoice, in its own currency. */
export const amountFields = ['net', 'vat', 'gross', 'payable'] as const;
/** The HUF twins of a foreign invoice. */
export const hufFields = ['netHuf', 'vatHuf', 'grossHuf'] as const;
export const dayFields = ['issuedOn', 'suppliedOn', 'dueOn'] as const;
export const partyFields = ['name', 'taxNumber', 'euVatNumber', 'address', 'account'] as const;

/** An invoice as it stands on the wire and in stored sources (contract §3): the reading with decimal strings for amounts. */
export type InvoiceWire = Omit<InvoiceReading, (typeof amountFields)[number] | (typeof hufFields)[number] | 'vatLines' | 'lines'> & {
  [field in (typeof amountFields)[number] | (typeof hufFields)[number]]: string | null;
} & {
  vatLines: { rate: string | null; net: string | null; vat: string | null; gross: string | null }[];
  lines: {
    description: string | null;
    quantity: string | null;
    unit: string | null;
    unitPrice: string | null;
    rate: string | null;
    net: string | null;
  }[];
};

/** Every field of an invoice by its dotted name; the two lists count as one field each. */
export const invoiceFieldNames = [
  'number',
  'kind',
  ...(['supplier', 'customer'] as const).flatMap((side) => partyFields.map((field) => `${side}.${field}` as const)),
  ...dayFields,
  'paymentMethod',
  'currency',
  ...amountFields,
  'vatLines',
  'lines',
  'exchangeRate',
  ...hufFields,
  'originalNumber',
  'orderNumber',
] as const;
export type InvoiceFieldName = (typeof invoiceFieldNames)[number];

export function toWire(invoice: InvoiceReading): InvoiceWire {
  const amount = (minor: bigint | null) => (minor === null ? null : formatMinor(minor, invoice.currency));
  const huf = (minor: bigint | null) => (minor === null ? null : formatMinor(minor, 'HUF'));
  return {
    ...invoice,
    net: amount(invoice.net),
    vat: amount(invoice.vat),
    gross: amount(invoice.gross),
    payable: amount(invoice.payable),
    netHuf: huf(invoice.netHuf),
    vatHuf: huf(invoice.vatHuf),
    grossHuf: huf(invoice.grossHuf),
    vatLines: invoice.vatLines.map(({ rate, net, vat, gross }) => ({ rate, net: amount(net), vat: amount(vat), gross: amount(gross) })),
    lines: invoice.lines.map((line) => ({ ...line, net: amount(line.net) })),
  };
}

/** The value of a field by its dotted name; null where it is unknown or an empty list. */
export function fieldOf(invoice: Partial<InvoiceWire>, name: InvoiceFieldName): unknown {
  const [side, field] = name.split('.') as [keyof InvoiceWire, keyof Party | undefined];
  const value = field === undefined ? invoice[side] : (invoice[side] as Party | undefined)?.[field];
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  return value;
}

/** A copy with one field set. */
export function withField(invoice: InvoiceWire, name: InvoiceFieldName, value: unknown): InvoiceWire {
  const [side, field] = name.split('.') as ['supplier' | 'customer', keyof Party | undefined];
  return field === undefined ? { ...invoice, [name]: value } : { ...invoice, [side]: { ...invoice[side], [field]: value } };
}
