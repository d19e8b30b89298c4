import type { StatementFormat } from './format.ts';
import { camtFormats } from './formats/camt.ts';
import { ersteCsv, ersteExcel } from './formats/erste.ts';
import { khHistory } from './formats/kh-history.ts';
import { magnetList } from './formats/magnet-list.ts';
import { magnetXml } from './formats/magnet-xml.ts';
import { mbhHistory } from './formats/mbh.ts';
import { mt940 } from './formats/mt940.ts';
import { otpBusinessCsv } from './formats/otp-business-csv.ts';
import { otpXlsx2021, otpXlsx2026 } from './formats/otp-xlsx.ts';
import { otpdirektCsv } from './formats/otpdirekt-csv.ts';
import { otpdirektXml } from './formats/otpdirekt-xml.ts';
import { paypalActivity } from './formats/paypal.ts';
import { raiffeisenCsv } from './formats/raiffeisen-csv.ts';
import { revolutBusiness } from './formats/revolut.ts';
import { revolutPersonal } from './formats/revolut-personal.ts';
import { simplepayReport } from './formats/simplepay.ts';
import { stripeBalance, stripeTransactions } from './formats/stripe.ts';
import { unicreditList } from './formats/unicredit-list.ts';
import { wiseHistory } from './formats/wise-history.ts';
import { wiseStatement } from './formats/wise-statement.ts';

/** Every format known, asked in this order; the first that recognises a file reads it. A new bank is a file and a line here. */
export const formats: readonly StatementFormat[] = [
  otpdirektXml,
  ...camtFormats,
  magnetXml,
  mt940,
  otpBusinessCsv,
  otpXlsx2026,
  otpXlsx2021,
  khHistory,
  ersteExcel,
  ersteCsv,
  raiffeisenCsv,
  mbhHistory,
  unicreditList,
  magnetList,
  revolutBusiness,
  revolutPersonal,
  wiseStatement,
  wiseHistory,
  stripeBalance,
  stripeTransactions,
  simplepayReport,
  otpdirektCsv,
  paypalActivity,
];
