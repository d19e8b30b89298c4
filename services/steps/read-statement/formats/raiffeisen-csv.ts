import { accountAsKept } from '#services/domain/statement.ts';
import { folded, tidy } from '#services/domain/text.ts';
import { presentOrNull, textOf } from '../cells.ts';
import { dayFrom } from '../days.ts';
import { tableFormat } from '../table.ts';
import type { Row } from '../workbook.ts';

const isTitle = (row: Row, title: string): boolean =>
  folded(tidy(textOf(row.cells[0]))).startsWith(title) && row.cells.slice(1).every((cell) => textOf(cell) === '');

/** A first block of entries waiting to be booked may precede the booked ones. */
function bookedBlock(rows: Row[]): Row[] {
  const booked = rows.findIndex((row) => isTitle(row, 'konyvelt tetelek'));
  const waiting = rows.findIndex((row) => isTitle(row, 'konyvelesre varo'));
  if (booked >= 0) return rows.slice(booked + 1, waiting > booked ? waiting : rows.length);
  // Only entries that wait: their heading says what file it is, and nothing is booked.
  return waiting >= 0 ? [...rows.slice(0, waiting), ...rows.slice(waiting + 1, waiting + 2)] : rows;
}

/**
 * Raiffeisen account history as separated text. The four memo columns are positional:
 * transfers have account, name and memo; cards a text with the day, the merchant and the kind of use.
 */
export const raiffeisenCsv = tableFormat({
  name: 'raiffeisen-csv',
  signature: ['Típus', 'Könyvelés dátuma', 'Azonosító', 'Összeg', 'Közlemény/1', 'Közlemény/2'],
  columns: {
    type: ['Típus'],
    bookedOn: ['Könyvelés dátuma'],
    valueOn: ['Értéknap'],
    bankReference: ['Azonosító'],
    amount: ['Összeg'],
    memo: ['Közlemény/1', 'Közlemény/2', 'Közlemény/3', 'Közlemény/4'],
  },
  block: bookedBlock,
  adjust(transaction, row) {
    const [first, second, third, fourth] = [1, 2, 3, 4].map((number) => presentOrNull(row.text(`Közlemény/${number}`)));
    const isAccount =
      /^(?:[A-Z]{2}\d{2}[A-Z0-9 -]{11,}|[\d -]{16,30})$/i.test(first ?? '') && (first ?? '').replace(/\D/g, '').length >= 14;
    if (isAccount) {
      const memo = [third, fourth].flatMap((part) => part ?? []).join(' ') || null;
      return { ...transaction, counterpartyAccount: accountAsKept(first), counterpartyName: second ?? null, memo };
    }
    const isCard = folded(transaction.type ?? '').includes('kartya') || /(vasarlas|kp felvet?)$/.test(folded(third ?? ''));
    return isCard && dayFrom(second ?? '') === null ? { ...transaction, counterpartyName: second ?? null } : transaction;
  },
});
