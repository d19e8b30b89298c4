import { minorOf } from '#services/domain/amount-text.ts';
import { absolute } from '#services/domain/money.ts';
import { folded } from '#services/domain/text.ts';
import type { AmountFound, Findings } from './found.ts';

/** What a slip's own arithmetic says of its sum, beside its label; values in minor units. */
export type TillEvidence = {
  /** What was given less what came back. */
  paid: ReadonlySet<bigint>;
  /** What was given where nothing came back, as by card. */
  given: ReadonlySet<bigint>;
  /** The prices above the first sum, added up. */
  pricesTogether: bigint | null;
  /** By how much the sum may differ from net and VAT, where the slip rounds. */
  rounding: bigint;
  /** By how much the slip says that it rounded. */
  rounded: ReadonlySet<bigint>;
};

const backWords = /change|visszajaro|ruckgeld|rendu|wisselgeld/;
const givenWords = /[cg]ash|keszpenz|tendered?|paid|gegeben|bar\b|received|payment|visa|master|debit|card|bankkartya|kartya|tng|boost/;
const roundingWords = /rounding|kerekites|rounded|rundung|round adj/;
/** Cash is rounded to five of the smallest coins: cents abroad, forints here (AC-035; two of them away, in 1/100). */
const mostRounding = (currency: string | null) => (currency === 'HUF' ? 250n : 4n);
const sumWords = /total|osszesen|summe|amount due|fizetendo|reszosszeg|vegosszeg/;

/** Whether a row says what was given, what came back or how it was rounded; `text` folded. */
export const isTillRow = (text: string): boolean => [backWords, givenWords, roundingWords].some((words) => words.test(text));

export function tillEvidence({ layout, amountsOf, labelsOf }: Findings, exponent: number, currency: string | null): TillEvidence {
  const given: bigint[] = [];
  const back: bigint[] = [];
  const prices: bigint[] = [];
  let isAboveSums = true;
  let rounding = 0n;
  const rounded = new Set<bigint>();
  for (const row of layout.rows) {
    const text = folded(row.map((segment) => segment.text).join(' '));
    const amount = lastAmount(row.flatMap((segment) => amountsOf.get(segment) ?? []));
    if (sumWords.test(text) && !/qty|quantity|item/.test(text) && prices.length > 0) isAboveSums = false;
    if (!amount) continue;
    const value = minorOf(amount.value, exponent);
    const hasLabel = row.some((segment) => labelsOf.has(segment));
    if (roundingWords.test(text)) {
      rounding = mostRounding(currency);
      if (value !== 0n && absolute(value) <= rounding) rounded.add(absolute(value));
    }
    if (backWords.test(text)) back.push(value);
    else if (givenWords.test(text) && hasLabel) given.push(value);
    else if (isAboveSums && !hasLabel && isPrice(amount, currency)) prices.push(value);
  }
  const paid = given.flatMap((paid) => back.filter((change) => change >= 0n && change < paid).map((change) => paid - change));
  const isExact = back.length === 0 || back.every((change) => change === 0n);
  return {
    paid: new Set(paid),
    given: new Set(isExact ? given : []),
    pricesTogether: prices.length > 1 ? prices.reduce((sum, price) => sum + price, 0n) : null,
    rounding,
    rounded,
  };
}

/** Printed as prices are: with cents, or in whole forints. */
export const isPrice = ({ decimals, isPercent }: AmountFound, currency: string | null): boolean =>
  !isPercent && (decimals === 2 || (currency === 'HUF' && decimals === 0));

const lastAmount = (amounts: readonly AmountFound[]): AmountFound | undefined => amounts.findLast(({ isPercent }) => !isPercent);
