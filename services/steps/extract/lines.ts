import { minorOf } from '#services/domain/amount-text.ts';
import { exponentOf } from '#services/domain/money.ts';
import type { InvoiceLine } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';
import type { AmountFound, Findings } from './found.ts';
import type { LabelledField } from './labels.ts';
import type { Segment } from './layout.ts';
import { isProduct } from './lines-add-up.ts';

type Figure = { amount: AmountFound; segment: Segment };
export type LinesFound = { lines: InvoiceLine[]; segment: Segment };

const descriptionHead =
  /^(#\s)?(megnevezes|leiras|termek|szolgaltatas megnevezese|tetel|cikk|description|item|product|bezeichnung|beschreibung|artikel|leistung|designation|libelle|omschrijving|descrizione|descripcion|nazwa)/;
const unitPriceHead = /egyseg\s?ar|e\.? ?ar\b|unit|einzelpreis|preis|price|stuk|unitaire/;
const quantityHead = /menny|qty|quantity|menge|anzahl|aantal|quantite|quantita|cantidad|ilosc|db\b/;
/** Neither with VAT nor without it, by its words. */
const plainAmountHead =
  /^(line )?(amount|total|price total|betrag|gesamt|gesamtpreis|summe|osszeg|ertek|osszesen|ar|montant|importe)( \(?[a-z]{3}\)?)?$/;
const totalFields: ReadonlySet<LabelledField> = new Set(['net', 'vat', 'gross', 'payable']);

/** The lines of the invoice's table: rows under a head that names the description, down to the first sum. Null without such a head. */
export function linesOf(findings: Findings, currency: string | null): LinesFound | null {
  const { layout, labelsOf } = findings;
  const headAt = layout.rows.findIndex((row) => isHead(row, findings));
  const head = layout.rows[headAt];
  if (!head) return null;
  const description = head.find(({ text }) => descriptionHead.test(folded(text)))!;
  const lines: InvoiceLine[] = [];
  let above: string | null = null;
  for (const row of layout.rows.slice(headAt + 1)) {
    const [first] = row;
    const isSum = row.some((segment) =>
      labelsOf.get(segment)?.some(({ field, from, isWeak }) => from === 0 && !isWeak && totalFields.has(field)),
    );
    if (isSum || isSummary(row, findings)) break;
    if (!first || isHead(row, findings)) continue;
    const text = row.filter((segment) => segment.x < description.x + 0.25 && !isFigure(segment, findings)).map((segment) => segment.text);
    const last = row.at(-1)!;
    if (last.x > description.x + 0.25 && isFigure(last, findings)) {
      lines.push(lineOf(row, text.join(' ') || above, head, findings, currency));
      above = null;
    } else above = text.join(' ') || above;
  }
  return lines.length > 0 ? { lines, segment: description } : null;
}

const isHead = (row: readonly Segment[], { labelsOf, amountsOf }: Findings): boolean =>
  row.length >= 3 &&
  row.some(({ text }) => descriptionHead.test(folded(text))) &&
  row.filter((segment) => labelsOf.has(segment)).length >= 2 &&
  row.every((segment) => (amountsOf.get(segment) ?? []).every(({ isPercent }) => isPercent));

const summaryHead =
  /^(afa|ado|vat|gst|tax|mwst|ust|steuer|tva|btw|iva).{0,12}(osszesit|reszletez|bontas|summary|breakdown|analysis|ubersicht|aufstellung|recap)/;

/** Rates added up below the lines: by its own heading, or a row that begins with a rate and names nothing. */
const isSummary = ([first]: readonly Segment[], { amountsOf }: Findings): boolean =>
  first !== undefined &&
  (summaryHead.test(folded(first.text)) || (/^[\d.,]+\s?%/.test(first.text) && amountsOf.get(first)?.[0]?.isPercent === true));

/** A cell of figures: it begins with an amount. */
const isFigure = (segment: Segment, { amountsOf }: Findings): boolean =>
  (amountsOf.get(segment)?.[0]?.from ?? Number.POSITIVE_INFINITY) < 4;

function lineOf(
  row: readonly Segment[],
  description: string | null,
  head: readonly Segment[],
  findings: Findings,
  currency: string | null,
): InvoiceLine {
  const amountUnder = (isColumn: (segment: Segment) => boolean): Figure | null => {
    const column = head.find(isColumn);
    const segment =
      column && row.find((cell) => isFigure(cell, findings) && cell.x < column.x + column.w + 0.01 && cell.x + cell.w > column.x - 0.01);
    const amount = segment && findings.amountsOf.get(segment)?.find(({ isPercent }) => !isPercent);
    return amount && segment ? { amount, segment } : null;
  };
  const isLabelled = (field: LabelledField) => (segment: Segment) =>
    findings.labelsOf.get(segment)?.some((label) => label.field === field) ?? false;
  const quantity = amountUnder(({ text }) => quantityHead.test(folded(text)));
  const net = amountUnder((segment) => isLabelled('net')(segment) && !unitPriceHead.test(folded(segment.text)));
  const plain = net ? null : amountUnder(({ text }) => plainAmountHead.test(folded(text)));
  const unitPrice = amountUnder(({ text }) => unitPriceHead.test(folded(text)) && !quantityHead.test(folded(text)));
  const rate = row.flatMap((segment) => findings.amountsOf.get(segment) ?? []).find(({ isPercent }) => isPercent);
  const unit = quantity && /^[\s]*(\p{L}[\p{L}.]*)/u.exec(quantity.segment.text.slice(quantity.amount.to))?.[1];
  return {
    description,
    quantity: quantity?.amount.value ?? null,
    unit: unit ?? null,
    unitPrice: unitPrice?.amount.value ?? null,
    rate: rate?.value ?? null,
    net: net ? minorOf(net.amount.value, exponentOf(currency)) : productIn(plain, quantity, unitPrice, currency),
  };
}

/** A column headed with no more than `Amount` holds nets where it is what quantity and unit price make. */
function productIn(plain: Figure | null, quantity: Figure | null, unitPrice: Figure | null, currency: string | null): bigint | null {
  if (!plain || !unitPrice || currency === null) return null;
  const net = minorOf(plain.amount.value, exponentOf(currency));
  return isProduct({ quantity: quantity?.amount.value ?? '1', unitPrice: unitPrice.amount.value, net }, currency) ? net : null;
}
