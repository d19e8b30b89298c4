import { minorOf } from '#services/domain/amount-text.ts';
import { exponentOf } from '#services/domain/money.ts';
import type { LabelFound } from './find-labels.ts';
import type { AmountFound, Candidate, Findings } from './found.ts';
import type { LabelledField } from './labels.ts';
import type { Segment } from './layout.ts';
import { placesOf } from './near.ts';

/** Amounts that labels of one field announce, by value. */
export type Support = Map<bigint, Candidate<bigint>>;

/** The best amount that a label of this field announces, in a currency of its own. */
export const labelledAmount = (field: LabelledField, findings: Findings, currency: string): Candidate<bigint> | null =>
  topOf(supportOf([field], findings, exponentOf(currency)));

export const topOf = (support: Support): Candidate<bigint> | null =>
  [...support.values()].filter(({ score }) => score >= 0.5).sort((a, b) => b.score - a.score)[0] ?? null;

export const candidate = (amount: AmountFound, value: bigint, score: number, because: string): Candidate<bigint> => ({
  value,
  score,
  tokens: amount.tokens,
  page: amount.segment.page,
  segment: amount.segment,
  because,
});

/** Amounts announced by a label of one of the fields; the same amount seen again gains a little. */
export function supportOf(
  fields: readonly LabelledField[],
  { layout, labels, labelsOf, amounts: all, amountsOf, hasCents }: Findings,
  exponent: number,
): Support {
  const support: Support = new Map();
  for (const label of labels) {
    if (!fields.includes(label.field)) continue;
    for (const place of placesOf(label, layout, labelsOf)) {
      const isBelow = place.kind === 'below';
      const end = (labelsOf.get(place.segment) ?? [])
        .filter(
          (other) =>
            other !== label &&
            !fields.includes(other.field) &&
            (place.kind === 'after' ? other.from >= label.to : place.segment.offsets[other.from]! > place.from),
        )
        .reduce((least, other) => Math.min(least, place.segment.offsets[other.from]!), Number.POSITIVE_INFINITY);
      const amounts = (amountsOf.get(place.segment) ?? []).filter(
        ({ from, to, isPercent }) =>
          (isBelow ? to > place.from : figuresFrom(place.segment, from) >= place.from) && from < end && !isPercent,
      );
      const amount = isBelow ? amounts[0] : amounts.at(-1);
      if (!amount || isProse(amount, label) || (place.kind === 'after' && isParagraph(amount))) continue;
      const looks = amount.currency !== null ? 0.1 : amount.decimals === 2 ? 0.06 : amount.value.length < 3 ? -0.3 : 0;
      const below = isBelow ? -0.3 : 0;
      // Totals stand at the end; a column's heading says the same words at its beginning.
      const depth = (label.segment.row / Math.max(1, layout.rows.length)) * 0.12;
      const score = place.weight + looks + below + depth + Math.min(0.08, label.length * 0.004) - (label.isExact ? 0 : 0.06);
      const value = minorOf(amount.value, exponent);
      const isCut = hasCents && amount.decimals !== 2;
      // Where every other price has cents, the point of this one was not seen; the more so where another place prints it.
      const pointed = isCut && amount.decimals === 0 && amount.value.length > 2 ? value / 100n : null;
      const isPrinted = all.some((other) => other.decimals === 2 && minorOf(other.value, exponent) === pointed);
      add(support, candidate(amount, value, score - (isPrinted ? 0.5 : isCut ? 0.25 : 0), 'label'));
      if (pointed !== null) add(support, candidate(amount, pointed, score - (isPrinted ? 0 : 0.15), 'point put in'));
      if (place.kind === 'after') break;
    }
  }
  return support;
}

/** A bare number far behind the word, in a sentence: `VAT … under Article 196 of the Directive`. */
const isProse = ({ segment, tokens, currency, decimals }: AmountFound, label: LabelFound): boolean =>
  segment === label.segment &&
  currency === null &&
  decimals === 0 &&
  segment.tokens.length > 7 &&
  segment.tokens.indexOf(tokens[0]!) - label.to > 3;

/** The paragraph of a law, or a remark between brackets: `VAT (outside scope, §37)`. */
const isParagraph = ({ segment, from, to, currency, decimals }: AmountFound): boolean =>
  currency === null && decimals === 0 && (/§\s?$/.test(segment.text.slice(0, from)) || /^\s?(?:§|\))/.test(segment.text.slice(to)));

/** Where the figures of an amount begin: its currency may be part of the label, `Total EUR 1,158.00`. */
const figuresFrom = ({ text }: Segment, from: number): number => from + Math.max(0, text.slice(from).search(/\d/));

function add(support: Support, found: Candidate<bigint>): void {
  const known = support.get(found.value);
  if (!known || known.score < found.score) support.set(found.value, { ...found, score: found.score + (known ? 0.04 : 0) });
  else known.score += 0.04;
}

/** Two readings of one document: what both say gains, what one says stands as it is. */
export function joined(supports: readonly Support[]): Support {
  const all: Support = new Map();
  for (const support of supports)
    for (const [value, found] of support) {
      const known = all.get(value);
      const best = known && known.score >= found.score ? known : found;
      all.set(value, { ...best, score: best.score + (known ? 0.1 : 0) });
    }
  return all;
}
