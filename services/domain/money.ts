import { DomainError } from './errors.ts';

/** ISO 4217 currencies whose minor unit is not 1/100. */
const exponents: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** Digits after the decimal point of a currency; two where it is unknown. */
export function exponentOf(currency: string | null): number {
  return (currency === null ? undefined : exponents[currency]) ?? 2;
}

/** What a column of 64 bits holds. */
const largestMinor = 2n ** 63n - 1n;

/**
 * Reads a plain decimal string (`-1270.50`, `1270`) into minor units, exactly.
 *
 * @throws DomainError `invalid-request` for anything else, also for more decimals than the currency has (trailing zeros aside) and for
 * what 64 bits do not hold
 */
export function parseMinor(text: string, currency: string | null): bigint {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new DomainError('invalid-request', 'not a decimal amount');
  const [, sign, whole = '0', decimals = ''] = match;
  const exponent = exponentOf(currency);
  if (/[1-9]/.test(decimals.slice(exponent))) throw new DomainError('invalid-request', 'more decimals than the currency has');
  const minor = BigInt(whole + decimals.slice(0, exponent).padEnd(exponent, '0'));
  if (minor > largestMinor) throw new DomainError('invalid-request', 'an amount larger than any');
  return sign === '-' ? -minor : minor;
}

/** Minor units as a decimal string: `127050n` HUF → `"1270.50"`; every decimal of the currency is written. */
export function formatMinor(minor: bigint, currency: string | null): string {
  const exponent = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const decimals = digits.slice(digits.length - exponent);
  return `${minor < 0n ? '-' : ''}${whole}${exponent > 0 ? `.${decimals}` : ''}`;
}

/** Rounds `numerator / denominator` half away from zero. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  if (denominator < 0n) return divideRounded(-numerator, -denominator);
  const half = denominator / 2n;
  return numerator < 0n ? -((-numerator + half) / denominator) : (numerator + half) / denominator;
}

export const absolute = (minor: bigint): bigint => (minor < 0n ? -minor : minor);
