/**
 * What a column of a bank's or collector's table can mean. `credit` and `debit` are two unsigned columns in place of one amount;
 * `fee` is what a collector (card acquirer, courier) keeps of the amount beside it.
 */
export const columnFields = [
  'account',
  'bookedOn',
  'valueOn',
  'amount',
  'credit',
  'debit',
  'fee',
  'direction',
  'currency',
  'counterpartyName',
  'counterpartyAccount',
  'memo',
  'bankReference',
  'endToEndId',
  'type',
  'balance',
] as const;
export type Field = (typeof columnFields)[number];

/** Which way days written with figures only are to be read when the year is last. */
export const dayOrders = ['dmy', 'mdy'] as const;
export type DayOrder = (typeof dayOrders)[number];
/** Where a number is written with one: the sign before the decimals. */
export const decimalMarks = [',', '.'] as const;
export type DecimalMark = (typeof decimalMarks)[number];

/**
 * How the columns of one kind of file are to be read, as a person confirmed it; kept with the account and applied again.
 * Columns go by heading where the file has one (positions move), else by position.
 */
export type ColumnMapping = {
  headings: string[] | null;
  columns: Partial<Record<Field, number[]>>;
  account: string | null;
  currency: string | null;
  dayOrder: DayOrder | null;
  decimalMark: DecimalMark | null;
};

/**
 * `mapping`: what a person says of this file; `remembered`: of earlier ones, tried where no known format fits; `account`: whose file
 * it is, where it names none; `currencies`: what each known account is kept in, for files that name no currency.
 */
export type StatementOptions = {
  name?: string;
  mapping?: ColumnMapping | undefined;
  remembered?: readonly ColumnMapping[];
  account?: string | undefined;
  currencies?: readonly AccountCurrency[];
};

/** `account` as `accountAsKept` spells it. */
export type AccountCurrency = { account: string; currency: string };

/** What the mapping page shows: the first rows, and the guess that a person confirms or corrects. */
export type ColumnGuess = {
  firstRows: string[][];
  /** The row number of the heading, or null. */
  headingRow: number | null;
  mapping: ColumnMapping;
  /** Whether the running balances of the file prove the guess; null where it has none. */
  balances: boolean | null;
};
