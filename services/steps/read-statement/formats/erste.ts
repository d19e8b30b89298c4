import { accountAsKept } from '#services/domain/statement.ts';
import { tableFormat } from '../table.ts';

/** Erste, Excel 2003 XML: amount signed and T/J beside it, own account in every row. */
export const ersteExcel = tableFormat({
  name: 'erste-excel',
  signature: ['Kivonat sorszáma', 'Könyvelés dátuma', 'Partner neve', 'Összeg', 'Terhelés vagy jóváírás (T/J)'],
  columns: {
    account: ['Számlaszám'],
    counterpartyAccount: ['Partner számlaszáma'],
    counterpartyName: ['Partner neve'],
    type: ['Tranzakció típusa'],
    memo: ['Közlemény'],
    bookedOn: ['Könyvelés dátuma'],
    valueOn: ['Értéknap'],
    amount: ['Összeg'],
    direction: ['Terhelés vagy jóváírás (T/J)'],
    currency: ['Devizanem', 'Pénznem'],
  },
});

/** Erste, separated text with English headings; the own account stands only in the file's name. */
export const ersteCsv = tableFormat({
  name: 'erste-csv',
  signature: ['Booking Date', 'Amount', 'Currency', 'Partner Name', 'Partner IBAN'],
  shape: 'separated',
  columns: {
    account: ['Own Account', 'Owner Account', 'Own IBAN'],
    counterpartyAccount: ['Partner IBAN', 'Partner Account Number'],
    counterpartyName: ['Partner Name'],
    type: ['Transaction Type', 'Booking Type'],
    memo: ['Note', 'Remittance Information', 'Payment Reference', 'Booking Information', 'Message', 'Reference'],
    bankReference: ['Transaction ID', 'Bank Reference', 'Reference Number'],
    endToEndId: ['End-to-end ID', 'E2E Reference', 'End to End Reference'],
    bookedOn: ['Booking Date'],
    valueOn: ['Value Date'],
    amount: ['Amount'],
    currency: ['Currency'],
  },
  adjust: (transaction, row) => ({
    ...transaction,
    counterpartyAccount: transaction.counterpartyAccount ?? accountAsKept(row.text('Partner Account Number')),
  }),
});
