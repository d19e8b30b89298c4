import { tableFormat } from '../table.ts';

/** OTP netbank workbook, exports since June 2026: a preamble, then all accounts of the user; no booking day = not booked yet. */
export const otpXlsx2026 = tableFormat({
  name: 'otp-xlsx-2026',
  signature: [
    'Számlaszám',
    ['Ellenoldali számlaszám', 'Ellenoldali számla'],
    ['Könyvelés dátuma', 'Könyvelt', 'Könyvelési dátum'],
    'Összeg',
  ],
  isPendingWithoutDay: true,
  columns: {
    account: ['Számlaszám'],
    counterpartyAccount: ['Ellenoldali számlaszám', 'Ellenoldali számla'],
    counterpartyName: ['Ellenoldali név'],
    type: ['Forgalom típusa'],
    memo: ['Közlemény'],
    bankReference: ['Banki azonosító', 'Banki tranzakció azonosító'],
    bookedOn: ['Könyvelés dátuma', 'Könyvelt', 'Könyvelési dátum'],
    valueOn: ['Értéknap'],
    amount: ['Összeg'],
    currency: ['Devizanem'],
    balance: ['Új könyvelt egyenleg'],
  },
});

/** OTP netbank workbook, September 2021 – June 2026: the direction is a word, early files have unsigned amounts. */
export const otpXlsx2021 = tableFormat({
  name: 'otp-xlsx-2021',
  signature: ['Tranzakció dátuma', 'Könyvelés dátuma', ['Bejövő/Kimenő', 'Be/Ki'], 'Partner neve', 'Összeg', 'Pénznem'],
  isPendingWithoutDay: true,
  columns: {
    account: ['Számla szám', 'Számlaszám'],
    counterpartyAccount: ['Partner számlaszáma/azonosítója', 'Partner számlaszáma'],
    counterpartyName: ['Partner neve'],
    type: ['Típus', 'Megnevezés'],
    memo: ['Közlemény'],
    bookedOn: ['Könyvelés dátuma'],
    direction: ['Bejövő/Kimenő', 'Be/Ki'],
    amount: ['Összeg'],
    currency: ['Pénznem'],
  },
});
