import { divideRounded, exponentOf } from './money.ts';

/**
 * An amount of another currency in forint, minor units to minor units, at so many HUF for one unit (a decimal string).
 * Source: Szt. 60. §; which day's rate counts is the caller's question (AC-041).
 */
export function inHuf(minor: bigint, currency: string, huf: string): bigint {
  const [whole = '0', decimals = ''] = huf.split('.');
  const rate = BigInt(whole + decimals);
  return divideRounded(minor * rate * 10n ** BigInt(exponentOf('HUF')), 10n ** BigInt(decimals.length + exponentOf(currency)));
}
