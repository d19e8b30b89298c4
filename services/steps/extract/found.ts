import { type AmountText, type DecimalMark, decimalMarkOf, findAmounts } from '#services/domain/amount-text.ts';
import { type DateText, type DayOrder, dayOrderOf, findDates } from '#services/domain/date-text.ts';
import { folded } from '#services/domain/text.ts';
import { findLabels, type LabelFound } from './find-labels.ts';
import { type Layout, type Segment, type Token, tokensAt } from './layout.ts';

/** A value with the words it was read from. `score`: belief before arithmetic, 0..1. */
export type Candidate<Value> = { value: Value; score: number; tokens: Token[]; page: number; segment: Segment; because: string };

/** Writes a field's evidence. */
export type Note = (
  name: string,
  found: { tokens: Token[]; segment: { page: number }; because?: string },
  score: number,
  isSure: boolean,
) => void;

export type AmountFound = AmountText & { segment: Segment; tokens: Token[] };
export type DateFound = DateText & { segment: Segment; tokens: Token[] };

/** Everything on the document that looks like something, found once. */
export type Findings = {
  layout: Layout;
  labels: LabelFound[];
  labelsOf: Map<Segment, LabelFound[]>;
  amounts: AmountFound[];
  amountsOf: Map<Segment, AmountFound[]>;
  dates: DateFound[];
  datesOf: Map<Segment, DateFound[]>;
  decimalMark: DecimalMark | null;
  /** Nearly every amount is printed with two decimals. */
  hasCents: boolean;
};

/** Labels and days: all that a number of a document needs. */
export type Announced = Pick<Findings, 'layout' | 'labels' | 'labelsOf' | 'dates' | 'datesOf'>;

export function findAnnounced(layout: Layout): Announced {
  const texts = layout.segments.map(({ text }) => text);
  const labels = findLabels(layout);
  const order: DayOrder = dayOrderOf(texts) ?? (isAmerican(texts) ? 'month-first' : isHungarian(texts) ? 'year-first' : 'day-first');
  const dates = layout.segments.flatMap((segment) =>
    findDates(layout.isOcr ? gathered(segment.text) : segment.text, order).map((date) => ({
      ...date,
      segment,
      tokens: tokensAt(segment, date.from, date.to),
    })),
  );
  dates.push(...brokenDates(layout, new Set(dates.flatMap(({ tokens }) => tokens))));
  return {
    layout,
    labels,
    labelsOf: Map.groupBy(labels, ({ segment }) => segment),
    dates,
    datesOf: Map.groupBy(dates, ({ segment }) => segment),
  };
}

/** `knowsCents`: another reading of the same page showed that its prices have cents. */
export function findAll(layout: Layout, { knowsCents = false } = {}): Findings {
  const announced = findAnnounced(layout);
  const { datesOf } = announced;
  const decimalMark = decimalMarkOf(layout.segments.map(({ text }) => text));
  // A day is no amount: its digits are taken out first.
  const dayless = new Map(layout.segments.map((segment) => [segment, withoutDays(segment.text, datesOf.get(segment) ?? [])]));
  const amountsIn = (repair: (text: string) => string) =>
    layout.segments.flatMap((segment) => {
      const text = repair(dayless.get(segment)!);
      // Nor is a size: `400GM`.
      const isSize = ({ to, currency }: AmountText) => currency === null && /\p{L}/u.test(text[to] ?? '');
      return findAmounts(text, decimalMark)
        .filter((amount) => !isSize(amount))
        .map((amount) => ({ ...amount, segment, tokens: tokensAt(segment, amount.from, amount.to) }));
    });
  const repair = layout.isOcr ? repairOf([...dayless.values()]) : (text: string) => text;
  const seen = amountsIn(repair);
  const hasCents = layout.isOcr && (knowsCents || mostlyCents(seen));
  const amounts = hasCents ? amountsIn((text) => pointPutIn(repair(text))) : seen;
  return {
    ...announced,
    amounts,
    amountsOf: Map.groupBy(amounts, ({ segment }) => segment),
    decimalMark,
    hasCents,
  };
}

/** Days that a narrow column breaks before the day: `2026. 11.` over `17.` */
function brokenDates({ segments, rows }: Layout, taken: ReadonlySet<Token>): DateFound[] {
  return segments.flatMap((segment) =>
    [...segment.text.matchAll(/(?<!\d)20\d\d[.-]\s?(?:\d{1,2}|\p{L}{3,10})[.-]?(?=\s|$)/gu)].flatMap((match): DateFound[] => {
      const tokens = tokensAt(segment, match.index, match.index + match[0].length);
      const [first] = tokens;
      if (!first || taken.has(first)) return [];
      const rest = (rows[segment.row + 1] ?? [])
        .filter(({ page, y }) => page === segment.page && y - segment.y < 2.5 * segment.h)
        .flatMap((line) => line.tokens)
        .find(({ text, x, w }) => /^\d{1,2}\.?$/.test(text) && x < first.x + 0.08 && x + w > first.x - 0.01);
      const [date] = rest ? findDates(`${match[0]} ${rest.text}`) : [];
      if (!rest || !date) return [];
      return [{ ...date, from: match.index, to: match.index + match[0].length, segment, tokens: [...tokens, rest] }];
    }),
  );
}

/** Longer figures are article codes and telephones. */
const longestPrice = 9;

const withoutDays = (text: string, days: readonly { from: number; to: number }[]): string =>
  days.reduce((rest, { from, to }) => `${rest.slice(0, from)}${'~'.repeat(to - from)}${rest.slice(to)}`, text);

/** As on a till's slip in a currency with cents; counts, codes and years among the amounts have none. */
function mostlyCents(amounts: readonly AmountFound[]): boolean {
  const all = amounts.filter(({ isPercent, value }) => !isPercent && value.length > 2 && value.length < longestPrice);
  // Above the first price stand telephones and what registers call a shop.
  const prices = all.slice(all.findIndex(({ decimals }) => decimals === 2));
  return prices.filter(({ decimals }) => decimals === 2).length > Math.max(3, 0.55 * prices.length);
}

/** Month first only where the page itself looks American: dollars and a state with its ZIP code. */
const isAmerican = (texts: readonly string[]): boolean =>
  texts.some((text) => /\$\s?\d/.test(text)) &&
  texts.some((text) => /\b[A-Z]{2},? \d{5}(-\d{4})?\b/.test(text) || /\bsales tax\b/i.test(text));

/** Hungarian days begin with the year (AC-045). */
const isHungarian = (texts: readonly string[]): boolean => texts.some((text) => /szamla|adoszam|nyugta|teljesites/.test(folded(text)));

/** A year that OCR saw in two pieces, `2 026. 07. 13.`, put together. Keeps the length. */
const gathered = (text: string): string =>
  text.replace(/(?<![\d.,])2 ?0 ?[12] ?\d(?=\s?[.,/-]\s?[\p{L}\d])/gu, (year) => year.replaceAll(' ', '').padStart(year.length));

/** An amount that ends its segment, with a space behind its point, as letters of double width leave it: `RM1. 38`. */
const widePoint = /(?<![\d.,])(\d{1,5}) ?([.,]) (?=\d{2}(?: [A-Z]{1,2})?$)/gu;
/** One alone may be a number in a list. */
const fewWidePoints = 3;

/** How the amounts of a recognised page are put right. */
function repairOf(texts: readonly string[]): (text: string) => string {
  const isWide = texts.filter((text) => text.search(widePoint) >= 0).length >= fewWidePoints;
  return isWide ? (text) => repaired(text.replace(widePoint, (part) => part.replaceAll(' ', '').padStart(part.length))) : repaired;
}

/** Where every other price has cents, two figures set apart at the end of a segment are cents whose point was not seen. Keeps the length. */
const pointPutIn = (text: string): string => text.replace(/(?<![\d.,:/-]|\d )(\d{1,4})[ °"'](?=\d{2}$)/gu, '$1.');

/** A space between thousands that was not seen, and letters that OCR writes for digits inside what is a number but for them, put right. Keeps the length. */
const repaired = (text: string): string =>
  text
    .replace(/(?<![\d.,])\d{4,6} \d{3}(?= (?:Ft|HUF|EUR|€))/g, (digits) => digits.replace(' ', '').padStart(digits.length))
    .replace(/(?<![\p{L}\d])[\dOoIlSB]+(?:[.,][\dOoIlSB]+)+(?![\p{L}\d])/gu, (word) =>
      (word.match(/\d/g)?.length ?? 0) * 2 >= word.length - 1
        ? word.replace(/[Oo]/g, '0').replace(/[Il]/g, '1').replaceAll('S', '5').replaceAll('B', '8')
        : word,
    );
