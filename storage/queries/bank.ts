import type { Sequelize } from 'sequelize';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { row, rows } from '../sql.ts';

/** The currency in which a bank line's amounts are written; null where the business has no such line. */
export const lineCurrency = async (database: Sequelize, businessId: string, id: string): Promise<string | null> =>
  (await row<{ currency: string }>(database, 'select currency from bank_transactions where id = $1 and business_id = $2', id, businessId))
    ?.currency ?? null;

/** Amounts are minor units, as the driver writes them. */
export type TransactionRow = {
  id: string;
  accountId: string;
  bookedOn: string;
  valueOn: string | null;
  amount: string;
  currency: string;
  counterpartyName: string | null;
  counterpartyAccount: string | null;
  memo: string | null;
  bankReference: string | null;
  endToEndId: string | null;
  type: string | null;
  balance: string | null;
  settled: string;
};
export type TransactionFilter = {
  limit: number;
  cursor?: string | undefined;
  accountId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  settled?: 'none' | 'partly' | 'fully' | undefined;
  text?: string | undefined;
};

/** Bank lines by day of booking, newest first. */
export async function listTransactions(
  database: Sequelize,
  businessId: string,
  filter: TransactionFilter,
): Promise<{ rows: TransactionRow[]; next: string | null }> {
  const [day, id] = decodeCursor(filter.cursor);
  const found = await rows<TransactionRow>(
    database,
    `select id, account_id as "accountId", booked_on::text as "bookedOn", value_on::text as "valueOn", amount_minor::text as amount, currency,
       counterparty_name as "counterpartyName", counterparty_account as "counterpartyAccount", memo, bank_reference as "bankReference",
       end_to_end_id as "endToEndId", type, balance_minor::text as balance, settled_minor::text as settled
     from bank_transactions
     where business_id = $1 and ($2::date is null or (booked_on, id) < ($2::date, $3::uuid))
       and ($4::uuid is null or account_id = $4) and ($5::date is null or booked_on >= $5) and ($6::date is null or booked_on <= $6)
       and ($7::text is null or $7 = case settled_minor when 0 then 'none' when amount_minor then 'fully' else 'partly' end)
       and ($8::text is null or position(lower(unaccent($8)) in lower(unaccent(concat_ws(' ', counterparty_name, counterparty_account, memo)))) > 0)
     order by booked_on desc, id desc limit $9`,
    businessId,
    day,
    id,
    filter.accountId ?? null,
    filter.from ?? null,
    filter.to ?? null,
    filter.settled ?? null,
    filter.text ?? null,
    filter.limit + 1,
  );
  const page = found.slice(0, filter.limit);
  const last = page.at(-1);
  return { rows: page, next: found.length > filter.limit && last ? encodeCursor(last.bookedOn, last.id) : null };
}
