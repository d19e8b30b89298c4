import { daysBetween } from '#services/domain/day.ts';
import type { PlacedField, SupplierMemory, UsualPlace } from '#services/domain/lessons.ts';
import { exponentOf, parseMinor } from '#services/domain/money.ts';
import type { Box, FieldEvidence, InvoiceReading } from '#services/domain/reading.ts';
import type { Findings } from './found.ts';
import { boxAround, type Token } from './layout.ts';

/** A value this far from its usual place, in fractions of the page, still stands there. */
const reach = 0.03;
/** One confirmation may have been a slip. */
const enoughTimes = 2;
/** Totals move with the number of lines: that they stand elsewhere says nothing. */
const movable: ReadonlySet<PlacedField> = new Set(['net', 'vat', 'gross', 'payable']);

/**
 * What people confirmed of this supplier's earlier invoices as evidence for this one: a value at its usual place is surer,
 * one elsewhere is not booked unseen, and a field that no label gave is taken from where it always stood, for a person to see.
 */
export function recallPlaces(
  { invoice, fields }: { invoice: InvoiceReading; fields: Record<string, FieldEvidence> },
  findings: Findings,
  { places, dueDays }: SupplierMemory,
): void {
  const isPrinted = !findings.layout.isOcr;
  for (const place of places) {
    const own = fields[place.field];
    if (!own) {
      const found = valueAt(place, findings, invoice.currency);
      if (!found) continue;
      Object.assign(invoice, { [place.field]: found.value });
      const source = isPrinted ? 'embedded' : 'ocr';
      fields[place.field] = { confidence: 0.6, sure: false, source, page: place.page, box: found.box, because: 'stood here before' };
    } else if (own.page === place.page && own.box && isNear(own.box, place.box)) {
      const isSure = own.sure || (isPrinted && !movable.has(place.field) && place.times >= enoughTimes && own.confidence >= 0.7);
      fields[place.field] = { ...own, sure: isSure, confidence: Math.min(0.99, own.confidence + 0.05), because: 'at its usual place' };
    } else if (own.sure && place.times >= enoughTimes && !movable.has(place.field))
      fields[place.field] = { ...own, sure: false, because: 'not at its usual place' };
  }
  const [issued, due] = [fields['issuedOn'], fields['dueOn']];
  if (dueDays === null || !issued || !due || invoice.issuedOn === null || invoice.dueOn === null) return;
  const isUsual = daysBetween(invoice.issuedOn, invoice.dueOn) === dueDays;
  // AC-058: the term that this supplier always gives ties the two days together.
  if (isUsual && isPrinted && issued.confidence >= 0.7 && due.confidence >= 0.7)
    for (const [name, day] of [
      ['issuedOn', issued],
      ['dueOn', due],
    ] as const)
      fields[name] = { ...day, sure: true, because: 'its usual term' };
}

const isNear = (a: Box, b: Box): boolean =>
  (Math.abs(a[0] - b[0]) <= reach || Math.abs(a[0] + a[2] - b[0] - b[2]) <= reach) && Math.abs(a[1] - b[1]) <= reach;

/** The one value of the field's shape at its place; null when there is none or a choice. */
function valueAt(place: UsualPlace, findings: Findings, currency: string | null): { value: string | bigint; box: Box } | null {
  const here: { value: string | bigint; tokens: readonly Token[] }[] = [];
  if (place.field === 'number')
    for (const { page, tokens } of findings.layout.segments)
      for (const token of tokens)
        if (page === place.page && /^[\p{L}\d][\p{L}\d/._-]*\d[\p{L}\d/._-]*$/u.test(token.text))
          here.push({ value: token.text, tokens: [token] });
  if (place.field.endsWith('On'))
    for (const { day, segment, tokens } of findings.dates) if (segment.page === place.page) here.push({ value: day, tokens });
  if (movable.has(place.field))
    for (const { value, decimals, segment, tokens } of findings.amounts)
      if (segment.page === place.page && decimals <= exponentOf(currency)) here.push({ value: parseMinor(value, currency), tokens });
  const near = here.flatMap(({ value, tokens }) => {
    const box = boxAround(tokens);
    return box && isNear(box, place.box) ? [{ value, box }] : [];
  });
  return near.length === 1 ? near[0]! : null;
}
