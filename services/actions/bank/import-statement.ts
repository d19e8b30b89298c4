import { createHash, randomUUID } from 'node:crypto';
import type { Sequelize, Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { accountAsKept, type BankStatement, type BankTransaction, stretchOf, transactionKeys } from '#services/domain/statement.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { noteEvent } from '#storage/document-events.ts';
import { row, rows } from '#storage/sql.ts';
import { type AccountContinuity, accountsOf, continuityOfAccount } from './accounts.ts';
import { unknownLines } from './known-lines.ts';
import { joinPushed } from './pushed-payment.ts';
import { wishMatch } from './sides.ts';

export type StatementFile = {
  format: string;
  statements: readonly BankStatement[];
  documentId: string | null;
  /** Uploaded lines live as long as their file, fetched ones 18 months (B-033, B-034). */
  origin?: 'uploaded' | 'fetched';
};
export type ImportChoice = {
  /** The account of a file that names none. */
  account?: string | undefined;
  /** A person said that an account the business did not have so far is its own (B-072). */
  mayAddAccount?: boolean | undefined;
  /** A person wants a file whose balances and lines differ; it is kept and shown as incomplete (B-071). */
  mayBeIncomplete?: boolean | undefined;
};
export type Imported = {
  id: string;
  accountId: string;
  account: string;
  currency: string | null;
  lines: number;
  added: number;
  continuity: AccountContinuity[];
};

/**
 * Keeps a read file's statements: all of them or, by the transaction, nothing (B-073).
 * One import at a time in a business, so that a line in two files is kept once (promise 3).
 *
 * @throws DomainError `invalid-request` when no account is known, `confirmation-needed` (`confirm`: `account`, `incomplete`) for what a person
 *   has to say first: that a new account is the business's, or that a file whose balances fail is wanted
 */
export const importStatements = (database: Sequelize, where: Where, file: StatementFile, choice: ImportChoice = {}): Promise<Imported[]> =>
  database.transaction((transaction) => importInto(transaction, where, file, choice));

type Where = { businessId: string; actor: AuditActor };

/** `importStatements` in a transaction that holds the books, or has locked nothing yet. */
export async function importInto(
  transaction: Transaction,
  { businessId, actor }: Where,
  { format, statements, documentId, origin = 'uploaded' }: StatementFile,
  choice: ImportChoice = {},
): Promise<Imported[]> {
  await holdBooks(transaction, businessId);
  const imported: Imported[] = [];
  const file: string[] = [];
  const seen = new Map<string, number>();
  for (const [index, statement] of statements.entries()) {
    const account = accountFor(statement, index, choice);
    const accountId = await accountOf(
      transaction,
      businessId,
      { account, index, isCollector: collectorFormats.has(format) || statement.transactions.some(({ gross }) => gross !== undefined) },
      choice.mayAddAccount ?? false,
    );
    // The file's own job and a person's act may both bring it: it is one statement. So is what a bank is asked for day by day.
    const earlier =
      origin === 'fetched'
        ? await continued(transaction, accountId, statement)
        : await sameOfFile(transaction, accountId, documentId, statement);
    const id = earlier ?? randomUUID();
    const owned = { ...statement, account };
    file.push(id);
    const keys = transactionKeys(owned, seen).map(sha256);
    const added = await unknownLines(transaction, { businessId, accountId, format, id, file, documentId }, owned, keys);
    if (!earlier)
      await keepStatement(transaction, { id, businessId, accountId }, { documentId, format, origin, actor }, statement, added.length);
    await keepLines(transaction, { id, businessId, accountId }, added);
    await rows(
      transaction,
      `insert into statement_lines (statement_id, transaction_id)
         select $1::uuid, id from bank_transactions where account_id = $2 and key_sha256 = any($3::text[])
         union select $1::uuid, transaction_id from bank_transaction_keys where account_id = $2 and key_sha256 = any($3::text[]) on conflict do nothing`,
      id,
      accountId,
      keys,
    );
    if (earlier && origin === 'fetched') await recount(transaction, id, added.length);
    imported.push({
      id,
      accountId,
      account,
      currency: statement.currency,
      lines: statement.transactions.length,
      added: added.length,
      continuity: await continuityOfAccount(transaction, accountId),
    });
  }
  const added = imported.reduce((sum, one) => sum + one.added, 0);
  // A bank that was asked and had nothing new to tell is no act.
  if (origin === 'fetched' && added === 0) return imported;
  if (documentId !== null) await finishDocument(transaction, businessId, documentId, actor);
  await joinPushed(
    transaction,
    businessId,
    imported.map(({ id }) => id),
  );
  await appendAudit(transaction, businessId, {
    actor,
    action: 'bank-statement.import',
    facts: { statements: imported.length, added },
  });
  await wishMatch(transaction, businessId);
  return imported;
}

/** What `importStatements` would refuse, known before anything is kept. @throws DomainError as it does */
export async function demandImportable(
  database: Sequelize,
  businessId: string,
  statements: readonly BankStatement[],
  choice: ImportChoice,
): Promise<void> {
  const known = new Set((await accountsOf(database, businessId)).map(({ account }) => account));
  for (const [index, statement] of statements.entries()) {
    const account = accountFor(statement, index, choice);
    if (!known.has(account) && !choice.mayAddAccount) throw newAccount(index);
  }
}

/** A document that waited for a person is done; one on its way comes here by itself. */
async function finishDocument(transaction: Transaction, businessId: string, documentId: string, actor: AuditActor): Promise<void> {
  const done = await row(
    transaction,
    `update documents set state = 'ready', because = null, kind = 'bank-history', kind_confidence = 1, changed_at = now()
     where id = $1 and business_id = $2 and state = 'needs-review' returning id`,
    documentId,
    businessId,
  );
  if (done)
    await noteEvent(transaction, { businessId, documentId, step: 'import', state: 'ready', because: null, actor: actor.id ?? actor.kind });
}

const newAccount = (index: number) =>
  new DomainError('confirmation-needed', 'this account is not yet one of the business', { confirm: 'account', statement: index + 1 });

function accountFor(statement: BankStatement, index: number, choice: ImportChoice): string {
  if (statement.balances === false && !choice.mayBeIncomplete)
    throw new DomainError('confirmation-needed', 'opening balance and lines do not give the closing balance', {
      confirm: 'incomplete',
      statement: index + 1,
    });
  const account = accountAsKept(statement.account ?? choice.account);
  if (account === null) throw new DomainError('invalid-request', 'the file names no account; say which it is', { statement: index + 1 });
  return account;
}

/** Reports of what others collected for the business, as are all that tell what was kept of an amount; see `find-payouts.ts`. */
const collectorFormats: ReadonlySet<string> = new Set(['simplepay-report', 'stripe-balance', 'stripe-transactions']);

async function accountOf(
  transaction: Transaction,
  businessId: string,
  { account, index, isCollector }: { account: string; index: number; isCollector: boolean },
  mayAdd: boolean,
): Promise<string> {
  const known = await row<{ id: string }>(
    transaction,
    'select id from bank_accounts where business_id = $1 and account = $2',
    businessId,
    account,
  );
  if (known) return known.id;
  if (!mayAdd) throw newAccount(index);
  const id = randomUUID();
  await rows(
    transaction,
    'insert into bank_accounts (id, business_id, account, is_collector) values ($1, $2, $3, $4)',
    id,
    businessId,
    account,
    isCollector,
  );
  return id;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The stretch of days that a bank was asked for before, where this one goes on from it. */
async function continued(transaction: Transaction, accountId: string, statement: BankStatement): Promise<string | undefined> {
  const found = await row<{ id: string }>(
    transaction,
    `update bank_statements set from_day = least(from_day, $3::date), to_day = greatest(to_day, $4::date), imported_at = clock_timestamp()
     where id = (select id from bank_statements where account_id = $1 and origin = 'fetched' and currency is not distinct from $2
       and from_day <= $4::date + 1 and to_day >= $3::date - 1 order by to_day desc limit 1) returning id`,
    accountId,
    statement.currency,
    statement.from,
    statement.to,
  );
  return found?.id;
}

const recount = (transaction: Transaction, id: string, added: number): Promise<unknown> =>
  rows(
    transaction,
    `update bank_statements set new_count = new_count + $2, line_count = (select count(*) from statement_lines where statement_id = $1) where id = $1`,
    id,
    added,
  );

/** The statement that the same file already brought, for the same days and currency of the account. */
async function sameOfFile(
  transaction: Transaction,
  accountId: string,
  documentId: string | null,
  statement: BankStatement,
): Promise<string | undefined> {
  if (documentId === null) return undefined;
  const stretch = stretchOf(statement);
  const same = await row<{ id: string }>(
    transaction,
    `select id from bank_statements where account_id = $1 and document_id = $2
       and currency is not distinct from $3 and from_day is not distinct from $4::date and to_day is not distinct from $5::date`,
    accountId,
    documentId,
    statement.currency,
    stretch?.from ?? null,
    stretch?.to ?? null,
  );
  return same?.id;
}

type Kept = { id: string; businessId: string; accountId: string };

async function keepStatement(
  transaction: Transaction,
  { id, businessId, accountId }: Kept,
  { documentId, format, origin, actor }: { documentId: string | null; format: string; origin: string; actor: AuditActor },
  statement: BankStatement,
  added: number,
): Promise<void> {
  const stretch = stretchOf(statement);
  await rows(
    transaction,
    `insert into bank_statements (id, business_id, account_id, document_id, format, currency, from_day, to_day,
       opening_minor, closing_minor, balances, line_count, new_count, imported_by, origin)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
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
    origin,
  );
}

/** Lines go in by thousands: one statement each, so that a year of a busy account stays well inside a parameter's size. */
const batch = 5_000;

async function keepLines(
  transaction: Transaction,
  { id, businessId, accountId }: Kept,
  added: readonly { key: string; line: BankTransaction }[],
): Promise<void> {
  for (let from = 0; from < added.length; from += batch) {
    const lines = added.slice(from, from + batch).map(({ key, line }) => ({
      ...line,
      id: randomUUID(),
      key,
      amount: line.amount.toString(),
      gross: line.gross?.toString() ?? null,
      balance: line.balance?.toString() ?? null,
    }));
    await rows(
      transaction,
      `insert into bank_transactions (id, business_id, account_id, statement_id, key_sha256, booked_on, value_on, amount_minor, currency,
         counterparty_name, counterparty_account, memo, bank_reference, end_to_end_id, type, balance_minor, raw, gross_minor, in_report)
       select id, $1, $2, $3, key, "bookedOn", "valueOn", amount, currency, "counterpartyName", "counterpartyAccount", memo,
         "bankReference", "endToEndId", type, balance, raw, gross, (select is_collector from bank_accounts where id = $2)
       from jsonb_to_recordset($4::jsonb) as line (id uuid, key text, "bookedOn" date, "valueOn" date, amount bigint, currency text,
         "counterpartyName" text, "counterpartyAccount" text, memo text, "bankReference" text, "endToEndId" text, type text, balance bigint, raw jsonb, gross bigint)`,
      businessId,
      accountId,
      id,
      JSON.stringify(lines),
    );
  }
}
