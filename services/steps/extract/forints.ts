import { minorOf } from '#services/domain/amount-text.ts';
import { exponentOf } from '#services/domain/money.ts';
import type { InvoiceReading } from '#services/domain/reading.ts';
import type { AmountFound, Candidate, Findings, Note } from './found.ts';
import { labelledAmount } from './support.ts';

const sums = ['net', 'vat', 'gross'] as const;
/** A product in forints is printed to a whole one. */
const rounding = 1;
/** What is worth less than this many forints is its own twin as likely as another's. */
const leastRate = 2;

/** How many forints one unit of the invoice's currency is, as its label says (AC-043). */
export function exchangeRateOf({ labels, layout }: Findings): Candidate<string> | null {
  for (const { segment, field, to } of labels) {
    if (field !== 'exchangeRate') continue;
    const beside = layout.rows[segment.row]?.find(({ x }) => x > segment.x);
    for (const text of [segment.text.slice(segment.offsets[to] ?? segment.text.length), beside?.text ?? '']) {
      const rate = /(?<![\d.,])(\d{1,4}[.,]\d{1,6})(?![\d.,]*\d)/.exec(text)?.[1];
      if (rate !== undefined)
        return { value: rate.replace(',', '.'), score: 0.8, tokens: segment.tokens, page: segment.page, segment, because: 'label' };
    }
  }
  // Behind the forints themselves: `VAT in HUF: 82 555 HUF (rate: 392.00)`.
  for (const segment of layout.segments) {
    const rate = remarked.exec(segment.text)?.[1];
    if (rate === undefined || !/HUF|Ft|forint/.test(segment.text)) continue;
    return { value: rate.replace(',', '.'), score: 0.7, tokens: segment.tokens, page: segment.page, segment, because: 'words' };
  }
  return null;
}

const remarked = /(?<!\p{L})(?:rate|árfolyam|árf\.?|kurs)\s?:?\s?(\d{2,3}[.,]\d{1,6})(?!\d)/iu;

/** Without the forints that stand beside an amount in a column of their own: they are that amount times the rate. */
export function withoutTwins(findings: Findings, rate: string): Findings {
  if (Number(rate) < leastRate) return findings;
  const byRow = Map.groupBy(findings.amounts, ({ segment }) => segment.row);
  const isTwin = (amount: AmountFound) => byRow.get(amount.segment.row)!.some((other) => isTwinOf(other.value, rate, amount));
  const amounts = findings.amounts.filter((amount) => !isTwin(amount));
  return { ...findings, amounts, amountsOf: Map.groupBy(amounts, ({ segment }) => segment) };
}

const isTwinOf = (value: string, rate: string, { value: forints, isPercent }: AmountFound): boolean =>
  !isPercent && Number(forints) !== 0 && Math.abs(Number(value) * Number(rate) - Number(forints)) <= rounding;

/**
 * On an invoice in another currency the VAT, and often the other sums, stand in forints too (AC-018): by labels of their
 * own, or as what the rate makes of them.
 */
export function addForints(findings: Findings, rate: Candidate<string> | null, invoice: InvoiceReading, note: Note): void {
  if (rate) {
    invoice.exchangeRate = rate.value;
    note('exchangeRate', rate, rate.score, false);
  }
  for (const sum of sums) {
    const name = `${sum}Huf` as const;
    const found = labelledAmount(name, findings, 'HUF') ?? twinOf(invoice[sum], rate, exponentOf(invoice.currency), findings);
    if (!found) continue;
    invoice[name] = found.value;
    note(name, found, found.score, false);
  }
}

function twinOf(value: bigint | null, rate: Candidate<string> | null, exponent: number, { amounts }: Findings): Candidate<bigint> | null {
  if (value === null || value === 0n || !rate || Number(rate.value) < leastRate) return null;
  const found = amounts.find((amount) => isTwinOf(String(Number(value) / 10 ** exponent), rate.value, amount));
  if (!found) return null;
  const { tokens, segment } = found;
  return {
    value: minorOf(found.value, exponentOf('HUF')),
    score: 0.8,
    tokens,
    page: segment.page,
    segment,
    because: 'amount times the rate',
  };
}
