import { minorOf } from '#services/domain/amount-text.ts';
import { exponentOf } from '#services/domain/money.ts';
import type { InvoiceLine } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';
import type { AmountFound, Findings } from './found.ts';
import type { LabelledField } from './labels.ts';
import type { Segment } from './layout.ts';
import { isProduct } from './lines-add-up.ts';
import { type Column, type HeadCell, isHeadRow, tableHead } from './table-head.ts';

export type LinesFound = { lines: InvoiceLine[]; segment: Segment };

const totalFields: ReadonlySet<LabelledField> = new Set(['net', 'vat', 'gross', 'payable']);
/** How far right of the head of the descriptions text is still of them, in page widths. */
const descriptionWidth = 0.25;

/**
 * The lines of the invoice's table: rows under a head that names the description, down to the first sum. What a line says
 * in rows without figures is joined to it. Null without such a head.
 */
export function linesOf(findings: Findings, currency: string | null): LinesFound | null {
  const { layout, labelsOf } = findings;
  const head = tableHead(findings);
  if (!head) return null;
  const description = head.cells.find(({ column }) => column === 'description')!.segment;
  const lines: InvoiceLine[] = [];
  let waiting: string[] = [];
  let before: Segment | null = null;
  for (const row of layout.rows.slice(head.lastRow + 1)) {
    const [first] = row;
    const isSum = row.some((segment) =>
      labelsOf.get(segment)?.some(({ field, from, isWeak }) => from === 0 && !isWeak && totalFields.has(field)),
    );
    if (!first || isHeadRow(row, findings)) continue;
    if (isSum || isSummary(row, findings)) break;
    const text = row
      .filter((segment) => segment.x < description.x + descriptionWidth && !isFigure(segment, findings))
      .map((segment) => segment.text)
      .join(' ');
    const last = row.at(-1)!;
    const isFilled = last.x > description.x + descriptionWidth && hasFigure(last, findings);
    if (isFilled && head.isStacked && before && first.page === before.page && first.y - before.y < stackedLines * first.h) {
      // A second row of figures of the same line, as the head has a second row of words.
      before = null;
      joinTo(lines.at(-1), text === '' ? [] : [text]);
    } else if (isFilled) {
      before = first;
      // A row with words of its own leaves those above to the line before it.
      if (text !== '') joinTo(lines.at(-1), waiting);
      lines.push(lineOf(row, text || waiting.join(' ') || null, head.cells, findings, currency));
      waiting = [];
    } else if (text !== '') waiting.push(text);
  }
  joinTo(lines.at(-1), waiting.slice(0, mostWrapped));
  return lines.length > 0 ? { lines, segment: description } : null;
}

/** Rows of one line stand closer than lines, in heights of the letters. */
const stackedLines = 1.45;
/** More rows below the last line are remarks. */
const mostWrapped = 2;

function joinTo(line: InvoiceLine | undefined, rows: readonly string[]): void {
  if (line && rows.length > 0) line.description = [line.description ?? [], ...rows].flat().join(' ');
}

const summaryHead =
  /^(afa|ado|vat|gst|tax|mwst|ust|steuer|tva|btw|iva).{0,12}(osszesit|reszletez|bontas|summary|breakdown|analysis|ubersicht|aufstellung|recap)/;

/** Rates added up below the lines: by its own heading, or a row that begins with a rate and names nothing. */
const isSummary = ([first]: readonly Segment[], { amountsOf }: Findings): boolean =>
  first !== undefined &&
  (summaryHead.test(folded(first.text)) || (/^[\d.,]+\s?%/.test(first.text) && amountsOf.get(first)?.[0]?.isPercent === true));

/** A cell of figures: it begins with an amount. */
const isFigure = (segment: Segment, { amountsOf }: Findings): boolean =>
  (amountsOf.get(segment)?.[0]?.from ?? Number.POSITIVE_INFINITY) < 4;
/** Or ends with one, behind the code of its rate: `F.AFA 7 850 000`. */
const hasFigure = (segment: Segment, findings: Findings): boolean =>
  isFigure(segment, findings) || (findings.amountsOf.get(segment)?.at(-1)?.to ?? -1) >= segment.text.length - 4;

function lineOf(
  row: readonly Segment[],
  description: string | null,
  head: readonly HeadCell[],
  findings: Findings,
  currency: string | null,
): InvoiceLine {
  const amounts = row.flatMap((segment) => findings.amountsOf.get(segment) ?? []);
  const under = (column: Column): AmountFound | null => {
    const cell = head.find((each) => each.column === column)?.segment;
    const near = amounts.filter(({ isPercent, tokens }) => !isPercent && cell && distance(tokens, cell) <= 0.01);
    return near.toSorted((a, b) => distance(a.tokens, cell!) - distance(b.tokens, cell!))[0] ?? null;
  };
  const quantity = under('quantity');
  const net = under('net');
  const plain = net ? null : under('amount');
  const unitPrice = under('unitPrice');
  const rate = amounts.find(({ isPercent }) => isPercent) ?? under('rate');
  const unit = quantity && /^[\s]*(\p{L}[\p{L}.]*)/u.exec(quantity.segment.text.slice(quantity.to))?.[1];
  return {
    description,
    quantity: quantity?.value ?? null,
    unit: unit ?? null,
    unitPrice: unitPrice?.value ?? null,
    rate: rate?.value ?? null,
    net: net ? minorOf(net.value, exponentOf(currency)) : productIn(plain, quantity, unitPrice, currency),
  };
}

/** How far an amount stands beside its column's head; below it, how much nearer to its middle. */
function distance(tokens: AmountFound['tokens'], { x, w }: Segment): number {
  const left = Math.min(...tokens.map((token) => token.x));
  const right = Math.max(...tokens.map((token) => token.x + token.w));
  const apart = Math.max(left - (x + w), x - right);
  return apart > 0 ? apart : -1 / (1 + Math.abs((left + right) / 2 - x - w / 2));
}

/** A column headed with no more than `Amount` holds nets where it is what quantity and unit price make. */
function productIn(
  plain: AmountFound | null,
  quantity: AmountFound | null,
  unitPrice: AmountFound | null,
  currency: string | null,
): bigint | null {
  if (!plain || !unitPrice || currency === null) return null;
  const net = minorOf(plain.value, exponentOf(currency));
  return isProduct({ quantity: quantity?.value ?? '1', unitPrice: unitPrice.value, net }, currency) ? net : null;
}
