import { tableFormat } from '../table.ts';

/** MagNet's transaction list. */
export const magnetList = tableFormat({
  name: 'magnet-list',
  signature: [['Tranz szám', 'Tranz. szám', 'Tranzakciószám'], 'Dátum', 'Összeg', 'Ellenpartner', 'Ellenszámla'],
  columns: {
    account: ['Számlaszám'],
    bankReference: ['Tranz szám', 'Tranz. szám', 'Tranzakciószám'],
    bookedOn: ['Terhelésnap', 'Dátum'],
    valueOn: ['Esedékességnap', 'Értéknap'],
    amount: ['Összeg'],
    currency: ['Devizanem'],
    counterpartyName: ['Ellenpartner'],
    counterpartyAccount: ['Ellenszámla'],
    memo: ['Közlemény'],
    type: ['Típus'],
  },
});
