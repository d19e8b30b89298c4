import { tableFormat } from '../table.ts';

/** UniCredit's lists from the portal, text or workbook, in both wordings known. */
export const unicreditList = tableFormat({
  name: 'unicredit-list',
  signature: [
    ['Könyvelési dátum', 'Tranzakció típusa'],
    'Értéknap',
    'Összeg',
    ['Partner név', 'Partner neve'],
    ['Partner számlaszám', 'Partner számlaszáma'],
    ['Közlemény 1', 'Közlemény'],
  ],
  columns: {
    account: ['Számlaszám', 'Számla'],
    bookedOn: ['Könyvelési dátum', 'Könyvelés dátuma', 'Értéknap'],
    valueOn: ['Értéknap'],
    amount: ['Összeg'],
    currency: ['Devizanem', 'Pénznem'],
    counterpartyName: ['Partner név', 'Partner neve'],
    counterpartyAccount: ['Partner számlaszám', 'Partner számlaszáma'],
    memo: ['Közlemény', 'Közlemény 1', 'Közlemény 2', 'Közlemény 3', 'Közlemény 4'],
    type: ['Tranzakció típusa'],
    bankReference: ['Referencia', 'Tranzakció azonosító'],
    balance: ['Egyenleg'],
  },
});
