import { type InvoiceReading, type ListedPayment, listedReference, type Notice } from '#services/domain/reading.ts';
import { all, at, textAt, type XmlElement } from '#services/domain/xml-tree.ts';
import { currencyOf, dayIn, decimalOf, paymentMethodOf } from '../values.ts';

/** `locationCode`: the cash desk or the bank, where the method says nothing closer. */
function methodOf(payment: XmlElement): ListedPayment['method'] {
  const method = paymentMethodOf(textAt(payment, 'paymentMethod'));
  if (method === 'cash' || method === 'card' || method === 'transfer') return method;
  if (method !== null && method !== 'other') return 'other';
  return { P: 'cash' as const, B: 'transfer' as const }[textAt(payment, 'locationCode') ?? ''] ?? 'other';
}

/**
 * The payments that OSA+ lists in `invoicePayments` (H-039); nothing where there is no such list. A payment without an amount is
 * told and left out. Equal ones are counted, for two truly equal payments stay two.
 */
export function osaPayments(
  invoice: XmlElement,
  reading: InvoiceReading,
  batchIndex: number | null,
): { payments?: ListedPayment[]; warnings?: Notice[] } {
  if (at(invoice, 'invoicePayments') === null) return {};
  const times = new Map<string, number>();
  const payments = all(invoice, 'invoicePayments/payment').map((payment): ListedPayment | null => {
    const amount = decimalOf(textAt(payment, 'amount'));
    const currency = currencyOf(textAt(payment, 'currencyCode')) ?? reading.currency;
    if (amount === null || currency === null) return null;
    const paidOn = dayIn(textAt(payment, 'paymentDate'));
    const said = [
      reading.supplier.taxNumber?.slice(0, 8),
      // The invoices of a batch share their number.
      batchIndex === null ? reading.number : `${reading.number ?? ''}#${batchIndex}`,
      paidOn,
      `${amount} ${currency}`,
      textAt(payment, 'warrantNumber'),
    ];
    const reference = listedReference + said.map((part) => part ?? '').join('/');
    const time = (times.get(reference) ?? 0) + 1;
    times.set(reference, time);
    return { reference: time === 1 ? reference : `${reference}/${time}`, paidOn, method: methodOf(payment), amount, currency };
  });
  const known = payments.filter((payment) => payment !== null);
  const isForeign = known.some(({ currency }) => currency !== reading.currency);
  return {
    payments: known,
    warnings: [
      ...(known.length < payments.length ? [{ code: 'payment-incomplete', message: 'a listed payment has no amount' }] : []),
      ...(isForeign
        ? [{ code: 'payment-in-other-currency', message: "a listed payment is not in the invoice's currency; not settled" }]
        : []),
    ],
  };
}
