/** Everything the register may be narrowed by; all values as they stand in an address. */
export const invoiceFilters = [
  'direction', 'state', 'kind', 'number', 'supplierName', 'supplierTaxNumber', 'customerName', 'customerTaxNumber', 'partnerId',
  'issuedFrom', 'issuedTo', 'suppliedFrom', 'suppliedTo', 'dueFrom', 'dueTo', 'paymentMethod', 'currency',
  'grossFrom', 'grossTo', 'netFrom', 'netTo', 'originalNumber', 'orderNumber', 'isOpen', 'possibleDuplicate',
] as const;
export type InvoiceQuery = { [name in (typeof invoiceFilters)[number]]?: string | undefined };
