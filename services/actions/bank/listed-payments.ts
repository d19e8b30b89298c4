import type { Transaction } from 'sequelize';
import { parseMinor } from '#services/domain/money.ts';
import { type ListedPayment, listedReference } from '#services/domain/reading.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { appendAudit } from '#storage/audit.ts';
import { row, rows } from '#storage/sql.ts';
import { recordPushedPayment } from './pushed-payment.ts';
import type { Where } from './settle.ts';

export type PaymentList = { invoiceId: string; documentId: string; payments: readonly ListedPayment[] };

/**
 * Keeps the payments that an invoicing program lists with its invoice (OSA+, H-039; Számlázz.hu, H-041). The whole list comes again with every new
 * payment, so it stands for what was listed before: the same payment is one settlement, one that is no longer listed is taken
 * back, and what a person took back stays so. A list that an older file holds says nothing any more.
 */
export async function recordListedPayments(
  transaction: Transaction,
  where: Where,
  { invoiceId, documentId, payments }: PaymentList,
): Promise<void> {
  const { businessId, actor } = where;
  await holdBooks(transaction, businessId);
  const item = await row<{ currency: string | null; isNewest: boolean }>(
    transaction,
    `select currency, not exists (
       select from invoice_sources source join documents other on other.id = source.document_id join documents mine on mine.id = $3
       where source.invoice_id = invoices.id and (other.reading ? 'payments' or other.reading -> 'parts' @? '$[*].payments')
         and other.received_at > mine.received_at) as "isNewest"
     from invoices where id = $2 and business_id = $1 and state <> 'discarded'`,
    businessId,
    invoiceId,
    documentId,
  );
  if (!item?.isNewest) return;
  const dropped = await rows<{ id: string }>(
    transaction,
    `delete from settlements where business_id = $1 and source = 'pushed' and reference like '${listedReference}%' and reference <> all($3::text[])
       and id in (select settlement_id from allocations where invoice_id = $2)
     returning id`,
    businessId,
    invoiceId,
    payments.map(({ reference }) => reference),
  );
  for (const { id } of dropped)
    await appendAudit(transaction, businessId, {
      actor,
      action: 'settlement.undo',
      subject: { type: 'settlement', id },
      facts: { because: 'no-longer-listed' },
    });
  // In another currency nobody says how much of the item it pays; a person enters that.
  for (const { reference, bankReference = null, paidOn, method, amount, currency } of payments)
    if (currency === item.currency)
      await recordPushedPayment(transaction, where, {
        reference,
        bankReference,
        paidOn,
        method,
        allocation: { item: invoiceId, amount: parseMinor(amount, currency) },
      });
}
