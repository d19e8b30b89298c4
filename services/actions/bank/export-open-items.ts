import type { Sequelize } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import { formatMinor } from '#services/domain/money.ts';
import { listOpenItems, type OpenItemFilter, type OpenItemRow } from '#storage/queries/open-items.ts';
import type { Cell, Sheet } from '../sheets/write-sheet.ts';

const kinds: Record<OpenItemRow['kind'], string> = { invoice: 'számla', 'pro-forma': 'díjbekérő', 'credit-note': 'jóváíró számla' };
const statuses: Record<OpenItemRow['status'], string> = {
  open: 'nyitott',
  'partly-paid': 'részben rendezett',
  late: 'késik',
  paid: 'rendezett',
};
const money = (amount: bigint, { currency }: OpenItemRow): Cell => ({ number: formatMinor(amount, currency) });

const columns: readonly [heading: string, cell: (item: OpenItemRow) => Cell][] = [
  ['Számlaszám', ({ number }) => number],
  ['Fajta', ({ kind }) => kinds[kind]],
  ['Irány', ({ direction }) => (direction === 'receivable' ? 'nekünk tartoznak' : 'mi tartozunk')],
  ['Partner', ({ partnerName }) => partnerName],
  ['Rendelésszám', ({ orderNumber }) => orderNumber],
  ['Kelt', ({ issuedOn }) => issuedOn],
  ['Határidő', ({ dueOn }) => dueOn],
  ['Késés napokban', ({ daysLate }) => ({ number: String(daysLate) })],
  ['Bruttó', (item) => money(item.gross, item)],
  ['Rendezve', (item) => money(item.settled, item)],
  ['Nyitott', (item) => money(item.open, item)],
  ['Pénznem', ({ currency }) => currency],
  ['Állapot', ({ status }) => statuses[status]],
];

/** What is open is reckoned for all items at every page, so a page is large; its rows are small. */
const pageSize = 10_000;

/** Exactly the items that the list shows under the same filter, as a sheet; read page by page. */
export function openItemSheet(database: Sequelize, businessId: string, today: Day, filter: OpenItemFilter): Sheet {
  async function* rows() {
    let cursor: string | undefined;
    do {
      const page = await listOpenItems(database, businessId, today, filter, { limit: pageSize, cursor });
      for (const item of page.rows) yield columns.map(([, cell]) => cell(item));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
  }
  return { name: 'Nyitott tételek', headings: columns.map(([heading]) => heading), rows: rows() };
}
