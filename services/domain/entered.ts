import { fieldOf, type InvoiceFieldName, type InvoiceWire, invoiceFieldNames, toWire } from './invoice-wire.ts';
import { noInvoice, noParty, type PaymentMethod } from './reading.ts';

/** What a person entered beside a photographed voucher (H-074); null: nothing. It outranks what is recognised. */
export type Entered = {
  /** Who is on the other side: the seller of what was received, the buyer of what was issued. */
  partner: string | null;
  direction: 'receivable' | 'payable';
  number: string | null;
  issuedOn: string | null;
  suppliedOn: string | null;
  dueOn: string | null;
  /** Decimal string in `currency`. */
  gross: string | null;
  currency: string | null;
  paymentMethod: PaymentMethod | null;
  isPaid: boolean | null;
  note: string | null;
  /** The user; null for a program. */
  by: string | null;
};

/** The entered values in the words of an invoice, with the names of those that were entered. */
export function enteredFields(entered: Entered): { invoice: InvoiceWire; given: InvoiceFieldName[] } {
  const { partner, direction, number, issuedOn, suppliedOn, dueOn, gross, currency, paymentMethod } = entered;
  const side = direction === 'payable' ? 'supplier' : 'customer';
  const invoice: InvoiceWire = {
    ...toWire(noInvoice()),
    number,
    issuedOn,
    suppliedOn,
    dueOn,
    gross,
    currency,
    paymentMethod,
    [side]: { ...noParty(), name: partner },
  };
  return { invoice, given: invoiceFieldNames.filter((name) => name !== 'kind' && fieldOf(invoice, name) !== null) };
}
