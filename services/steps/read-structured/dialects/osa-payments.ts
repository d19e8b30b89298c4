import type { InvoiceReading, ListedPayment, Notice } from '#services/domain/reading.ts';
import { all, at, textAt, type XmlElement } from '#services/domain/xml-tree.ts';
import { currencyOf, dayIn, decimalOf } from '../values.ts';
import { listedPayments, methodOf } from './listed-payments.ts';

/** `locationCode`: the cash desk or the bank, where the method says nothing closer. */
const places: Readonly<Record<string, ListedPayment['method']>> = { P: 'cash', B: 'transfer' };

/** The payments that OSA+ lists in `invoicePayments` (H-039); nothing where there is no such list. */
export function osaPayments(
  invoice: XmlElement,
  reading: InvoiceReading,
  batchIndex: number | null,
): { payments?: ListedPayment[]; warnings?: Notice[] } {
  if (at(invoice, 'invoicePayments') === null) return {};
  const written = all(invoice, 'invoicePayments/payment').map((payment) => ({
    amount: decimalOf(textAt(payment, 'amount')),
    currency: currencyOf(textAt(payment, 'currencyCode')) ?? reading.currency,
    paidOn: dayIn(textAt(payment, 'paymentDate')),
    method: methodOf(textAt(payment, 'paymentMethod'), places[textAt(payment, 'locationCode') ?? '']),
    mark: textAt(payment, 'warrantNumber'),
    bankReference: null,
  }));
  return listedPayments(reading, written, batchIndex);
}
