import type { Transaction } from 'sequelize';
import { addDays } from '#services/domain/day.ts';
import { type KeptLine, sameLines } from '#services/domain/same-lines.ts';
import type { BankStatement, BankTransaction } from '#services/domain/statement.ts';
import { rows } from '#storage/sql.ts';

/** A statement on its way in; `file` names all statements of its file so far, itself among them. */
export type Incoming = {
  businessId: string;
  accountId: string;
  format: string;
  id: string;
  file: readonly string[];
  documentId: string | null;
};

/** The furthest that two exports may date a line of the same id apart. */
const daysApart = 3;

/**
 * The lines that nobody has told yet. One that another file, or the bank itself, told in its own words is known from now on by
 * these words too (B-065, H-110).
 */
export async function unknownLines(
  transaction: Transaction,
  incoming: Incoming,
  { transactions }: Pick<BankStatement, 'transactions'>,
  keys: readonly string[],
): Promise<{ key: string; line: BankTransaction }[]> {
  const { accountId, businessId, format } = incoming;
  const known = await rows<{ hash: string; id: string }>(
    transaction,
    `select key_sha256 as hash, id from bank_transactions where account_id = $1 and key_sha256 = any($2::text[])
     union all select key_sha256, transaction_id from bank_transaction_keys where account_id = $1 and key_sha256 = any($2::text[])`,
    accountId,
    keys,
  );
  const hashes = new Set(known.map(({ hash }) => hash));
  const unknown = transactions.flatMap((line, at) => (hashes.has(keys[at]!) ? [] : [{ key: keys[at]!, line }]));
  const lines = unknown.map(({ line }) => line);
  const kept = lines.length === 0 ? [] : await keptLines(transaction, incoming, lines, new Set(known.map(({ id }) => id)));
  if (kept.length === 0) return unknown;
  const same = sameLines(format, lines, transactions, kept);
  await rows(
    transaction,
    `insert into bank_transaction_keys (account_id, business_id, key_sha256, transaction_id)
     select $1, $2, key, id from jsonb_to_recordset($3::jsonb) as pair (key text, id uuid)`,
    accountId,
    businessId,
    JSON.stringify([...same].map(([at, id]) => ({ key: unknown[at]!.key, id }))),
  );
  return unknown.filter((_, at) => !same.has(at));
}

/** The account's lines of those days that other files brought: one file's own lines are never each other's repetition. */
async function keptLines(
  transaction: Transaction,
  { accountId, id, file, documentId }: Incoming,
  unknown: readonly BankTransaction[],
  known: ReadonlySet<string>,
): Promise<KeptLine[]> {
  const days = unknown.flatMap(({ bookedOn, valueOn }) => (valueOn === null ? [bookedOn] : [bookedOn, valueOn])).sort();
  const found = await rows<Omit<KeptLine, 'isFree'>>(
    transaction,
    `select line.id, booked_on::text as "bookedOn", value_on::text as "valueOn", amount_minor as amount, line.currency,
       counterparty_name as "counterpartyName", counterparty_account as "counterpartyAccount", memo, bank_reference as "bankReference",
       end_to_end_id as "endToEndId", balance_minor as balance, array_agg(distinct format) as formats
     from bank_transactions line
     join statement_lines on transaction_id = line.id
     join bank_statements statement on statement.id = statement_lines.statement_id
     where line.account_id = $1 and booked_on between $2::date and $3::date
     group by line.id
     having not bool_or(statement.id <> $4 and (statement.id = any($5::uuid[]) or statement.document_id is not distinct from $6::uuid
       and $6::uuid is not null))
     order by booked_on, line.id`,
    accountId,
    addDays(days[0]!, -daysApart),
    addDays(days.at(-1)!, daysApart),
    id,
    file,
    documentId,
  );
  return found.map((line) => ({ ...line, isFree: !known.has(line.id) }));
}
