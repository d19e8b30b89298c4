import type { BankTransaction } from '#services/domain/statement.ts';
import { withBalances } from '../balances.ts';
import { currencyOf, dayFrom, minorOf, presentOrNull, textOf } from '../cells.ts';
import type { StatementFormat } from '../format.ts';
import { headingKey } from '../headings.ts';
import { unreadable } from '../refusal.ts';
import type { Row } from '../workbook.ts';

/**
 * The columns of Wise's transaction history. Their headings are translated, their order is not:
 * id, status, direction, created, finished, source fee and its currency, target fee and its currency,
 * source name, amount, currency, target name, amount, currency, rate, reference, batch.
 */
const at = {
  id: 0,
  status: 1,
  direction: 2,
  createdOn: 3,
  finishedOn: 4,
  sourceFee: 5,
  sourceFeeCurrency: 6,
  targetFee: 7,
  targetFeeCurrency: 8,
  sourceName: 9,
  sourceAmount: 10,
  sourceCurrency: 11,
  targetName: 12,
  targetAmount: 13,
  targetCurrency: 14,
  reference: 16,
} as const;
type Column = keyof typeof at;

const english: Readonly<Record<Column, string>> = {
  id: 'ID',
  status: 'Status',
  direction: 'Direction',
  createdOn: 'Created on',
  finishedOn: 'Finished on',
  sourceFee: 'Source fee amount',
  sourceFeeCurrency: 'Source fee currency',
  targetFee: 'Target fee amount',
  targetFeeCurrency: 'Target fee currency',
  sourceName: 'Source name',
  sourceAmount: 'Source amount (after fees)',
  sourceCurrency: 'Source currency',
  targetName: 'Target name',
  targetAmount: 'Target amount (after fees)',
  targetCurrency: 'Target currency',
  reference: 'Reference',
};

type Reader = (column: Column) => string;

/** In English by heading, in other languages by position, proved by what the first rows hold. */
function readerOf(heading: Row, rows: Row[]): ((row: Row) => Reader) | null {
  const keys = heading.cells.map((cell) => headingKey(textOf(cell)));
  const named = new Map((Object.entries(english) as [Column, string][]).map(([column, text]) => [column, keys.indexOf(headingKey(text))]));
  const isEnglish = (['direction', 'finishedOn', 'sourceAmount', 'targetAmount'] as const).every((column) => named.get(column)! >= 0);
  const view =
    (row: Row): Reader =>
    (column) =>
      textOf(row.cells[isEnglish ? named.get(column)! : at[column]]);
  if (isEnglish) return view;
  if (heading.cells.length < 16 || headingKey(textOf(heading.cells[0])) !== 'id') return null;
  const isHistory = rows.slice(0, 5).every((row) => {
    const read = view(row);
    return (
      /^[A-Z_]+-\d+$/.test(read('id')) &&
      /^[A-Z_]+$/.test(read('status')) &&
      /^(IN|OUT|NEUTRAL)$/.test(read('direction')) &&
      dayFrom(read('createdOn')) !== null
    );
  });
  return isHistory && rows.length > 0 ? view : null;
}

/** What one row does to the balances: one line, or two when money changes between own currencies. */
function transactionsOf(row: Row, read: Reader, headings: string[]): BankTransaction[] {
  const amount = (column: Column, currency: string): bigint => {
    const text = read(column);
    return text === '' ? 0n : (minorOf(text, currency, '.') ?? unreadable(`${english[column]} is not an amount`, row.number));
  };
  const currency = (column: Column) => currencyOf(read(column)) ?? unreadable(`${english[column]} is not a currency`, row.number);
  const day = dayFrom(read('finishedOn') || read('createdOn')) ?? unreadable('Finished on is not a day', row.number);
  const shared = {
    bookedOn: day,
    valueOn: null,
    counterpartyAccount: null,
    memo: presentOrNull(read('reference')),
    bankReference: presentOrNull(read('id')),
    endToEndId: null,
    type: read('direction'),
    balance: null,
    raw: Object.fromEntries(
      row.cells.flatMap((cell, index) => (textOf(cell) === '' ? [] : [[headings[index] ?? `column ${index + 1}`, textOf(cell)]])),
    ),
  };
  const out = (): BankTransaction => {
    const code = currency('sourceCurrency');
    const fee = read('sourceFee') !== '' && (currencyOf(read('sourceFeeCurrency')) ?? code) === code ? amount('sourceFee', code) : 0n;
    return {
      ...shared,
      amount: -(amount('sourceAmount', code) + fee),
      currency: code,
      counterpartyName: presentOrNull(read('targetName')),
    };
  };
  const into = (): BankTransaction => {
    const code = currency('targetCurrency');
    return { ...shared, amount: amount('targetAmount', code), currency: code, counterpartyName: presentOrNull(read('sourceName')) };
  };
  const direction = read('direction');
  if (direction === 'OUT') return [out()];
  if (direction === 'IN') return [into()];
  if (direction === 'NEUTRAL') return [out(), into()];
  return unreadable('Direction is none of IN, OUT, NEUTRAL', row.number);
}

/** Wise transaction history: all currencies in one list, unsigned amounts with a direction; the amounts are after fees. */
export const wiseHistory: StatementFormat = {
  name: 'wise-history',
  read(source, warn) {
    const [table] = source.shape === 'xml' ? [] : source.tables();
    const heading = table?.rows[0];
    const rows = table?.rows.slice(1) ?? [];
    const view = heading ? readerOf(heading, rows) : null;
    if (!heading || !view) return null;
    const headings = heading.cells.map(textOf);
    const byCurrency = new Map<string, BankTransaction[]>();
    let pending = 0;
    for (const row of rows) {
      const read = view(row);
      if (read('status') !== 'COMPLETED') pending += 1;
      else
        for (const line of transactionsOf(row, read, headings))
          byCurrency.set(line.currency, [...(byCurrency.get(line.currency) ?? []), line]);
    }
    if (pending > 0) warn({ code: 'pending-skipped', message: `${pending} rows are not completed` });
    return [...byCurrency].map(([currency, transactions]) =>
      withBalances({
        account: null,
        currency,
        openingBalance: null,
        closingBalance: null,
        balances: null,
        number: null,
        from: null,
        to: null,
        transactions,
      }),
    );
  },
};
