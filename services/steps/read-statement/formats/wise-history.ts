import type { BankTransaction } from '#services/domain/statement.ts';
import { withBalances } from '../balances.ts';
import { currencyOf, minorOf, presentOrNull, textOf } from '../cells.ts';
import { dayFrom } from '../days.ts';
import type { StatementFormat } from '../format.ts';
import { headingKey } from '../headings.ts';
import { unreadable } from '../refusal.ts';
import type { Row } from '../workbook.ts';

/**
 * The columns of Wise's transaction history. Their headings are translated, their order is not, so an unknown language is read by it:
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

/** In the languages seen; the others go by position. */
const headings: Readonly<Record<Column, readonly string[]>> = {
  id: ['ID'],
  status: ['Status'],
  direction: ['Direction', 'Richtung'],
  createdOn: ['Created on', 'Erstellt am'],
  finishedOn: ['Finished on', 'Abgeschlossen am'],
  sourceFee: ['Source fee amount', 'Ausgangsgebühr Betrag', 'Betrag der Ausgangsgebühr'],
  sourceFeeCurrency: ['Source fee currency', 'Ausgangsgebühr Währung', 'Währung der Ausgangsgebühr'],
  targetFee: ['Target fee amount', 'Zielgebühr Betrag'],
  targetFeeCurrency: ['Target fee currency', 'Zielgebühr Währung'],
  sourceName: ['Source name', 'Quellenname'],
  sourceAmount: ['Source amount (after fees)', 'Ausgangsbetrag (nach Gebühren)'],
  sourceCurrency: ['Source currency', 'Ausgangswährung'],
  targetName: ['Target name', 'Zielname'],
  targetAmount: ['Target amount (after fees)', 'Zielbetrag (nach Gebühren)'],
  targetCurrency: ['Target currency', 'Zielwährung'],
  reference: ['Reference', 'Referenz'],
};
const columns = Object.keys(at) as Column[];
/** A fee whose column is not found would be lost without a word, so it is needed too. */
const needed: readonly Column[] = [
  'status',
  'direction',
  'finishedOn',
  'sourceFee',
  'sourceFeeCurrency',
  'sourceAmount',
  'sourceCurrency',
  'targetAmount',
  'targetCurrency',
];
const maxRowsBeforeHeading = 60;
/** `TRANSFER-123`, `BALANCE_CASHBACK-9`: the same in every language. */
const transferId = /^[A-Z_]+-\d+$/;

type Reader = (column: Column) => string;

/** By heading where the language is known, else by position from the id on, proved by what the first rows hold. */
function readerOf(heading: Row, rows: Row[]): ((row: Row) => Reader) | null {
  const keys = heading.cells.map((cell) => headingKey(textOf(cell)));
  const named = new Map(columns.map((column) => [column, Math.max(...headings[column].map((each) => keys.indexOf(headingKey(each))))]));
  if (needed.every((column) => named.get(column)! >= 0)) return (row) => (column) => textOf(row.cells[named.get(column)!]);
  const first = (rows[0]?.cells ?? []).findIndex((cell) => transferId.test(textOf(cell)));
  if (first < 0 || heading.cells.length < 16 || rows.includes(heading)) return null;
  const view =
    (row: Row): Reader =>
    (column) =>
      textOf(row.cells[first + at[column]]);
  const isHistory = rows.slice(0, 5).every((row) => {
    const read = view(row);
    return (
      transferId.test(read('id')) &&
      /^[A-Z_]+$/.test(read('status')) &&
      /^(IN|OUT|NEUTRAL)$/.test(read('direction')) &&
      dayFrom(read('createdOn')) !== null
    );
  });
  return isHistory ? view : null;
}

/** What one row does to the balances: one line, or two when money changes between own currencies. */
function transactionsOf(row: Row, read: Reader, names: string[]): BankTransaction[] {
  const amount = (column: Column, currency: string): bigint => {
    const text = read(column);
    return text === '' ? 0n : (minorOf(text, currency, '.') ?? unreadable('amount', `${headings[column][0]} is not an amount`, row.number));
  };
  const currency = (column: Column) =>
    currencyOf(read(column)) ?? unreadable('currency', `${headings[column][0]} is not a currency`, row.number);
  const day = dayFrom(read('finishedOn') || read('createdOn')) ?? unreadable('day', 'Finished on is not a day', row.number);
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
      row.cells.flatMap((cell, index) => (textOf(cell) === '' ? [] : [[names[index] ?? `column ${index + 1}`, textOf(cell)]])),
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
  return unreadable('direction', 'Direction is none of IN, OUT, NEUTRAL', row.number);
}

/** Wise transaction history: all currencies in one list, unsigned amounts with a direction; the amounts are after fees. */
export const wiseHistory: StatementFormat = {
  name: 'wise-history',
  read(source, warn) {
    const [table] = source.shape === 'xml' ? [] : source.tables();
    const all = table?.rows ?? [];
    const place = all.slice(0, maxRowsBeforeHeading).findIndex((row, index) => readerOf(row, all.slice(index + 1, index + 6)) !== null);
    const heading = all[place];
    const rows = all.slice(place + 1).filter((row) => row.cells.filter((cell) => textOf(cell) !== '').length > 3);
    const view = heading && readerOf(heading, rows);
    if (!heading || !view) return null;
    const names = heading.cells.map(textOf);
    const byCurrency = new Map<string, BankTransaction[]>();
    let pending = 0;
    for (const row of rows) {
      const read = view(row);
      if (read('status') !== 'COMPLETED') pending += 1;
      else
        for (const line of transactionsOf(row, read, names))
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
