import type { DayOrder, DecimalMark, Field } from '#services/domain/column-mapping.ts';
import type { Day } from '#services/domain/day.ts';
import { accountAsKept, type BankStatement, type BankTransaction } from '#services/domain/statement.ts';
import { folded } from '#services/domain/text.ts';
import { type AroundRows, aroundRows } from './around-rows.ts';
import { withBalances } from './balances.ts';
import { type Cell, currencyBeside, currencyOf, decimalMarkOf, directionOf, isUnclear, minorOf, presentOrNull, textOf } from './cells.ts';
import { dayFrom, dayOrderOf, isTwoWay, runningOrderOf, type ShortYear, shortYearOf } from './days.ts';
import type { StatementFormat, Warning } from './format.ts';
import { headingKey } from './headings.ts';
import { maxRows, tooManyRows, unreadable } from './refusal.ts';
import type { Source } from './source.ts';
import type { Row, Table } from './workbook.ts';

/** Which columns (from 0) hold a field; several only for memo, joined in this order. */
export type Columns = Partial<Record<Field, readonly number[]>>;

/** One data row, its cells reachable by heading for what only one bank has. */
export type RowView = { number: number; text(heading: string): string; minor(heading: string): bigint | null };

export type TableLayout = {
  name: string;
  /** Headings that must all stand in the heading row (any one of a group); what tells this layout from all others. */
  signature: readonly (string | readonly string[])[];
  /** Headings per field, the best first; for `memo` all that are there are joined. */
  columns: Partial<Record<Field, readonly string[]>>;
  shape?: 'sheets' | 'separated';
  /** For rows that name no currency at all. */
  currency?: string;
  /** Where day and month cannot be told apart by the column itself. */
  dayOrder?: DayOrder;
  decimalMark?: DecimalMark;
  /** The block of rows that holds booked transactions, where a file has several. */
  block?(rows: Row[]): Row[];
  /** An empty booking day means not booked yet; elsewhere it is damage. */
  isPendingWithoutDay?: boolean;
  /** False: not booked (yet), to be skipped. */
  isBooked?(row: RowView): boolean;
  /** Corrects or splits what the columns say. */
  adjust?(transaction: BankTransaction, row: RowView): BankTransaction | BankTransaction[];
  /** The account of a row where no column has it. */
  accountOf?(row: RowView): string | null;
};

const maxRowsBeforeHeading = 60;

/** A format made of a layout: columns by heading, the heading row searched for. */
export function tableFormat(layout: TableLayout): StatementFormat {
  return {
    name: layout.name,
    read(source, warn) {
      if (source.shape === 'xml' || (layout.shape && layout.shape !== source.shape)) return null;
      const parts = source.tables().flatMap((table) => {
        const block = layout.block ? { ...table, rows: layout.block(table.rows) } : table;
        const heading = headingRowOf(block, layout.signature);
        return heading ? [{ table: block, heading }] : [];
      });
      if (parts.length === 0) return null;
      const reader = new TableReader({ ...layout, currencyOf: source.currencyOf }, warn);
      for (const { table, heading } of parts) reader.read(table, heading, columnsBy(heading, layout.columns));
      return reader.statements();
    },
  };
}

const keysOf = (row: Row): string[] => row.cells.map((cell) => headingKey(textOf(cell)));

function headingRowOf(table: Table, signature: TableLayout['signature']): Row | null {
  const groups = signature.map((group) => (typeof group === 'string' ? [group] : group).map(headingKey));
  return (
    table.rows.slice(0, maxRowsBeforeHeading).find((row) => {
      const keys = new Set(keysOf(row));
      return groups.every((group) => group.some((key) => keys.has(key)));
    }) ?? null
  );
}

/** The columns that a heading row gives to each field; a column serves one field only. */
export function columnsBy(heading: Row, wanted: Partial<Record<Field, readonly string[]>>): Columns {
  const keys = keysOf(heading);
  const columns: Partial<Record<Field, number[]>> = {};
  for (const [field, headings] of Object.entries(wanted) as [Field, readonly string[]][]) {
    for (const each of headings) {
      const found = keys.flatMap((key, at) => (key === headingKey(each) ? [at] : []));
      if (field === 'memo') columns.memo = [...new Set([...(columns.memo ?? []), ...found])];
      else if (found.length > 0) columns[field] ??= [found[0]!];
    }
  }
  return columns;
}

type Rules = Pick<TableLayout, 'isPendingWithoutDay' | 'currency' | 'dayOrder' | 'decimalMark' | 'isBooked' | 'adjust' | 'accountOf'> & {
  account?: string | null;
  currencyOf?: Source['currencyOf'];
};
type Found = { account: string | null; transaction: BankTransaction };
/** The balances written beside a table's rows. */
type Stated = { opening: bigint | null; closing: bigint | null };

/** How rows begin that sum up others. */
const summing = /^(mind)?osszes|^(nyito|zaro)|^egyenleg|^(grand )?total|^(opening|closing)? ?balance|^(opening|closing)$|^saldo|^summe/;

/** Reads the rows of one or more tables into statements by account and currency. */
export class TableReader {
  readonly #rules: Rules;
  readonly #warn: (warning: Warning) => void;
  readonly #found: Found[] = [];
  readonly #stated: Stated[] = [];
  #rows = 0;

  constructor(rules: Rules, warn: (warning: Warning) => void) {
    this.#rules = rules;
    this.#warn = warn;
  }

  /** @throws DomainError `statement-unreadable` with the row: the whole file or nothing (B-073) */
  read(table: Table, heading: Row | null, columns: Columns): void {
    const rows = heading ? table.rows.slice(table.rows.indexOf(heading) + 1) : table.rows;
    const shown = rows.filter((row) => !row.isHidden);
    if (shown.length < rows.length)
      this.#warn({ code: 'hidden-skipped', message: `${rows.length - shown.length} hidden rows were left out` });
    this.#rows += shown.length;
    if (this.#rows > maxRows) tooManyRows();
    if (table.isText) refuseCut(heading, shown);
    const around = aroundRows(table, heading);
    const one = new RowReader(this.#rules, around, heading, columns, shown);
    let pending = 0;
    for (const row of shown) {
      const view = one.view(row);
      const kind = one.kindOf(row, view);
      if (kind === 'pending') pending += 1;
      if (kind === 'other') this.#warn({ code: 'rows-skipped', message: `row ${row.number} is no transaction`, row: row.number });
      if (kind === 'transaction') this.#found.push(...one.read(row, view));
    }
    this.#stated.push(one.stated());
    if (pending > 0) this.#warn({ code: 'pending-skipped', message: `${pending} rows are not booked yet` });
    if (one.isCurrencyAssumed)
      this.#warn({ code: 'currency-assumed', message: 'the file names no currency, its amounts are taken for forints' });
  }

  statements(): BankStatement[] {
    const groups = new Map<string, BankStatement>();
    for (const { account, transaction } of this.#found) {
      const key = JSON.stringify([account, transaction.currency]);
      let statement = groups.get(key);
      if (!statement) {
        statement = {
          account,
          currency: transaction.currency,
          openingBalance: null,
          closingBalance: null,
          balances: null,
          number: null,
          from: null,
          to: null,
          transactions: [],
        };
        groups.set(key, statement);
      }
      statement.transactions.push(transaction);
    }
    const statements = [...groups.values()];
    const [stated, ...further] = this.#stated;
    // Balances that stand once in a file of several accounts belong to none of them; those in the lines prove more.
    if (stated && further.length === 0 && statements.length === 1 && statements[0]!.transactions.some(({ balance }) => balance === null))
      Object.assign(statements[0]!, { openingBalance: stated.opening, closingBalance: stated.closing });
    return statements.map(withBalances);
  }
}

/** A last row shorter than all others, the heading if there are none: the file ends in the middle of it, and so may an amount. */
function refuseCut(heading: Row | null, rows: Row[]): void {
  const last = rows.at(-1);
  const others = rows.length > 1 ? rows.slice(0, -1) : heading ? [heading] : [];
  const widths = new Set(others.map((row) => row.cells.length));
  const [width] = widths;
  if (
    last &&
    widths.size === 1 &&
    last.cells.length < width! &&
    last.cells.filter((cell) => cell !== '').length >= (rows.length > 1 ? 3 : 2) &&
    !isSum(last)
  )
    unreadable('cut', 'the file is cut in this row', last.number);
}

const isSum = (row: Row): boolean => summing.test(folded(row.cells.map(textOf).find((text) => text !== '') ?? ''));

class RowReader {
  readonly #rules: Rules;
  readonly #columns: Columns;
  readonly #headings: string[];
  readonly #byKey: ReadonlyMap<string, number[]>;
  readonly #mark: DecimalMark | null;
  readonly #order: DayOrder;
  readonly #shortYear: ShortYear | null;
  readonly #around: AroundRows;
  #rounded: number | null = null;
  readonly #seen = new Set<string>();
  /** A row named no currency, and nothing else does. */
  isCurrencyAssumed = false;

  constructor(rules: Rules, around: AroundRows, heading: Row | null, columns: Columns, rows: Row[]) {
    this.#rules = rules;
    this.#around = around;
    this.#columns = columns;
    this.#headings = uniqueHeadings(heading);
    const keys = heading ? keysOf(heading) : [];
    this.#byKey = Map.groupBy(keys.keys(), (at) => keys[at]!);
    const valuesOf = (field: Field) => rows.map((row) => this.#cell(row, field));
    const amounts = (['amount', 'credit', 'debit', 'fee', 'balance'] as const).filter((field) => columns[field]).flatMap(valuesOf);
    this.#mark = rules.decimalMark ?? decimalMarkOf(amounts);
    const days = (['bookedOn', 'valueOn'] as const).filter((field) => columns[field]).flatMap(valuesOf);
    this.#shortYear = shortYearOf(days);
    const shown = dayOrderOf(this.#shortYear === 'first' ? [] : days);
    const given = shown === 'mdy' ? shown : (rules.dayOrder ?? shown);
    const running = given ?? runningOrderOf(valuesOf('bookedOn'), this.#shortYear);
    this.#order = running ?? 'dmy';
    // Only English writes the month first, and never with a decimal comma.
    const isOpen =
      running === null && this.#mark !== ',' && /date|posted|booked|^$/.test(headingKey(this.#headings[columns.bookedOn?.[0] ?? -1] ?? ''));
    const twoWay = isOpen ? rows.find((row) => isTwoWay(this.#cell(row, 'bookedOn'))) : undefined;
    if (twoWay) unreadable('day', 'day or month first, the file does not say', twoWay.number);
  }

  #cell(row: Row, field: Field): Cell {
    const at = this.#columns[field]?.[0];
    return at === undefined ? '' : (row.cells[at] ?? '');
  }

  #text(row: Row, field: Field): string | null {
    return presentOrNull(textOf(this.#cell(row, field)));
  }

  /** An account that a spreadsheet keeps as a number has lost its last figures: it is unknown, its cell stays in `raw`. */
  #account(row: Row, field: 'account' | 'counterpartyAccount'): string | null {
    const cell = this.#cell(row, field);
    return typeof cell === 'number' && !Number.isSafeInteger(cell) ? null : this.#text(row, field);
  }

  /** Two own accounts whose last figures are lost cannot be told from one. */
  #ownAccount(row: Row): string | null {
    const cell = this.#cell(row, 'account');
    if (typeof cell === 'number' && !Number.isSafeInteger(cell)) {
      this.#rounded ??= cell;
      if (this.#rounded !== cell) unreadable('account', 'the own account is a rounded number, and there are several', row.number);
    }
    return this.#account(row, 'account');
  }

  view(row: Row): RowView {
    // Some banks name two columns alike and fill one of them.
    const cell = (heading: string): Cell =>
      (this.#byKey.get(headingKey(heading)) ?? []).map((at) => row.cells[at] ?? '').find((each) => textOf(each) !== '') ?? '';
    return {
      number: row.number,
      text: (heading) => textOf(cell(heading)),
      minor: (heading) => (cell(heading) === '' ? null : this.#amount(cell(heading), this.#currency(row), row.number, heading)),
    };
  }

  /** The balances beside the rows, in the one currency there is; what cannot be read is not stated. */
  stated(): Stated {
    const currency = this.#seen.size === 1 ? [...this.#seen][0]! : null;
    const minor = (cell: Cell | null) =>
      cell === null || currency === null || (this.#mark === null && isUnclear(cell)) ? null : minorOf(cell, currency, this.#mark ?? ',');
    return { opening: minor(this.#around.opening), closing: minor(this.#around.closing) };
  }

  /** Rows with neither day nor amount are titles, those that begin with a word for it are sums. */
  kindOf(row: Row, view: RowView): 'transaction' | 'pending' | 'other' {
    if (isSum(row) && dayFrom(this.#cell(row, 'bookedOn'), this.#order, this.#shortYear) === null) return 'other';
    const hasDay = this.#text(row, 'bookedOn') !== null;
    const hasAmount = (['amount', 'credit', 'debit'] as const).some((field) => this.#text(row, field) !== null);
    if (hasAmount && this.#rules.isBooked && !this.#rules.isBooked(view)) return 'pending';
    if (hasDay && hasAmount) return isHeadingAgain(row, this.#headings) ? 'other' : 'transaction';
    if (row.cells.filter((cell) => textOf(cell) !== '').length < 3) return 'other';
    if (!hasAmount && row.cells.some((cell) => summing.test(folded(textOf(cell))))) return 'other';
    if (hasAmount) return this.#rules.isPendingWithoutDay ? 'pending' : unreadable('day', 'the booking day is missing', row.number);
    return hasDay ? unreadable('amount', 'the amount is missing', row.number) : 'other';
  }

  #currency(row: Row): string {
    const written = this.#text(row, 'currency');
    const currency = written === null ? null : currencyOf(written);
    if (written !== null && currency === null) unreadable('currency', 'the currency is not a currency', row.number);
    const beside = (['amount', 'credit', 'debit', 'balance'] as const).map((field) => currency ?? currencyBeside(this.#cell(row, field)));
    const known =
      beside.find((each) => each !== null) ?? this.#rules.currency ?? this.#around.currency ?? this.#knownCurrency(row) ?? undefined;
    this.isCurrencyAssumed ||= known === undefined;
    this.#seen.add(known ?? 'HUF');
    return known ?? 'HUF';
  }

  #knownCurrency(row: Row): string | null {
    const { currencyOf, account } = this.#rules;
    return currencyOf?.(accountAsKept(this.#ownAccount(row) ?? account ?? this.#around.account)) ?? null;
  }

  #amount(cell: Cell, currency: string, row: number, what: string): bigint {
    if (this.#mark === null && currency !== 'HUF' && isUnclear(cell))
      unreadable('thousands', `${what}: thousands or decimals, the file does not say`, row);
    // In forints a lone group of three digits is thousands, whichever sign stands before it.
    const mark = this.#mark ?? (typeof cell === 'string' && isUnclear(cell) && cell.includes(',') ? '.' : ',');
    const minor = minorOf(cell, currency, mark);
    return minor ?? unreadable('amount', `${what} is not an amount`, row);
  }

  #day(row: Row, field: 'bookedOn' | 'valueOn'): Day | null {
    const cell = this.#cell(row, field);
    if (presentOrNull(textOf(cell)) === null) return null;
    return (
      dayFrom(cell, this.#order, this.#shortYear) ??
      unreadable('day', field === 'bookedOn' ? 'the booking day is not a day' : 'the value day is not a day', row.number)
    );
  }

  #signed(row: Row, currency: string): bigint {
    const direction = directionOf(this.#text(row, 'direction') ?? '');
    const amount = this.#text(row, 'amount');
    if (amount !== null) {
      const minor = this.#amount(this.#cell(row, 'amount'), currency, row.number, 'the amount');
      if (direction === null) return minor;
      return (minor < 0n ? -minor : minor) * BigInt(direction);
    }
    const side = (field: 'credit' | 'debit') =>
      this.#text(row, field) === null ? 0n : this.#amount(this.#cell(row, field), currency, row.number, `the ${field}`);
    const debit = side('debit');
    return side('credit') - (debit < 0n ? -debit : debit);
  }

  /** What the collector kept, however it signs that; null without such a column, where it is empty nothing was kept. */
  #fee(row: Row, currency: string): bigint | null {
    if (!this.#columns.fee) return null;
    if (this.#text(row, 'fee') === null) return 0n;
    const fee = this.#amount(this.#cell(row, 'fee'), currency, row.number, 'the fee');
    return fee < 0n ? -fee : fee;
  }

  read(row: Row, view: RowView): Found[] {
    const currency = this.#currency(row);
    const memo = (this.#columns.memo ?? []).flatMap((at) => presentOrNull(textOf(row.cells[at])) ?? []);
    const balance = this.#text(row, 'balance');
    const amount = this.#signed(row, currency);
    const fee = this.#fee(row, currency);
    const transaction: BankTransaction = {
      bookedOn: this.#day(row, 'bookedOn') ?? unreadable('day', 'the booking day is missing', row.number),
      valueOn: this.#day(row, 'valueOn'),
      amount: amount - (fee ?? 0n),
      ...(fee !== null && { gross: amount }),
      currency,
      counterpartyName: this.#text(row, 'counterpartyName'),
      counterpartyAccount: accountAsKept(this.#account(row, 'counterpartyAccount')),
      memo: memo.length > 0 ? [...new Set(memo)].join(' ') : null,
      bankReference: this.#text(row, 'bankReference'),
      endToEndId: this.#text(row, 'endToEndId'),
      type: this.#text(row, 'type'),
      balance: balance === null ? null : this.#amount(this.#cell(row, 'balance'), currency, row.number, 'the balance'),
      raw: this.#raw(row),
    };
    const adjusted = this.#rules.adjust?.(transaction, view) ?? transaction;
    const account = accountAsKept(this.#ownAccount(row) ?? this.#rules.accountOf?.(view) ?? this.#rules.account ?? this.#around.account);
    return (Array.isArray(adjusted) ? adjusted : [adjusted]).map((each) => ({ account, transaction: each }));
  }

  #raw(row: Row): Record<string, string> {
    return Object.fromEntries(
      row.cells.flatMap((cell, at) => (textOf(cell) === '' ? [] : [[this.#headings[at] ?? `column ${at + 1}`, textOf(cell)]])),
    );
  }
}

function uniqueHeadings(heading: Row | null): string[] {
  const seen = new Map<string, number>();
  return (heading?.cells ?? []).map((cell, at) => {
    const text = textOf(cell) || `column ${at + 1}`;
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    return times === 1 ? text : `${text} (${times})`;
  });
}

/** Some exports repeat the heading on every page. */
const isHeadingAgain = (row: Row, headings: string[]): boolean =>
  row.cells.length > 2 && row.cells.every((cell, at) => textOf(cell) === '' || headingKey(textOf(cell)) === headingKey(headings[at] ?? ''));
