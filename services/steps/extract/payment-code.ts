import { minorOf } from '#services/domain/amount-text.ts';
import { domesticAccountOf, isIban } from '#services/domain/bank-account.ts';
import { exponentOf } from '#services/domain/money.ts';
import type { FieldEvidence, InvoiceReading, Page, PageCode } from '#services/domain/reading.ts';

/** A QR or bar code as it stands on a page. */
type Code = Pick<PageCode, 'text' | 'box'> & { page: number };

export const codesOn = (pages: readonly Page[]): Code[] =>
  pages.flatMap(({ number, codes = [] }) => codes.map(({ text, box }) => ({ text, box, page: number })));

/** What a payment code says: who is paid, on which account, how much, for which bill. */
export type PaymentCode = {
  name: string | null;
  account: string;
  currency: string | null;
  /** Plain decimal string. */
  amount: string | null;
  number: string | null;
};

/**
 * The payment codes of banks: EPC069-12 (`BCD`, SEPA) and the code of the Hungarian instant payments (`HCT` asks for a
 * transfer, `RTP` for a request; MNB's guide). Both are lines in a fixed order. Null for any other code, and where the
 * account's check digits are wrong.
 */
export function paymentCodeOf(text: string): PaymentCode | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const [kind = '', version = ''] = lines;
  const isSepa = kind === 'BCD' && /^00[12]$/.test(version) && lines[3] === 'SCT';
  const isInstant = (kind === 'HCT' || kind === 'RTP') && version === '001';
  if (!isSepa && !isInstant) return null;
  const [name, iban, sum, number] = isSepa ? [lines[5], lines[6], lines[7], null] : [lines[4], lines[5], lines[6], lines[12]];
  const account = (iban ?? '').replace(/\s/g, '');
  if (!isIban(account)) return null;
  const [, currency = null, amount = null] = /^([A-Z]{3})(\d{1,12}(?:[.]\d{1,2})?)$/.exec(sum ?? '') ?? [];
  return { name: name || null, account, currency, amount, number: number || null };
}

/**
 * Fills what the page did not say from its payment code, and makes sure what both say alike: the code has checks of its own.
 * The gross is never taken from it: what is payable may differ (AC-028).
 */
export function addPaymentCodes(codes: readonly Code[], invoice: InvoiceReading, fields: Record<string, FieldEvidence>): void {
  const [found, ...others] = codes.flatMap((code) => {
    const payment = paymentCodeOf(code.text);
    return payment ? [{ ...payment, page: code.page, box: code.box }] : [];
  });
  // Two codes are two ways to pay, or two bills: a person looks.
  if (!found || others.some(({ account, amount }) => account !== found.account || amount !== found.amount)) return;
  const evidence: FieldEvidence = {
    confidence: 0.97,
    sure: true,
    source: 'code',
    page: found.page,
    box: found.box,
    because: 'payment code',
  };
  const agree = (name: string) => {
    if (fields[name]) fields[name] = { ...fields[name], sure: true, confidence: 0.98, because: 'payment code agrees' };
  };
  const { supplier } = invoice;
  if (supplier.account === null) {
    supplier.account = found.account;
    fields['supplier.account'] = evidence;
  } else if (isSameAccount(supplier.account, found.account)) agree('supplier.account');
  if (supplier.name === null && found.name !== null) {
    supplier.name = found.name;
    fields['supplier.name'] = evidence;
  }
  if (invoice.number === null && found.number !== null) {
    invoice.number = found.number;
    fields['number'] = evidence;
  } else if (invoice.number === found.number) agree('number');
  if (found.amount === null) return;
  if (invoice.currency === null) {
    invoice.currency = found.currency;
    fields['currency'] = evidence;
  } else if (invoice.currency !== found.currency) return;
  const payable = minorOf(found.amount, exponentOf(found.currency));
  if (invoice.gross === payable) agree('gross');
  if (invoice.payable === payable) agree('payable');
  else {
    invoice.payable = payable;
    fields['payable'] = evidence;
  }
}

function isSameAccount(printed: string | null, coded: string): boolean {
  if (printed === null) return false;
  const domestic = domesticAccountOf(printed);
  return domestic !== null ? domestic === domesticAccountOf(coded) : printed.replace(/[\s-]/g, '') === coded;
}
