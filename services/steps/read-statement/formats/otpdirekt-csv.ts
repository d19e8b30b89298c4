import type { StatementFormat } from '../format.ts';
import { TableReader } from '../table.ts';

/**
 * OTPdirekt, separated text without a heading: account; T or J; signed amount; currency; booking and value day;
 * balance after the entry; counterparty account and name; three parts of the memo; type.
 */
export const otpdirektCsv: StatementFormat = {
  name: 'otpdirekt-csv',
  read(source, warn) {
    if (source.shape !== 'separated') return null;
    const [table] = source.tables();
    const isOwn = (cells: readonly (string | number)[]) =>
      cells.length >= 12 &&
      /^[\d -]{16,30}$/.test(String(cells[0])) &&
      /^[TJ]$/.test(String(cells[1]).trim()) &&
      /^[A-Z]{3}$/.test(String(cells[3]).trim()) &&
      /^\d{8}$/.test(String(cells[4]).trim());
    const first = table?.rows[0];
    if (!table || !first || !isOwn(first.cells)) return null;
    const reader = new TableReader({}, warn);
    reader.read(table, null, {
      account: [0],
      direction: [1],
      amount: [2],
      currency: [3],
      bookedOn: [4],
      valueOn: [5],
      balance: [6],
      counterpartyAccount: [7],
      counterpartyName: [8],
      memo: [9, 10, 11],
      type: [12],
    });
    return reader.statements();
  },
};
