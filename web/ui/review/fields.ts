import type { InvoiceCorrection, InvoiceView } from '#web/contract/invoices.ts';

/** The fields a person sees, in the order of an invoice. */
export const fieldNames = [
  'number',
  'kind',
  'supplier.name',
  'supplier.taxNumber',
  'supplier.euVatNumber',
  'supplier.address',
  'supplier.account',
  'customer.name',
  'customer.taxNumber',
  'issuedOn',
  'suppliedOn',
  'dueOn',
  'paymentMethod',
  'currency',
  'net',
  'vat',
  'gross',
  'payable',
  'exchangeRate',
  'netHuf',
  'vatHuf',
  'grossHuf',
  'originalNumber',
  'orderNumber',
] as const;
export type FieldName = (typeof fieldNames)[number];

/** Without these an item cannot be booked, so an empty one is a question. */
export const neededFields: ReadonlySet<string> = new Set<FieldName>([
  'number',
  'supplier.name',
  'supplier.taxNumber',
  'issuedOn',
  'currency',
  'gross',
]);

/** A field by its dotted name, as text. */
export function fieldOf(invoice: Partial<InvoiceView>, name: string): string | null {
  const value = name.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], invoice);
  return typeof value === 'string' ? value : null;
}

/** A merge patch out of changed fields: `{'supplier.name': 'X'}` → `{supplier: {name: 'X'}}`. */
export function correctionOf(changes: Readonly<Record<string, string | null>>): InvoiceCorrection {
  const patch: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(changes)) {
    const [head = '', tail] = name.split('.');
    if (tail) patch[head] = { ...(patch[head] as object | undefined), [tail]: value };
    else patch[head] = value;
  }
  return patch as InvoiceCorrection;
}
