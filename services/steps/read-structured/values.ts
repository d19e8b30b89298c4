import { type Day, dayOf } from '#services/domain/day.ts';
import { divideRounded, exponentOf } from '#services/domain/money.ts';
import type { PaymentMethod, VatLine } from '#services/domain/reading.ts';
import { formatTaxNumber, isBaseNumber } from '#services/domain/tax-number.ts';
import { folded, tidy } from '#services/domain/text.ts';

/** No quantity, price or rate has more digits; what has is nonsense, or meant to hurt. */
const maxDigits = 40;
/** Digits before the decimal point: NAV's own limit is 18 with the decimals, and rows hold no more. */
const maxAmountDigits = 15;

/**
 * A plain decimal string from how programs write numbers (`1 270,50`, `+1270.500`, `1.5E2`), or null.
 * One comma alone is a decimal comma; zeros that say nothing are dropped.
 */
export function decimalOf(text: string | null): string | null {
  if (text === null) return null;
  let compact = text.replace(/[\s\u00a0\u202f]/g, '').replace(/^\+/, '');
  if (/^-?\d{1,3}(,\d{3})*\.\d+$/.test(compact)) compact = compact.replaceAll(',', '');
  else if (/^-?\d+,\d+$/.test(compact)) compact = compact.replace(',', '.');
  else if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(compact)) compact = compact.replaceAll('.', '').replace(',', '.');
  const match = /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,2}))?$/.exec(compact);
  if (!match || (match[2] === '' && match[3] === '')) return null;
  const [, sign, whole = '', decimals = '', power = '0'] = match;
  if (whole.length + decimals.length + Math.abs(Number(power)) > maxDigits) return null;
  return tidyDecimal(sign === '-', whole + decimals, decimals.length - Number(power));
}

/** Digits with a number of decimals (negative: zeros to add) as a plain decimal string. */
function tidyDecimal(isNegative: boolean, digits: string, decimals: number): string {
  const padded = decimals < 0 ? digits + '0'.repeat(-decimals) : digits.padStart(decimals + 1, '0');
  const point = padded.length - Math.max(decimals, 0);
  const whole = padded.slice(0, point).replace(/^0+(?=\d)/, '');
  const fraction = padded.slice(point).replace(/0+$/, '');
  const plain = fraction === '' ? whole : `${whole}.${fraction}`;
  return isNegative && plain !== '0' ? `-${plain}` : plain;
}

/** An amount in minor units; digits beyond the currency's own are rounded half away from zero. Null when it is no number. */
export function amountOf(text: string | null, currency: string | null): bigint | null {
  const decimal = decimalOf(text);
  if (decimal === null) return null;
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  if (whole.length > maxAmountDigits) return null;
  const exponent = exponentOf(currency);
  const minor = divideRounded(BigInt(whole + fraction.padEnd(exponent, '0')), 10n ** BigInt(Math.max(fraction.length - exponent, 0)));
  return decimal.startsWith('-') ? -minor : minor;
}

/** An ISO 4217 code, or null for anything else that stands in its place. */
export function currencyOf(text: string | null): string | null {
  const code = text?.toUpperCase() ?? '';
  if (code === 'FT') return 'HUF';
  return /^[A-Z]{3}$/.test(code) ? code : null;
}

/** A day written year first (`2026-10-05`, `20261005`, `2026.10.05.`, with or without a time). */
export function dayIn(text: string | null): Day | null {
  const match = /^(\d{4})(?:-(\d\d)-(\d\d)|(\d\d)(\d\d)|[./] ?(\d{1,2})[./] ?(\d{1,2})\.?)(?:$|[T Z+-]|\d{4,6}$)/.exec(text ?? '');
  if (!match) return null;
  return dayOf(Number(match[1]), Number(match[2] ?? match[4] ?? match[6]), Number(match[3] ?? match[5] ?? match[7]));
}

/** `0.27` → `27`: NAV writes rates as fractions. */
export function percentOf(fraction: string | null): string | null {
  const decimal = decimalOf(fraction);
  if (decimal === null) return null;
  const [whole = '0', decimals = ''] = decimal.replace('-', '').split('.');
  return tidyDecimal(decimal.startsWith('-'), whole + decimals, decimals.length - 2);
}

/** A tax number as the hub writes it: `12345678-2-42` when Hungarian and complete, otherwise as it stands. */
export function taxNumberOf(text: string | null): string | null {
  if (text === null) return null;
  const compact = text.replace(/^HU/i, '').replace(/[\s.–-]/g, '');
  return /^(\d{8}|\d{11})$/.test(compact) && isBaseNumber(compact.slice(0, 8)) ? formatTaxNumber(compact) : tidy(text) || null;
}

/** A tax number in a Hungarian dialect, where eleven digits are one whatever NAV's own samples do to the check digit. */
export function hungarianTaxNumber(text: string | null): string | null {
  if (text === null) return null;
  const digits = text.replace(/[\s.–-]/g, '');
  return /^\d{11}$/.test(digits) ? formatTaxNumber(digits) : tidy(text) || null;
}

/** `1234 Budapest, Fő utca 1.` from the parts that are there. */
export function addressOf(
  postalCode: string | null,
  city: string | null,
  street: string | null,
  country: string | null = null,
): string | null {
  const place = [postalCode, city].filter(Boolean).join(' ');
  const foreign = country !== null && !/^(HU|magyarország|hungary)$/i.test(country) ? country : null;
  return [place, street, foreign].filter(Boolean).join(', ') || null;
}

/** Sum of what is known; null when nothing is. */
export function sumOf(amounts: readonly (bigint | null)[]): bigint | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0n);
}

/** The VAT inside a gross amount of a simplified invoice (reference §15): gross × share, HUF to whole forints. */
export function vatInside(gross: bigint, share: string, currency: string | null): bigint {
  const tenThousandths = BigInt(Math.round(Number(share) * 10_000));
  const unit = currency === 'HUF' ? 10n ** BigInt(exponentOf('HUF')) : 1n;
  return divideRounded(gross * tenThousandths, 10_000n * unit) * unit;
}

export const plus = (one: bigint | null, other: bigint | null): bigint | null => (one === null || other === null ? null : one + other);
export const minus = (one: bigint | null, other: bigint | null): bigint | null => (one === null || other === null ? null : one - other);

export const vatLine = (rate: string | null, net: bigint | null, vat: bigint | null, gross: bigint | null): VatLine => ({
  rate,
  net,
  vat,
  gross: gross ?? plus(net, vat),
});

/** Free words of Hungarian and foreign programs for how an invoice is paid; the first that fits wins. */
const methodWords: readonly [RegExp, PaymentMethod][] = [
  [/utanvet|cash ?on ?delivery/, 'cash-on-delivery'],
  [/utalas|transfer|uberweisung/, 'transfer'],
  [/beszed|csoportos|direct ?debit|lastschrift|encashment|collection|inkasszo/, 'direct-debit'],
  [/kartya|card/, 'card'],
  [/kompenz|compen|beszamit/, 'set-off'],
  [/csekk|cheque|check/, 'cheque'],
  [/utalvany|voucher/, 'voucher'],
  [/keszpenz|cash|bar$/, 'cash'],
];

/** A payment method from free words or NAV's codes (TRANSFER, CASH, CARD, VOUCHER, OTHER); null without any, `other` for unknown words. */
export function paymentMethodOf(text: string | null): PaymentMethod | null {
  if (text === null || tidy(text) === '') return null;
  const plain = folded(tidy(text));
  // "Bankkártya, hitelkártya, egyéb készpénz-helyettesítő eszköz" is a card, "Utalvány, váltó" a voucher.
  if (/^utalvany/.test(plain)) return 'voucher';
  return methodWords.find(([words]) => words.test(plain))?.[1] ?? 'other';
}

/** UNTDID 4461, as UBL and CII carry it. */
export function paymentMethodOfCode(code: string | null): PaymentMethod | null {
  if (code === null) return null;
  const codes: Record<string, PaymentMethod> = {
    '10': 'cash',
    '20': 'cheque',
    '21': 'cheque',
    '22': 'cheque',
    '23': 'cheque',
    '24': 'cheque',
    '25': 'cheque',
    '26': 'cheque',
    '30': 'transfer',
    '31': 'transfer',
    '42': 'transfer',
    '45': 'transfer',
    '57': 'transfer',
    '58': 'transfer',
    '48': 'card',
    '54': 'card',
    '55': 'card',
    '49': 'direct-debit',
    '59': 'direct-debit',
    '97': 'set-off',
  };
  return codes[code] ?? 'other';
}

/** EN 16931 VAT category beside a rate: the rate where there is one, NAV's code where the category names it exactly. */
export function rateOfCategory(category: string | null, percent: string | null): string | null {
  const rate = decimalOf(percent);
  if (rate !== null && rate !== '0') return rate;
  const codes: Record<string, string> = { K: 'KBAET', G: 'EAM', O: 'ATK' };
  return (category === null ? undefined : codes[category]) ?? rate;
}
