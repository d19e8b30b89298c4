import type { Sequelize } from 'sequelize';
import { formatMinor } from '#services/domain/money.ts';
import { listTransactions, type TransactionFilter, type TransactionRow } from '#storage/queries/bank.ts';
import type { Cell, Sheet } from '../sheets/write-sheet.ts';

/** The columns of the export: heading in Hungarian, and what stands under it (B-064). */
const columns: readonly [heading: string, cell: (line: TransactionRow) => Cell][] = [
  ['Számla', ({ account }) => account],
  ['Könyvelés napja', ({ bookedOn }) => bookedOn],
  ['Értéknap', ({ valueOn }) => valueOn],
  ['Összeg', ({ amount, currency }) => ({ number: formatMinor(BigInt(amount), currency) })],
  ['Devizanem', ({ currency }) => currency],
  ['Partner neve', ({ counterpartyName }) => counterpartyName],
  ['Partner számlája', ({ counterpartyAccount }) => counterpartyAccount],
  ['Közlemény', ({ memo }) => memo],
  ['Típus', ({ type }) => type],
  ['Banki azonosító', ({ bankReference }) => bankReference],
  ['Párosítva', ({ settled, currency }) => ({ number: formatMinor(BigInt(settled), currency) })],
  ['Állapot', (line) => stateOf(line)],
  ['Forrás', ({ source }) => (source === 'uploaded' ? 'feltöltött' : 'lekérdezett')],
];

function stateOf({ amount, settled, isPrivate, inReport, nothingFits }: TransactionRow): string {
  if (isPrivate) return 'magán';
  if (inReport) return 'elszámolás sora';
  if (settled === amount) return 'párosítva';
  if (settled !== '0') return 'részben párosítva';
  return nothingFits ? 'nincs párja' : 'párosítatlan';
}

/** Each page asks of all lines which were fetched: few large pages are many times faster than many small ones. */
const pageSize = 5_000;

/** Exactly the lines that the list shows under the same filter, as a sheet (B-063); read page by page. */
export function transactionSheet(
  database: Sequelize,
  businessId: string,
  viewer: Parameters<typeof listTransactions>[2],
  filter: TransactionFilter,
): Sheet {
  async function* rows() {
    let cursor: string | undefined;
    do {
      const page = await listTransactions(database, businessId, viewer, filter, { limit: pageSize, cursor });
      for (const line of page.rows) yield columns.map(([, cell]) => cell(line));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }
  return { name: 'Tranzakciók', headings: columns.map(([heading]) => heading), rows: rows() };
}
