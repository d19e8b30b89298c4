import { minorOf } from '#services/domain/amount-text.ts';
import { exponentOf } from '#services/domain/money.ts';
import type { InvoiceLine } from '#services/domain/reading.ts';
import type { AmountFound, Findings } from './found.ts';
import type { LabelledField } from './labels.ts';
import type { Segment } from './layout.ts';
import type { LinesFound } from './lines.ts';
import { isProduct } from './lines-add-up.ts';

type Priced = { row: readonly Segment[]; above: string | null; value: bigint; line: InvoiceLine; isChecked: boolean };

/** What ends a list of lines, or is announced in a row as something else; VAT may stand behind a price: `180 000 Ft + 27% ÁFA`. */
const notOfLines: ReadonlySet<LabelledField> = new Set<LabelledField>(['vat', 'period']);
/** `5 db x 2 190`, `3 × 450,00` */
const timesPrice = /^(?<many>\d+(?:[.,]\d+)?)\s?(?<unit>\p{L}{1,6}\.?)?\s?[xX×*]\s?(?=\d)/u;

/**
 * The lines of a slip or a letter, which has no heads over its columns: prices in rows one after the other that come to
 * `net` or `gross` to the last digit; null where no rows do. A line of a slip may name its goods in the row above.
 */
export function linesWithoutHead(
  findings: Findings,
  sums: { net: bigint | null; gross: bigint | null },
  currency: string,
): LinesFound | null {
  const priced = pricedRows(findings, currency);
  for (const sum of [sums.net, sums.gross]) {
    if (sum === null || sum === 0n) continue;
    const some = runOf(priced, sum);
    if (!some) continue;
    const isNet = sum === sums.net;
    const lines = some.map(({ line, value, above }) => ({
      ...line,
      description: line.description ?? above,
      net: isNet ? value : null,
    }));
    return { lines, segment: some[0]!.row[0]! };
  }
  return null;
}

/** Neighbours that come to the sum: several, or one whose quantity and price make it. */
function runOf(priced: readonly Priced[], sum: bigint): Priced[] | null {
  for (let from = 0; from < priced.length; from++) {
    let together = 0n;
    for (let to = from; to < priced.length; to++) {
      together += priced[to]!.value;
      const some = priced.slice(from, to + 1);
      if (together === sum && (some.length > 1 || some[0]!.isChecked)) return some;
    }
  }
  return null;
}

function pricedRows({ layout, amountsOf, labelsOf, datesOf }: Findings, currency: string): Priced[] {
  const priced: Priced[] = [];
  let above: string | null = null;
  for (const row of layout.rows) {
    const isOther = row.some(
      (segment) => datesOf.has(segment) || labelsOf.get(segment)?.some(({ field, from }) => from === 0 || !notOfLines.has(field)),
    );
    const amounts = row.flatMap((segment) => amountsOf.get(segment) ?? []);
    const price = amounts.findLast(({ isPercent }) => !isPercent);
    const text = row.map((segment) => segment.text).join(' ');
    // A price stands in a column of its own, or carries its currency.
    const isPrice = price !== undefined && (price.segment !== row[0] || price.currency !== null) && price.value !== '0';
    if (!isOther && isPrice) priced.push({ row, above, ...lineOf(row, text, price, amounts, currency) });
    above = isOther || isPrice ? null : text;
  }
  return priced;
}

function lineOf(
  row: readonly Segment[],
  text: string,
  price: AmountFound,
  amounts: readonly AmountFound[],
  currency: string,
): Pick<Priced, 'value' | 'line' | 'isChecked'> {
  const value = minorOf(price.value, exponentOf(currency));
  const groups = timesPrice.exec(text)?.groups;
  const quantity = groups?.['many']?.replace(',', '.') ?? null;
  const unitPrice = quantity === null ? null : (amounts.filter((amount) => amount !== price && !amount.isPercent).at(-1)?.value ?? null);
  const isChecked = quantity !== null && unitPrice !== null && isProduct({ quantity, unitPrice, net: value }, currency);
  const name = row[0] === price.segment ? price.segment.text.slice(0, price.from).trim() : row[0]!.text;
  const rate = amounts.find(({ isPercent }) => isPercent)?.value ?? null;
  const description = isChecked || name === '' ? null : name;
  const unit = groups?.['unit'] ?? null;
  const line: InvoiceLine = isChecked
    ? { description, quantity, unit, unitPrice, rate, net: value }
    : { description, quantity: null, unit: null, unitPrice: null, rate, net: value };
  return { value, line, isChecked };
}
