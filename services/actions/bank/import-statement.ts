import { createHash, randomUUID } from 'node:crypto';
import type { Sequelize, Transaction } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import {
  accountAsKept,
  type BankStatement,
  type Continuity,
  continuityOf,
  newTransactions,
  stretchOf,
  transactionKeys,
} from '#services/domain/statement.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { row, rows } from '#storage/sql.ts';

export type StatementFile = { format: string; statements: readonly BankStatement[]; documentId: string | null };
export type ImportChoice = {
  /** The account of a file that names none. */
  account?: string;
  /** A person said that an account the business did not have so far is its own (B-072). */
  mayAddAccount?: boolean;
};
export type Imported = { id: string; accountId: string; lines: number; added: number; continuity: Continuity[] };

/**
 * Keeps a read file's statements: all of them or, by the transaction, nothing (B-073).
 * One import at a time in a business, so that a line in two files is kept once (promise 3).
 *
 * @throws DomainError `invalid-request` when no account is known or balances fail (B-071), `confirmation-needed` for a new account
 */
export async function importStatements(
  database: Sequelize,
  { businessId, actor }: { businessId: string; actor: AuditActor },
  { format, statements, documentId }: StatementFile,
  choice: ImportChoice = {},
): Promise<Imported[]> {
  return database.transaction(async (transaction) => {
    const business = await row(transaction, 'select id from businesses where id = $1 for no key update', businessId);
    if (!business) throw new DomainError('not-found', 'there is no such business');
    const imported: Imported[] = [];
    for (const [index, statement] of statements.entries()) {
      if (statement.balances === false)
        throw new DomainError('invalid-request', 'opening balance and lines do not give the closing balance', { statement: index + 1 });
      const account = accountAsKept(statement.account ?? choice.account);
      if (account === null)
        throw new DomainError('invalid-request', 'the file names no account; say which it is', { statement: index + 1 });
      const accountId = await accountOf(transaction, businessId, account, choice.mayAddAccount ?? false);
      const id = randomUUID();
      const added = await unknownLines(transaction, accountId, { ...statement, account });
      await keepStatement(transaction, { id, businessId, accountId, documentId, format, actor }, statement, added.length);
      await keepLines(transaction, { id, businessId, accountId }, added);
      imported.push({
        id,
        accountId,
        lines: statement.transactions.length,
        added: added.length,
        continuity: await continuity(transaction, accountId),
      });
    }
    await appendAudit(transaction, businessId, {
      actor,
      action: 'bank-statement.import',
      facts: { statements: imported.length, added: imported.reduce((sum, one) => sum + one.added, 0) },
    });
    return imported;
  });
}

async function accountOf(transaction: Transaction, businessId: string, account: string, mayAdd: boolean): Promise<string> {
  const known = await row<{ id: string }>(
    transaction,
    'select id from bank_accounts where business_id = $1 and account = $2',
    businessId,
    account,
  );
  if (known) return known.id;
  if (!mayAdd) throw new DomainError('confirmation-needed', 'this account is not yet one of the business');
  const id = randomUUID();
  await rows(transaction, 'insert into bank_accounts (id, business_id, account) values ($1, $2, $3)', id, businessId, account);
  return id;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function unknownLines(transaction: Transaction, accountId: string, statement: BankStatement) {
  const hashes = new Map(transactionKeys(statement).map((key) => [sha256(key), key]));
  const known = await rows<{ hash: string }>(
    transaction,
    'select key_sha256 as hash from bank_transactions where account_id = $1 and key_sha256 = any($2::text[])',
    accountId,
    [...hashes.keys()],
  );
  return newTransactions(new Set(known.map(({ hash }) => hashes.get(hash)!)), statement);
}

type Place = { id: string; businessId: string; accountId: string };

async function keepStatement(
  transaction: Transaction,
  { id, businessId, accountId, documentId, format, actor }: Place & { documentId: string | null; format: string; actor: AuditActor },
  statement: BankStatement,
  added: number,
): Promise<void> {
  const stretch = stretchOf(statement);
  await rows(
    transaction,
    `insert into bank_statements (id, business_id, account_id, document_id, format, currency, from_day, to_day,
       opening_minor, closing_minor, balances, line_count, new_count, imported_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    id,
    businessId,
    accountId,
    documentId,
    format,
    statement.currency,
    stretch?.from ?? null,
    stretch?.to ?? null,
    statement.openingBalance?.toString() ?? null,
    statement.closingBalance?.toString() ?? null,
    statement.balances,
    statement.transactions.length,
    added,
    actor.kind === 'user' ? actor.id : null,
  );
}

/** Lines go in by thousands: one statement each, so that a year of a busy account stays well inside a parameter's size. */
const batch = 5_000;

async function keepLines(
  transaction: Transaction,
  { id, businessId, accountId }: Place,
  added: ReturnType<typeof newTransactions>,
): Promise<void> {
  for (let from = 0; from < added.length; from += batch) {
    const lines = added.slice(from, from + batch).map(({ key, transaction: line }) => ({
      ...line,
      id: randomUUID(),
      key: sha256(key),
      amount: line.amount.toString(),
      balance: line.balance?.toString() ?? null,
    }));
    await rows(
      transaction,
      `insert into bank_transactions (id, business_id, account_id, statement_id, key_sha256, booked_on, value_on, amount_minor, currency,
         counterparty_name, counterparty_account, memo, bank_reference, end_to_end_id, type, balance_minor, raw)
       select id, $1, $2, $3, key, "bookedOn", "valueOn", amount, currency, "counterpartyName", "counterpartyAccount", memo,
         "bankReference", "endToEndId", type, balance, raw
       from jsonb_to_recordset($4::jsonb) as line (id uuid, key text, "bookedOn" date, "valueOn" date, amount bigint, currency text,
         "counterpartyName" text, "counterpartyAccount" text, memo text, "bankReference" text, "endToEndId" text, type text, balance bigint, raw jsonb)`,
      businessId,
      accountId,
      id,
      JSON.stringify(lines),
    );
  }
}

/** Gaps and overlaps of everything imported for the account so far, per currency. */
async function continuity(transaction: Transaction, accountId: string): Promise<Continuity[]> {
  const stored = await rows<{ currency: string | null; from: Day; to: Day; opening: string | null; closing: string | null }>(
    transaction,
    `select currency, from_day::text as "from", to_day::text as "to", opening_minor::text as opening, closing_minor::text as closing
     from bank_statements where account_id = $1 and from_day is not null`,
    accountId,
  );
  const byCurrency = Map.groupBy(stored, ({ currency }) => currency);
  return [...byCurrency.values()].flatMap((group) =>
    continuityOf(
      group.map(({ from, to, opening, closing }) => ({
        from,
        to,
        openingBalance: opening === null ? null : BigInt(opening),
        closingBalance: closing === null ? null : BigInt(closing),
        transactions: [],
      })),
    ),
  );
}
