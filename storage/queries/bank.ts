import type { Sequelize } from 'sequelize';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { rows } from '../sql.ts';

/** Amounts are minor units, as the driver writes them. */
export type TransactionRow = {
  id: string;
  accountId: string;
  account: string;
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
  source: 'uploaded' | 'fetched';
  isPrivate: boolean;
  inReport: boolean;
  voucherAskedAt: Date | null;
  nothingFits: boolean;
};

/** Amounts are minor units. Lines marked private are shown only to those of the business itself (B-037). */
export type TransactionFilter = {
  id?: string | undefined;
  accountId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  direction?: 'in' | 'out' | undefined;
  amountFrom?: bigint | undefined;
  amountTo?: bigint | undefined;
  currency?: string | undefined;
  partner?: string | undefined;
  text?: string | undefined;
  settled?: 'none' | 'partly' | 'fully' | undefined;
  match?: 'suggested' | 'unmatched' | 'nothing-fits' | undefined;
  source?: 'uploaded' | 'fetched' | undefined;
  private?: 'yes' | 'no' | undefined;
};
type Viewer = { seesPrivate: boolean };

const isFetched = `not exists (select from statement_lines join bank_statements held on held.id = statement_id
  where transaction_id = line.id and held.origin = 'uploaded')`;
const hasSuggestion = 'exists (select from match_suggestions where transaction_id = line.id)';

const columns = `line.id, line.account_id as "accountId", account.account, line.booked_on::text as "bookedOn", line.value_on::text as "valueOn",
  line.amount_minor::text as amount, line.currency, line.counterparty_name as "counterpartyName", line.counterparty_account as "counterpartyAccount",
  line.memo, line.bank_reference as "bankReference", line.end_to_end_id as "endToEndId", line.type, line.balance_minor::text as balance,
  line.settled_minor::text as settled, case when ${isFetched} then 'fetched' else 'uploaded' end as source,
  line.is_private as "isPrivate", line.in_report as "inReport", line.voucher_asked_at as "voucherAskedAt", line.nothing_fits as "nothingFits"`;

const like = (columnsText: string, place: string): string =>
  `position(lower(unaccent(${place})) in lower(unaccent(concat_ws(' ', ${columnsText})))) > 0`;

/** How each filter narrows the list: one line a field. */
const conditions: { [name in keyof Required<TransactionFilter>]: (place: string) => string } = {
  id: (place) => `line.id = ${place}::uuid`,
  accountId: (place) => `line.account_id = ${place}::uuid`,
  from: (place) => `line.booked_on >= ${place}::date`,
  to: (place) => `line.booked_on <= ${place}::date`,
  direction: (place) => `(line.amount_minor > 0) = (${place} = 'in')`,
  amountFrom: (place) => `abs(line.amount_minor) >= ${place}::bigint`,
  amountTo: (place) => `abs(line.amount_minor) <= ${place}::bigint`,
  currency: (place) => `line.currency = ${place}`,
  partner: (place) => like('line.counterparty_name, line.counterparty_account', place),
  text: (place) => like('line.counterparty_name, line.counterparty_account, line.memo', place),
  settled: (place) => `${place} = case line.settled_minor when 0 then 'none' when line.amount_minor then 'fully' else 'partly' end`,
  match: (place) => `case ${place} when 'nothing-fits' then line.nothing_fits
    else line.settled_minor <> line.amount_minor and not line.nothing_fits and not line.is_private and not line.in_report and ${hasSuggestion} = (${place} = 'suggested') end`,
  source: (place) => `(${isFetched}) = (${place} = 'fetched')`,
  private: (place) => `line.is_private = (${place} = 'yes')`,
};

/** A page of bank lines by day of booking, newest first. */
export async function listTransactions(
  database: Sequelize,
  businessId: string,
  { seesPrivate }: Viewer,
  filter: TransactionFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ rows: TransactionRow[]; next: string | null }> {
  const bind: unknown[] = [businessId, seesPrivate];
  const where = ['line.business_id = $1', '($2::boolean or not line.is_private)'];
  const [day, id] = decodeCursor(cursor);
  if (day !== null) {
    bind.push(day, id);
    where.push('(line.booked_on, line.id) < ($3::date, $4::uuid)');
  }
  for (const [name, condition] of Object.entries(conditions) as [keyof TransactionFilter, (place: string) => string][]) {
    const value = filter[name];
    if (value === undefined) continue;
    bind.push(typeof value === 'bigint' ? value.toString() : value);
    where.push(condition(`$${bind.length}::text`));
  }
  bind.push(limit + 1);
  const found = await rows<TransactionRow>(
    database,
    `select ${columns} from bank_transactions line join bank_accounts account on account.id = line.account_id
     where ${where.join(' and ')} order by line.booked_on desc, line.id desc limit $${bind.length}`,
    ...bind,
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: found.length > limit && last ? encodeCursor(last.bookedOn, last.id) : null };
}

/** One bank line, or null; a private one is not there for those who may not see it. */
export const findTransaction = async (
  database: Sequelize,
  businessId: string,
  viewer: Viewer,
  id: string,
): Promise<TransactionRow | null> => (await listTransactions(database, businessId, viewer, { id }, { limit: 1 })).rows[0] ?? null;

/** The named lines, in the order of their names; those not there, or not to be seen, are left out. */
export async function transactionsNamed(
  database: Sequelize,
  businessId: string,
  { seesPrivate }: Viewer,
  ids: readonly string[],
): Promise<TransactionRow[]> {
  const found = await rows<TransactionRow>(
    database,
    `select ${columns} from bank_transactions line join bank_accounts account on account.id = line.account_id
     where line.business_id = $1 and ($2::boolean or not line.is_private) and line.id = any($3::uuid[])`,
    businessId,
    seesPrivate,
    ids,
  );
  const byId = new Map(found.map((each) => [each.id, each]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
