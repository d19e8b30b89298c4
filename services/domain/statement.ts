import { normalAccount } from './bank-account.ts';
import type { ColumnGuess } from './column-mapping.ts';
import { type Day, daysBetween } from './day.ts';
import type { DomainErrorCode } from './errors.ts';
import { folded, tidy } from './text.ts';

/** One bank line. Amounts are minor units of `currency`, positive for money in; unknown is null. */
export type BankTransaction = {
  bookedOn: Day;
  valueOn: Day | null;
  amount: bigint;
  currency: string;
  counterpartyName: string | null;
  /** As `normalAccount` spells it; as written (without spaces) where the check digits are wrong. */
  counterpartyAccount: string | null;
  memo: string | null;
  bankReference: string | null;
  endToEndId: string | null;
  type: string | null;
  /** Of the account after this line. */
  balance: bigint | null;
  /** Before the collector's commission, where a report has both. */
  gross?: bigint;
  /** Every cell or field of the bank's file, under its heading or tag. */
  raw: Readonly<Record<string, string>>;
};

export type BankStatement = {
  account: string | null;
  currency: string | null;
  openingBalance: bigint | null;
  closingBalance: bigint | null;
  /** Whether opening + transactions = closing (B-071); null where the file does not say. */
  balances: boolean | null;
  /** The bank's own number of the statement, and the days it covers, where the file says. */
  number: string | null;
  from: Day | null;
  to: Day | null;
  transactions: BankTransaction[];
};

/** What a person should know of a statement that was read all the same. */
export type StatementWarning = {
  code:
    | 'rows-skipped'
    | 'pending-skipped'
    | 'hidden-skipped'
    | 'columns-guessed'
    | 'currency-assumed'
    | 'day-moved'
    | 'does-not-balance'
    | 'no-transactions'
    | 'identity-broken';
  message: string;
  /** The place in the file, from 1, where it is one. */
  row?: number;
};

/** What is wrong at the place for which a file is refused. */
export const statementFaults = ['day', 'amount', 'thousands', 'currency', 'direction', 'account', 'status', 'cut', 'damaged'] as const;
export type StatementFault = (typeof statementFaults)[number];

/** What the machine read of a bank's file. */
export type StatementReading = {
  format: string | null;
  statements: BankStatement[];
  warnings: StatementWarning[];
  /** Why nothing of the file was taken; `row` where one place broke it. Whole file or nothing (B-073). */
  refused: { code: DomainErrorCode; message: string; row?: number; fault?: StatementFault } | null;
  /** For files of unknown origin: what the mapping page shows. */
  guess: ColumnGuess | null;
};

/** One spelling of an account for storing: normal where its check digits allow, else as written; figures lose their spaces, names keep them. */
export const accountAsKept = (text: string | null | undefined): string | null => {
  const written = tidy(text ?? '');
  const compact = written.replace(/\s/g, '');
  return compact === ''
    ? null
    : (normalAccount(compact) ?? (/^(?:[A-Z]{2}\d{2})?[\dA-Z/-]*\d{4}[\dA-Z/-]*$/.test(compact) ? compact : written));
};

const same = (text: string | null): string =>
  folded(tidy(text ?? ''))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * What makes two rows of two files the same transaction, without the running number (promise 3, H-110):
 * the bank's id with amount and type (a K&H fee shares the id of its transfer), else day, amount, counterparty and memo.
 */
function likeness(account: string | null, line: BankTransaction): string {
  const money = `${line.amount} ${line.currency}`;
  const parts = line.bankReference
    ? ['id', account ?? '', tidy(line.bankReference), line.bookedOn, money, same(line.type)]
    : [
        'row',
        account ?? '',
        line.bookedOn,
        money,
        normalAccount(line.counterpartyAccount) ?? same(line.counterpartyAccount),
        same(line.counterpartyName),
        same(line.memo),
      ];
  return JSON.stringify(parts);
}

/**
 * The key of each transaction in file order; equal rows are told apart by their running number, so twins stay twins.
 * `seen` goes on counting through the statements of one file.
 */
export function transactionKeys(
  statement: Pick<BankStatement, 'account' | 'transactions'>,
  seen: Map<string, number> = new Map(),
): string[] {
  const account = accountAsKept(statement.account);
  return statement.transactions.map((line) => {
    const like = likeness(account, line);
    const number = (seen.get(like) ?? 0) + 1;
    seen.set(like, number);
    return `${like}#${number}`;
  });
}

/** The transactions a statement adds to those already known; the same file twice adds none (B-073). */
export function newTransactions(
  existingKeys: ReadonlySet<string>,
  statement: Pick<BankStatement, 'account' | 'transactions'>,
): { key: string; transaction: BankTransaction }[] {
  const keys = transactionKeys(statement);
  return statement.transactions.flatMap((transaction, index) =>
    existingKeys.has(keys[index]!) ? [] : [{ key: keys[index]!, transaction }],
  );
}

export type Continuity =
  | { kind: 'gap'; after: Day; before: Day; missing: bigint | null }
  | { kind: 'overlap'; from: Day; to: Day }
  | { kind: 'break'; on: Day; missing: bigint };

type Stretch = Pick<BankStatement, 'from' | 'to' | 'openingBalance' | 'closingBalance' | 'transactions'>;

/** First and last day of a statement: its own words, else its first and last booking. */
export function stretchOf(statement: Stretch): { from: Day; to: Day } | null {
  const booked = statement.transactions.map((line) => line.bookedOn).sort();
  const from = statement.from ?? booked[0];
  const to = statement.to ?? booked.at(-1);
  return from === undefined || to === undefined || from > to ? null : { from, to };
}

/**
 * How the statements of one account and currency follow each other: a *gap* of days or money between neighbours,
 * an *overlap* of days, or a *break* where the days meet but the balances do not.
 * Days without a booking are no gap when the balances meet, or when neither side gives any.
 */
export function continuityOf(statements: readonly Stretch[]): Continuity[] {
  const stretches = statements
    .flatMap((statement) => {
      const stretch = stretchOf(statement);
      return stretch ? [{ ...stretch, statement }] : [];
    })
    .sort((a, b) => (a.from === b.from ? (a.to < b.to ? -1 : 1) : a.from < b.from ? -1 : 1));
  const found: Continuity[] = [];
  for (let index = 1; index < stretches.length; index += 1) {
    const before = stretches[index - 1]!;
    const after = stretches[index]!;
    const { closingBalance } = before.statement;
    const { openingBalance } = after.statement;
    const missing = closingBalance === null || openingBalance === null ? null : openingBalance - closingBalance;
    if (missing === 0n) continue;
    const days = daysBetween(before.to, after.from);
    if (days > 1) {
      const saysItsDays = before.statement.to !== null && after.statement.from !== null;
      if (missing !== null || saysItsDays) found.push({ kind: 'gap', after: before.to, before: after.from, missing });
    } else if (days < 1 && (missing === null || days < 0)) {
      found.push({ kind: 'overlap', from: after.from, to: before.to < after.to ? before.to : after.to });
    } else if (missing !== null) {
      found.push({ kind: 'break', on: after.from, missing });
    }
  }
  return found;
}
