import { folded } from '#services/domain/text.ts';
import { presentOrNull } from '../cells.ts';
import { tableFormat } from '../table.ts';

/** MBH account history, text or workbook; the place is a merchant on card lines and a channel's name on all others. */
export const mbhHistory = tableFormat({
  name: 'mbh-history',
  signature: ['Számla', 'Összeg', 'Devizanem', 'Tranzakció dátuma', ['Ellenoldali számla tulajdonosa', 'Ellenoldali számla száma']],
  columns: {
    account: ['Számla'],
    counterpartyAccount: ['Ellenoldali számla száma'],
    counterpartyName: ['Ellenoldali számla tulajdonosa'],
    type: ['Tranzakció típusa', 'Megbízás típusa'],
    memo: ['Közlemény', 'Kiegészítő információ'],
    bankReference: ['Megbízás azonosítója'],
    bookedOn: ['Könyvelés dátuma', 'Tranzakció dátuma'],
    valueOn: ['Értéknap'],
    amount: ['Összeg'],
    currency: ['Devizanem'],
  },
  adjust(transaction, row) {
    const place = presentOrNull(row.text('Tranzakció helye'));
    const isCard = row.text('Kártya') !== '' || folded(transaction.type ?? '').includes('kartya');
    return transaction.counterpartyName === null && isCard && place ? { ...transaction, counterpartyName: place } : transaction;
  },
});
