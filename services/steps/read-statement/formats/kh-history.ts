import { tableFormat } from '../table.ts';

/** K&H account history: BIFF workbook or tab-separated text. The fee repeats the identifier of its transfer; both are kept. */
export const khHistory = tableFormat({
  name: 'kh-history',
  signature: ['könyvelés dátuma', ['könyvelési számla', 'tranzakció azonosító'], 'partner elnevezése', 'összeg devizaneme'],
  columns: {
    account: ['könyvelési számla'],
    counterpartyAccount: ['partner számla', 'partner másodlagos számlaazonosító'],
    counterpartyName: ['partner elnevezése'],
    type: ['típus'],
    memo: ['közlemény'],
    bankReference: ['tranzakció azonosító'],
    endToEndId: ['partnerek közti egyedi azonosító'],
    bookedOn: ['könyvelés dátuma'],
    amount: ['összeg'],
    currency: ['összeg devizaneme'],
  },
});
