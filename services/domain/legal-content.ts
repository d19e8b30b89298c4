import { addDays, type Day } from './day.ts';
import type { InvoiceFieldName, InvoiceWire } from './invoice-wire.ts';
import { fieldOf } from './invoice-wire.ts';
import { baseNumberOf, euVatNumberOf } from './tax-number.ts';

export const legalNoticeCodes = ['content-missing', 'huf-vat-missing', 'issued-late', 'long-payment-period'] as const;
/** What the law asks of a voucher and nobody found on it; a hint for a person, never a refusal. */
export type LegalNotice = { code: (typeof legalNoticeCodes)[number]; fields: InvoiceFieldName[] };

export type LegalContent = Pick<
  InvoiceWire,
  | 'number'
  | 'kind'
  | 'supplier'
  | 'customer'
  | 'issuedOn'
  | 'suppliedOn'
  | 'dueOn'
  | 'paymentMethod'
  | 'currency'
  | 'net'
  | 'vat'
  | 'gross'
  | 'vatLines'
  | 'vatHuf'
  | 'originalNumber'
> & { direction: 'receivable' | 'payable' };

/** From this day every domestic invoice to a taxable buyer shows the buyer's tax number (Áfa tv. 169. § d). */
const buyerNumberFrom: Day = '2020-07-01';
/** "Within a reasonable time" (Áfa tv. 163. §). */
const daysToIssue = 8;
/** Longer ones are void when one side dictated them (Ptk. 6:130. §). */
const longestPaymentDays = 60;

const issuer = ['number', 'issuedOn', 'supplier.name', 'supplier.address', 'supplier.taxNumber'] as const;

/**
 * What the law wants to see on a Hungarian supplier's voucher and that no source says: the minimum of an invoice (AC-017), a receipt
 * (AC-021) and a correction (AC-023), the VAT in forint (AC-018), the eight days of issuing (AC-019) and the sixty of paying
 * (AC-037). What cannot be told from the fields is not asked: descriptions and words that only the page shows.
 */
export function legalNotices(invoice: LegalContent): LegalNotice[] {
  if (invoice.kind === 'pro-forma' || !isDomestic(invoice)) return [];
  const missing = needed(invoice).filter((name) => fieldOf(invoice, name) === null);
  return [
    ...(missing.length > 0 ? [{ code: 'content-missing' as const, fields: missing }] : []),
    ...(lacksHufVat(invoice) ? [{ code: 'huf-vat-missing' as const, fields: ['vatHuf' as const] }] : []),
    ...(isIssuedLate(invoice) ? [{ code: 'issued-late' as const, fields: ['issuedOn' as const] }] : []),
    ...(isPaidLate(invoice) ? [{ code: 'long-payment-period' as const, fields: ['dueOn' as const] }] : []),
  ];
}

/** A supplier without any number is taken for a domestic one when it asks for forints. */
function isDomestic({ supplier, currency }: LegalContent): boolean {
  const euVatNumber = euVatNumberOf(supplier.euVatNumber);
  if (baseNumberOf(supplier.taxNumber) !== null || euVatNumber?.startsWith('HU')) return true;
  return supplier.taxNumber === null && euVatNumber === null && currency === 'HUF';
}

function needed(invoice: LegalContent): InvoiceFieldName[] {
  const { kind, direction, customer, issuedOn } = invoice;
  if (kind === 'receipt') return [...issuer, 'gross'];
  // The numeric effect may stand in any of the three.
  const effect: InvoiceFieldName[] = [invoice.gross, invoice.net, invoice.vat].some((amount) => amount !== null) ? [] : ['gross'];
  if (kind === 'modifying' || kind === 'cancelling') return ['number', 'issuedOn', 'originalNumber', ...effect];
  // Of a private buyer NAV data shows nothing (H-082), so only a taxable one is asked for.
  const isTaxable = direction === 'payable' || customer.taxNumber !== null;
  const buyer: InvoiceFieldName[] = isTaxable ? ['customer.name', 'customer.address'] : [];
  const isNumberDue = direction === 'payable' && issuedOn !== null && issuedOn >= buyerNumberFrom;
  const sums: InvoiceFieldName[] = kind === 'simplified' ? ['gross'] : ['net', 'vat', 'gross'];
  return [...issuer, ...buyer, ...(isNumberDue ? (['customer.taxNumber'] as const) : []), ...sums];
}

/** Áfa tv. 172. §. */
const lacksHufVat = ({ kind, currency, vat, vatHuf }: LegalContent): boolean =>
  kind !== 'receipt' && currency !== null && currency !== 'HUF' && vat !== null && /[1-9]/.test(vat) && vatHuf === null;

const settledAtOnce: ReadonlySet<string | null> = new Set(['cash', 'card', 'voucher']);
const issuedInTime: ReadonlySet<string> = new Set(['modifying', 'cancelling', 'credit-note', 'aggregate', 'receipt']);

/** Cash and card at once; a supply within the EU by the 15th of the next month; else eight days. Utilities issue ahead (AC-029). */
function isIssuedLate({ kind, issuedOn, suppliedOn, paymentMethod, vatLines }: LegalContent): boolean {
  if (issuedOn === null || suppliedOn === null || issuedInTime.has(kind)) return false;
  if (vatLines.some(({ rate }) => rate === 'KBAET')) return issuedOn > `${monthAfter(suppliedOn)}-15`;
  return issuedOn > (settledAtOnce.has(paymentMethod) ? suppliedOn : addDays(suppliedOn, daysToIssue));
}

const monthAfter = (day: Day): string => addDays(`${day.slice(0, 7)}-01`, 31).slice(0, 7);

const isPaidLate = ({ kind, issuedOn, dueOn, direction, customer }: LegalContent): boolean =>
  kind !== 'receipt' &&
  issuedOn !== null &&
  dueOn !== null &&
  dueOn > addDays(issuedOn, longestPaymentDays) &&
  (direction === 'payable' || customer.taxNumber !== null);
