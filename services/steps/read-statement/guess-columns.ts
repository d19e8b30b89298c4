import { normalAccount } from '#services/domain/bank-account.ts';
import type { ColumnGuess, ColumnMapping, Field } from '#services/domain/column-mapping.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { BankStatement } from '#services/domain/statement.ts';
import { aroundRows } from './around-rows.ts';
import { currencyOf, decimalMarkOf, directionOf, minorOf, textOf } from './cells.ts';
import { dayFrom } from './days.ts';
import type { Warning } from './format.ts';
import { headingIn, headingsOf } from './heading-rows.ts';
import { currencyInHeading, fieldOfHeading, headingKey, isFeeHeading, vocabulary } from './headings.ts';
import type { Source } from './source.ts';
import { type Columns, TableReader } from './table.ts';
import type { Row } from './workbook.ts';

const shownRows = 20;

/** Guesses the columns of a file of unknown origin; null when nothing in it looks like a history. */
export function guessColumns(source: Source): ColumnGuess | null {
  // A workbook may begin with a cover sheet.
  const filled = source.tables().filter((each) => each.rows.length > 0);
  const table = filled.find((each) => headingIn(each) !== null) ?? filled[0];
  if (!table) return null;
  const part = headingIn(table);
  const body = part ? part.rows.slice(1) : table.rows;
  const columns = part ? columnsByWords(part.heading) : columnsByContent(table.rows);
  const named = part ? currencyAbove(part.heading, columns) : null;
  if (part) completeByContent(columns, body, part.heading, named);
  const accounts = new Set(filled.map((each) => aroundRows(each, headingIn(each)?.above ?? null).account));
  const mapping: ColumnMapping = {
    headings: part?.heading.cells.map(textOf) ?? null,
    columns,
    account: accounts.size === 1 ? [...accounts][0]! : null,
    currency: part && !columns.currency ? named : null,
    dayOrder: null,
    decimalMark: null,
  };
  const proved = [mapping, ...otherAmounts(mapping, body)].find((each) => balancesOf(source, each) === true) ?? mapping;
  return {
    firstRows: table.rows.slice(0, shownRows).map((row) => row.cells.map(textOf)),
    headingRow: part?.heading.number ?? null,
    mapping: proved,
    balances: balancesOf(source, proved),
  };
}

export const isComplete = ({ columns }: ColumnMapping): boolean =>
  Boolean(columns.bookedOn && (columns.amount ?? columns.credit ?? columns.debit));

/** Whether fees beside the amounts leave open what moved the account. */
export const hasOpenFee = ({ mapping, balances }: ColumnGuess, source: Source): boolean => {
  const { headings, columns } = mapping;
  const isNet = /^net/.test(headingKey(headings?.[columns.amount?.[0] ?? -1] ?? ''));
  if (balances === true || headings === null || columns.fee || isNet) return false;
  const ats = headings.flatMap((heading, at) => (isFeeHeading(heading) ? [at] : []));
  return source.tables().some(({ rows }) => rows.some(({ cells }) => ats.some((at) => /[1-9]/.test(textOf(cells[at])))));
};

/** Reads every table that has the mapping's heading (or the first, without one). @throws DomainError `statement-unreadable`, `not-a-statement` */
export function applyMapping(source: Source, mapping: ColumnMapping, warn: (warning: Warning) => void): BankStatement[] {
  const { account, currency, dayOrder, decimalMark } = mapping;
  const reader = new TableReader(
    {
      account,
      currencyOf: source.currencyOf,
      ...(currency && { currency }),
      ...(dayOrder && { dayOrder }),
      ...(decimalMark && { decimalMark }),
    },
    warn,
  );
  let tables = 0;
  for (const table of source.tables()) {
    if (mapping.headings) {
      const part = headingsOf(table).find(({ heading }) => hasHeadings(heading, mapping));
      if (!part) continue;
      reader.read({ ...table, rows: [...part.before, ...part.rows] }, part.heading, movedTo(part.heading, mapping));
    } else if (tables === 0) reader.read(table, null, mapping.columns);
    tables += 1;
  }
  if (tables === 0) throw new DomainError('not-a-statement', 'the headings of the mapping are not in the file');
  return reader.statements();
}

const usedHeadings = ({ headings, columns }: ColumnMapping): string[] =>
  Object.values(columns)
    .flat()
    .map((at) => headingKey(headings?.[at] ?? ''));

function hasHeadings(row: Row, mapping: ColumnMapping): boolean {
  const keys = new Set(row.cells.map((cell) => headingKey(textOf(cell))));
  return usedHeadings(mapping).every((key) => keys.has(key));
}

function movedTo(heading: Row, { headings, columns }: ColumnMapping): Columns {
  const keys = heading.cells.map((cell) => headingKey(textOf(cell)));
  const moved = (at: number) => (keys[at] === headingKey(headings?.[at] ?? '') ? at : keys.indexOf(headingKey(headings?.[at] ?? '')));
  return Object.fromEntries(Object.entries(columns).map(([field, ats]) => [field, ats.map(moved)]));
}

/** Each field takes the column whose heading stands first in its vocabulary; memo takes all of its own. */
function columnsByWords(heading: Row): Partial<Record<Field, number[]>> {
  const columns: Partial<Record<Field, number[]>> = {};
  const rank = new Map<Field, number>();
  heading.cells.forEach((cell, at) => {
    const field = fieldOfHeading(textOf(cell));
    if (!field) return;
    const word = headingKey(textOf(cell));
    if (field === 'memo') columns.memo = [...(columns.memo ?? []), at];
    else {
      const exact = vocabulary[field].findIndex((each) => headingKey(each) === word);
      const place = exact < 0 ? vocabulary[field].length : exact;
      if (place < (rank.get(field) ?? Number.POSITIVE_INFINITY)) {
        rank.set(field, place);
        columns[field] = [at];
      }
    }
  });
  if (!columns.bookedOn && columns.valueOn) {
    columns.bookedOn = columns.valueOn;
    delete columns.valueOn;
  }
  return columns;
}

type Look = Record<'at' | 'days' | 'amounts' | 'accounts' | 'currencies' | 'directions' | 'letters' | 'filled', number>;

function looksOf(rows: Row[]): Look[] {
  const sample = rows.slice(0, 200);
  const width = Math.max(0, ...sample.map((row) => row.cells.length));
  return Array.from({ length: width }, (_, at) => {
    const cells = sample.map((row) => row.cells[at] ?? '').filter((cell) => textOf(cell) !== '');
    const share = (holds: (text: string) => boolean) =>
      cells.length === 0 ? 0 : cells.filter((cell) => holds(textOf(cell))).length / cells.length;
    const mark = decimalMarkOf(cells) ?? ',';
    return {
      at,
      filled: cells.length / Math.max(1, sample.length),
      days: share((text) => dayFrom(text) !== null && !/^\d{5}$/.test(text)),
      amounts: share((text) => dayFrom(text) === null && minorOf(text, null, mark) !== null),
      accounts: share((text) => normalAccount(text) !== null),
      currencies: share((text) => /^[A-Z]{3}$/.test(text) && currencyOf(text) !== null),
      directions: share((text) => directionOf(text) !== null),
      letters: cells.reduce<number>((sum, cell) => sum + (textOf(cell).match(/\p{L}/gu)?.length ?? 0), 0) / Math.max(1, cells.length),
    };
  });
}

/** Without headings: the first column of days, the first of amounts that has both signs or decimals, the longest words. */
function columnsByContent(rows: Row[]): Partial<Record<Field, number[]>> {
  const columns: Partial<Record<Field, number[]>> = {};
  const looks = looksOf(rows);
  const days = looks.filter((look) => look.days > 0.9 && look.filled > 0.9);
  const amounts = looks.filter((look) => look.amounts > 0.9 && look.accounts < 0.5 && look.filled > 0.9);
  if (days[0]) columns.bookedOn = [days[0].at];
  if (days[1]) columns.valueOn = [days[1].at];
  const signed = amounts.filter(({ at }) => rows.some((row) => /[-−]/.test(textOf(row.cells[at]))));
  const amount = signed[0] ?? amounts[0];
  if (amount) columns.amount = [amount.at];
  const balance = amounts.find((look) => look.at > (amount?.at ?? 0));
  if (balance) columns.balance = [balance.at];
  completeByContent(columns, rows);
  return columns;
}

function completeByContent(
  columns: Partial<Record<Field, number[]>>,
  rows: Row[],
  heading: Row | null = null,
  named: string | null = null,
): void {
  const taken = new Set(Object.values(columns).flat());
  const free = looksOf(rows).filter((look) => !taken.has(look.at) && look.filled > 0);
  const take = (field: Field, look: Look | undefined) => {
    if (!look || columns[field] || taken.has(look.at)) return;
    columns[field] = [look.at];
    taken.add(look.at);
  };
  if (!columns.bookedOn)
    take(
      'bookedOn',
      free.find((look) => look.days > 0.9 && look.filled > 0.5),
    );
  // Without a word for it a column of figures is the amount only if it is the only one with both signs.
  if (!columns.amount && !columns.credit && !columns.debit) {
    const signed = free.filter(({ at, amounts }) => amounts > 0.9 && rows.some((row) => /^[-−]|-$/.test(textOf(row.cells[at]))));
    if (signed.length === 1) take('amount', signed[0]);
  }
  // Unsigned amounts beside words for in and out: without them every payment would seem to have come in.
  if (columns.amount)
    take(
      'direction',
      free.find((look) => look.directions === 1 && look.filled > 0.9),
    );
  // What the cards were charged in is not what the account is kept in.
  const isForeign = (at: number) => /orig|eredeti/.test(headingKey(textOf(heading?.cells[at])));
  if (named === null)
    take(
      'currency',
      free.find((look) => look.currencies > 0.9 && look.filled > 0.9 && !isForeign(look.at)),
    );
  take(
    'counterpartyAccount',
    free.find((look) => look.accounts > 0.7 && new Set(rows.slice(0, 200).map((row) => textOf(row.cells[look.at]))).size > 1),
  );
  take('memo', free.filter((look) => look.letters > 5 && !taken.has(look.at)).sort((a, b) => b.letters - a.letters)[0]);
  // The only words of a row are its type: better told twice than not searched.
  if (!columns.memo && columns.type) columns.memo = columns.type;
}

/** The one currency that the headings of the amounts name. */
function currencyAbove(heading: Row, columns: Columns): string | null {
  const ats = [columns.amount, columns.credit, columns.debit, columns.balance].flatMap((each) => each ?? []);
  const named = new Set(ats.flatMap((at) => currencyOf(currencyInHeading(textOf(heading.cells[at])) ?? '') ?? []));
  return named.size === 1 ? [...named][0]! : null;
}

/** Where the balances speak against the amount that the headings name: every other column of figures, alone and less a fee beside it. */
function otherAmounts(mapping: ColumnMapping, body: Row[]): ColumnMapping[] {
  const { columns, headings } = mapping;
  if (!columns.balance || !headings || columns.credit || columns.debit) return [];
  const figures = looksOf(body).filter(({ at, amounts }) => amounts > 0.9 && at !== columns.balance![0]);
  const isFee = ({ at }: { at: number }) => isFeeHeading(headings[at] ?? '');
  const fees = figures.filter(isFee);
  return figures
    .filter((look) => !isFee(look))
    .flatMap(({ at }) => [undefined, ...fees].map((fee) => ({ ...columns, amount: [at], ...(fee && { fee: [fee.at] }) })))
    .map((each) => ({ ...mapping, columns: each }));
}

function balancesOf(source: Source, mapping: ColumnMapping): boolean | null {
  if (!isComplete(mapping) || !mapping.columns.balance) return null;
  try {
    const checks = applyMapping(source, mapping, () => undefined).map((statement) => statement.balances);
    return checks.includes(false) ? false : checks.includes(true) ? true : null;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
