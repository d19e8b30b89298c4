import { type InvoiceReading, type ListedPayment, listedReference, type Notice } from '#services/domain/reading.ts';
import { paymentMethodOf } from '../values.ts';

/** A payment as a program writes it; `mark`: what else tells it from one of the same day and amount. */
export type WrittenPayment = Pick<ListedPayment, 'paidOn' | 'method' | 'bankReference'> & {
  amount: string | null;
  currency: string | null;
  mark: string | null;
};

/** How it was paid; `otherwise` where the words say nothing closer. */
export function methodOf(words: string | null, otherwise: ListedPayment['method'] = 'other'): ListedPayment['method'] {
  const method = paymentMethodOf(words);
  if (method === 'cash' || method === 'card' || method === 'transfer') return method;
  return method !== null && method !== 'other' ? 'other' : otherwise;
}

/**
 * The payments that a program lists with an invoice. One without an amount is told and left out; equal ones are counted, for two
 * truly equal payments stay two.
 */
export function listedPayments(
  reading: InvoiceReading,
  written: readonly WrittenPayment[],
  batchIndex: number | null = null,
): { payments: ListedPayment[]; warnings: Notice[] } {
  // The invoices of a batch share their number.
  const number = batchIndex === null ? reading.number : `${reading.number ?? ''}#${batchIndex}`;
  const times = new Map<string, number>();
  const payments = written.flatMap(({ amount, currency, paidOn, method, mark, bankReference }): ListedPayment[] => {
    if (amount === null || currency === null) return [];
    const said = [reading.supplier.taxNumber?.slice(0, 8), number, paidOn, `${amount} ${currency}`, mark];
    const reference = listedReference + said.map((part) => part ?? '').join('/');
    const time = (times.get(reference) ?? 0) + 1;
    times.set(reference, time);
    return [{ reference: time === 1 ? reference : `${reference}/${time}`, bankReference, paidOn, method, amount, currency }];
  });
  const isForeign = payments.some(({ currency }) => currency !== reading.currency);
  const inOther = { code: 'payment-in-other-currency', message: "a listed payment is not in the invoice's currency; not settled" };
  return {
    payments,
    warnings: [
      ...(payments.length < written.length ? [{ code: 'payment-incomplete', message: 'a listed payment has no amount' }] : []),
      ...(isForeign ? [inOther] : []),
    ],
  };
}
