import { exponentOf } from '#services/domain/money.ts';
import type { InvoiceLine } from '#services/domain/reading.ts';

/** Prices and lines of forints are printed in whole ones. */
const roundedBy = (currency: string): bigint => (currency === 'HUF' ? 100n : 1n);

/**
 * Whether every line's net is known, quantity times unit price gives it (to the rounding of print), and the lines' sum is
 * the invoice's `net` (minor units) to the last digit. Lines with a discount printed apart do not, and are not sure.
 */
export function linesAddUp(lines: readonly InvoiceLine[], net: bigint | null, currency: string | null): boolean {
  if (net === null || currency === null || lines.length === 0) return false;
  const nets = lines.map((line) => line.net);
  if (!nets.every((each) => each !== null)) return false;
  return nets.reduce((sum, each) => sum + each, 0n) === net && lines.every((line) => isProduct(line, currency));
}

/** A line that prints no quantity or no unit price cannot be checked. */
export function isProduct({ quantity, unitPrice, net }: Pick<InvoiceLine, 'quantity' | 'unitPrice' | 'net'>, currency: string): boolean {
  if (quantity === null || unitPrice === null || net === null) return false;
  const [many, each] = [scaled(quantity), scaled(unitPrice)];
  const unit = 10n ** BigInt(many.decimals + each.decimals);
  const off = many.digits * each.digits * 10n ** BigInt(exponentOf(currency)) - net * unit;
  return (off < 0n ? -off : off) <= roundedBy(currency) * unit;
}

/** A decimal string as its digits and how many of them stand after the point. */
function scaled(decimal: string): { digits: bigint; decimals: number } {
  const [whole = '0', part = ''] = decimal.split('.');
  return { digits: BigInt(whole + part), decimals: part.length };
}
