import { findAmounts } from '#services/domain/amount-text.ts';
import { exponentOf, parseMinor } from '#services/domain/money.ts';

const currency = String.raw`(?:HUF|Ft\.?|forint|EUR|euró|euro|€|USD|US\$|\$|GBP|£|CHF|PLN|zł|CZK|Kč|RON|lei)`;
const around = new RegExp(String.raw`^\s*${currency}(?!\p{L})\s*|\s*${currency}\s*$`, 'giu');

/** What was typed as an amount in minor units of a currency of two decimals, in any usual spelling; null when it is anything else. */
export function amountTyped(typed: string): bigint | null {
  const bare = typed
    .replace(around, '')
    .replace(/^\s*[−–]\s*/, '-')
    // Swiss thousands.
    .replace(/(?<=\d)['’](?=\d{3})/g, ' ');
  if (!/^\s*-?\s*\d[\s\d.,]*(?:[.,][-–])?\s*$/.test(bare)) return null;
  const [only, another] = findAmounts(bare.replace(/^\s*-\s+/, '-'), null);
  return only && !another && only.decimals <= exponentOf(null) ? parseMinor(only.value, null) : null;
}
