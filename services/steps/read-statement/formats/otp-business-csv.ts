import { tableFormat } from '../table.ts';

/** OTP business netbank, separated text with a heading and the balance after each line. */
export const otpBusinessCsv = tableFormat({
  name: 'otp-business-csv',
  signature: ['forgalom típusa', 'könyvelési dátum', 'összeg', 'új könyvelt egyenleg', 'ellenoldali név'],
  columns: {
    account: ['számlaszám'],
    counterpartyAccount: ['ellenoldali számlaszám', 'ellenoldali számla'],
    counterpartyName: ['ellenoldali név'],
    type: ['forgalom típusa'],
    memo: ['közlemény'],
    bankReference: ['banki tranzakció azonosító', 'banki azonosító'],
    bookedOn: ['könyvelési dátum'],
    valueOn: ['értéknap'],
    amount: ['összeg'],
    currency: ['devizanem', 'pénznem'],
    balance: ['új könyvelt egyenleg'],
  },
});
