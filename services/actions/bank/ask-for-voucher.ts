import type { Caller } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import { formatMinor } from '#services/domain/money.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { appendAudit } from '#storage/audit.ts';
import { row, rows } from '#storage/sql.ts';
import { actorOf, type House } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { post } from '../mail/post.ts';

type Asked = { bookedOn: string; amount: bigint; currency: string; partner: string | null };

/**
 * Asks the client by mail for the voucher of a bank line: its owners and administrators, for nobody else may see bank data (B-035).
 * Once a line, whoever asks; that it was asked stands on the line. What then comes in is suggested by the matcher as ever.
 *
 * @throws DomainError `not-found`, `conflict` when it was asked before, is private, is settled in full, or nobody is there to ask
 */
export async function askForVoucher(house: House, caller: Caller, businessId: string, transactionId: string): Promise<void> {
  await house.database.transaction(async (transaction) => {
    await holdBooks(transaction, businessId);
    const line = await row<Asked>(
      transaction,
      `update bank_transactions set voucher_asked_at = now(), voucher_asked_by = $3
       where business_id = $1 and id = $2 and voucher_asked_at is null and not is_private and settled_minor <> amount_minor
       returning booked_on::text as "bookedOn", amount_minor as amount, currency, coalesce(counterparty_name, memo) as partner`,
      businessId,
      transactionId,
      caller.userId,
    );
    if (!line) throw new DomainError('conflict', 'the voucher was asked for before, or the line needs none');
    const asked = await rows<{ email: string; language: Language; business: string }>(
      transaction,
      `select users.email, users.language, businesses.name as business from business_members member
         join users on users.id = member.user_id join businesses on businesses.id = member.business_id
       where member.business_id = $1 and member.role in ('owner', 'administrator') and users.id is distinct from $2 order by users.email`,
      businessId,
      caller.userId,
    );
    if (asked.length === 0) throw new DomainError('conflict', 'the business has nobody else to ask');
    for (const { business, ...to } of asked)
      await post(transaction, house, 'voucher-asked', to, {
        business,
        day: line.bookedOn,
        amount: `${formatMinor(line.amount, line.currency)} ${line.currency}`,
        partner: line.partner ?? '–',
        link: `${house.publicUrl}/b/${businessId}/documents`,
      });
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'transaction.voucher-asked',
      subject: { type: 'transaction', id: transactionId },
    });
  });
}
