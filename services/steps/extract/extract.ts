import { dayOrderOf } from '#services/domain/date-text.ts';
import { daysBetween } from '#services/domain/day.ts';
import type { SupplierMemories } from '#services/domain/lessons.ts';
import {
  type FieldEvidence,
  type FieldSource,
  type InvoiceKind,
  type InvoiceReading,
  type Notice,
  noInvoice,
  type Page,
} from '#services/domain/reading.ts';
import { baseNumberOf, euVatNumberOf } from '#services/domain/tax-number.ts';
import { folded } from '#services/domain/text.ts';
import { preprintedNumber } from './block-number.ts';
import { addForints, exchangeRateOf, withoutTwins } from './forints.ts';
import { type Candidate, type Findings, findAll, type Note } from './found.ts';
import type { LabelledField } from './labels.ts';
import { boxAround, confidenceOf, layoutOf, type Token } from './layout.ts';
import { linesOf } from './lines.ts';
import { linesAddUp } from './lines-add-up.ts';
import { linesWithoutHead } from './lines-without-head.ts';
import { addNumberCodes } from './number-code.ts';
import { type OwnNumbers, partiesOf } from './parties.ts';
import { addPaymentCodes, codesOn } from './payment-code.ts';
import { isIn, isRepeated } from './second-place.ts';
import { labelledDays, labelledNumbers, paymentMethodOf, referredNumbers } from './simple-fields.ts';
import { totalsOf } from './totals.ts';
import { recallPlaces } from './usual-places.ts';

/** `own`: our own business; `memories`: where a supplier's fields stood; `name`: what the file is called. */
type Wanted = {
  kind: InvoiceKind;
  own?: OwnNumbers | undefined;
  memories?: SupplierMemories | undefined;
  name?: string | null | undefined;
};
export type Extracted = { invoice: InvoiceReading; fields: Record<string, FieldEvidence>; warnings: Notice[] };

/** Below this a value is left unknown rather than guessed (promise 5). */
const leastScore = 0.5;
/** The value stands in line with its label, below it too. */
const labelledScore = 0.64;
/** The value stands right of its label or after it. */
const besideScore = 0.8;
/** Between issue, supply and payment; a bill's days lie no further apart. */
const longestTermDays = 120;
/** OCR words below this say nothing without a label. */
const clearWords = 0.55;
/** A party's name by its place and its words; below this it is letters, not a name. */
const readableName = 0.2;
/** OCR words below this are never sure. */
const sureWords = 0.85;

/** The fields of an invoice from the words of its pages, each with where it stood and how far it may be believed. */
export function extract(pages: readonly Page[], { kind, own, memories = {}, name: fileName = null }: Wanted): Extracted {
  const { findings, second } = readingsOf(pages);
  const readings = second === null ? [findings] : [findings, second];
  const source: FieldSource = findings.layout.isOcr ? 'ocr' : 'embedded';
  const invoice = noInvoice(kind);
  const fields: Record<string, FieldEvidence> = {};
  const warnings: Notice[] = [];
  const note = (name: string, found: { tokens: Token[]; segment: { page: number }; because?: string }, score: number, isSure: boolean) => {
    const words = source === 'ocr' ? confidenceOf(found.tokens) : 1;
    const confidence = Math.round(Math.max(0.05, Math.min(0.99, score * (0.5 + 0.5 * words))) * 100) / 100;
    fields[name] = {
      confidence,
      sure: isSure && words >= sureWords && confidence >= 0.6,
      source,
      page: found.segment.page,
      box: boxAround(found.tokens),
      ...(found.because === undefined ? {} : { because: found.because }),
    };
  };

  const currency = currencyOf(findings);
  invoice.currency = currency?.value ?? null;
  if (currency) note('currency', currency, currency.score, currency.score >= 0.9);

  const rate = invoice.currency === 'HUF' ? null : exchangeRateOf(findings);
  const totals = totalsOf(rate ? readings.map((each) => withoutTwins(each, rate.value)) : readings, invoice.currency);
  for (const name of ['net', 'vat', 'gross', 'payable'] as const) {
    const found = totals[name];
    if (!found || found.score < (name === 'gross' || name === 'payable' ? leastScore : 0.35)) continue;
    invoice[name] = found.value;
    const isWorkedOut = found.because !== 'label' && found.because !== 'row adds up';
    note(
      name,
      found,
      totals.addsUp ? Math.max(0.93, found.score) : Math.min(0.85, found.score * 0.85),
      totals.addsUp && !totals.isContested && !isWorkedOut && name !== 'payable' && (source === 'embedded' || totals.isConfirmed),
    );
  }
  invoice.vatLines = totals.vatLines;
  if (totals.vatLines.length > 0 && totals.net) note('vatLines', totals.net, 0.9, false);
  const table = linesOf(findings, invoice.currency) ?? (invoice.currency && linesWithoutHead(findings, invoice, invoice.currency));
  if (table) {
    invoice.lines = table.lines;
    const addUp = totals.addsUp && linesAddUp(table.lines, invoice.net, invoice.currency);
    const because = addUp ? 'lines add up' : 'table';
    note('lines', { tokens: table.segment.tokens, segment: table.segment, because }, addUp ? 0.93 : 0.7, addUp && source === 'embedded');
  }
  if (invoice.currency !== 'HUF') addForints(findings, rate, invoice, note);
  if (invoice.currency === 'HUF') Object.assign(invoice, { netHuf: invoice.net, vatHuf: invoice.vat, grossHuf: invoice.gross });

  const number = bestNumber(findings, kind) ?? (second && bestNumber(second, kind)) ?? preprintedNumber(findings);
  if (number && number.score >= leastScore) {
    invoice.number = number.value;
    note('number', number, number.score, source === 'embedded' && isSureNumber(number, findings, fileName));
  }
  for (const name of ['originalNumber', 'orderNumber'] as const) {
    const [found] = [
      ...labelledNumbers(name, findings),
      ...(name === 'originalNumber' && corrections.has(kind) ? referredNumbers(findings) : []),
    ];
    if (!found || found.score < leastScore || found.value === invoice.number) continue;
    invoice[name] = found.value;
    note(name, found, found.score, false);
  }

  days(readings, invoice, note);
  const method = paymentMethodOf(findings);
  if (method) {
    invoice.paymentMethod = method.value;
    note('paymentMethod', method, method.score, false);
  }
  const parties = partiesOf(findings, own);
  invoice.supplier = parties.supplier;
  invoice.customer = parties.customer;
  for (const side of ['supplier', 'customer'] as const) {
    const name = parties.evidence[`${side}.name`];
    if (source === 'ocr' && name && name.score * confidenceOf(name.tokens) < readableName) {
      invoice[side] = { ...invoice[side], name: null };
      delete parties.evidence[`${side}.name`];
    }
  }
  // On a picture the other side's number and label may be what was not seen: one number alone does not say whose it is.
  const isLone = source === 'ocr' && (invoice.supplier.taxNumber === null) !== (invoice.customer.taxNumber === null);
  for (const [name, found] of Object.entries(parties.evidence))
    note(name, found, found.score, found.isChecked && found.score >= 0.9 && !(isLone && name.endsWith('.taxNumber')));
  const supplierNumber = baseNumberOf(invoice.supplier.taxNumber) ?? euVatNumberOf(invoice.supplier.euVatNumber);
  const memory = supplierNumber === null ? undefined : memories[supplierNumber];
  if (memory) recallPlaces({ invoice, fields }, findings, memory);
  addPaymentCodes(codesOn(pages), invoice, fields);
  addNumberCodes(pages, invoice, fields);
  return { invoice, fields, warnings };
}

/** Invoices that change another. */
const corrections: ReadonlySet<InvoiceKind> = new Set<InvoiceKind>(['modifying', 'cancelling', 'credit-note']);

/** The pages as they were read, and as their second recognition saw them, where one did; each knows what the other saw of cents. */
function readingsOf(pages: readonly Page[]): { findings: Findings; second: Findings | null } {
  const layout = layoutOf(pages);
  const findings = findAll(layout);
  if (!pages.some(({ secondWords }) => secondWords)) return { findings, second: null };
  const secondLayout = layoutOf(pages.map((page) => ({ ...page, words: page.secondWords ?? page.words })));
  const second = findAll(secondLayout, { knowsCents: findings.hasCents });
  return { findings: second.hasCents && !findings.hasCents ? findAll(layout, { knowsCents: true }) : findings, second };
}

function days(readings: readonly Findings[], invoice: InvoiceReading, note: Note): void {
  const [findings] = readings as readonly [Findings];
  const [issued] = daysOf('issuedOn', readings);
  const [supplied] = daysOf('suppliedOn', readings);
  const [due] = daysOf('dueOn', readings);
  const isTyped = !findings.layout.isOcr;
  if (issued && issued.score >= leastScore) {
    invoice.issuedOn = issued.value;
    note('issuedOn', issued, issued.score, isTyped && isSureDay(issued, 'issuedOn', readings, [supplied, due]));
  } else onlyDay(readings, invoice, note);
  if (supplied && supplied.score >= leastScore) {
    invoice.suppliedOn = supplied.value;
    note('suppliedOn', supplied, supplied.score, isTyped && isSureDay(supplied, 'suppliedOn', readings, [issued, due]));
  }
  // `fizetendő 2026.08.19-ig` and a bare `Fälligkeit` are labels too; a day before the issue is none.
  // Where money came before the invoice, its own label stands right before the day.
  if (due && due.score >= leastScore && (invoice.issuedOn === null || due.value >= invoice.issuedOn || due.score >= besideScore)) {
    invoice.dueOn = due.value;
    note('dueOn', due, due.score, isTyped && isSureDay(due, 'dueOn', readings, [issued, supplied]));
  }
}

/**
 * No label of like weight names another number, and a label of its own names this one, or a title in its line does and it
 * stands in a second place: elsewhere on the pages, or in the file's name.
 */
function isSureNumber(number: Candidate<string>, findings: Findings, fileName: string | null): boolean {
  const isAlone = !labelledNumbers('number', findings).some(({ value, score }) => value !== number.value && score > number.score - 0.15);
  if (!isAlone || !/\d{2}/.test(number.value)) return false;
  if (number.because === 'label') return number.score >= labelledScore;
  return number.because === 'title' && number.score >= labelledScore && (isRepeated(number, findings) || isIn(fileName, number.value));
}

/**
 * Its label names this day and no other, its digits have one meaning only, and a second labelled day of the same
 * invoice lies within the time that bills take; without a second one the label must stand right before it.
 */
function isSureDay(
  day: Candidate<string>,
  field: 'issuedOn' | 'suppliedOn' | 'dueOn',
  readings: readonly Findings[],
  others: readonly (Candidate<string> | undefined)[],
): boolean {
  const isAlone = !daysOf(field, readings).some(({ value, score }) => value !== day.value && score > day.score - 0.15);
  const found = readings.flatMap(({ dates }) => dates).filter((date) => date.day === day.value);
  const isClear =
    found.some(({ isTwoWay, other, tokens }) => (!isTwoWay || other === null) && tokens[0] === day.tokens[0]) || isDayFirst(readings);
  const known = others.filter((other) => other !== undefined && other.score >= leastScore);
  const isNear = known.every((other) => Math.abs(daysBetween(day.value, other!.value)) <= longestTermDays);
  return isAlone && isClear && isNear && day.score >= (known.length > 0 ? labelledScore : besideScore);
}

/** Another day on the page proves the order (`25/3/2018`), or all are written with dots or the year first. */
const isDayFirst = (readings: readonly Findings[]): boolean =>
  readings.every(
    ({ layout, dates }) =>
      dayOrderOf(layout.segments.map(({ text }) => text)) !== null ||
      dates.every(({ segment, from, to }) => !segment.text.slice(from, to).includes('/')),
  );

/** Labelled days of one or two readings, the best first; a day that both saw gains. */
function daysOf(field: 'issuedOn' | 'suppliedOn' | 'dueOn', readings: readonly Findings[]): Candidate<string>[] {
  const found = readings.flatMap((findings) => labelledDays(field, findings));
  const seen = (day: string) => readings.filter(({ dates }) => dates.some((date) => date.day === day)).length;
  return found
    .map((each) => ({ ...each, score: each.score + 0.05 * (seen(each.value) - 1) }))
    .sort((a, b) => b.score * confidenceOf(b.tokens) - a.score * confidenceOf(a.tokens));
}

/** Without a label: the first day on the page, where there are few or the page is a slip. Words in doubt say nothing. */
function onlyDay(readings: readonly Findings[], invoice: InvoiceReading, note: Note): void {
  const [clear] = readings
    .map(({ dates }) => dates.filter(({ tokens }) => confidenceOf(tokens) >= clearWords))
    .filter((dates) => dates.length > 0)
    .sort((a, b) => confidenceOf(b[0]!.tokens) - confidenceOf(a[0]!.tokens));
  const [first] = clear ?? [];
  if (!clear || !first) return;
  const isSame = clear.every(({ day }) => day === first.day);
  if (!isSame && invoice.kind !== 'receipt' && clear.length > 2) return;
  invoice.issuedOn = first.day;
  note('issuedOn', { ...first, because: 'the first day on the page' }, isSame ? 0.75 : 0.6, false);
}

/** The number with the best label; the same number announced again elsewhere gains. */
function bestNumber(findings: Findings, kind: InvoiceKind): Candidate<string> | null {
  const named = labelledNumbers('number', findings);
  // `Előlegszámla sorszáma` names the advance that a final invoice deducts, and on the advance itself its own number.
  const isAdvance = kind === 'advance' && !named.some(({ score }) => score >= leastScore);
  const candidates = isAdvance ? labelledNumbers('originalNumber', findings) : named;
  const counts = Map.groupBy(candidates, ({ value }) => value);
  return (
    candidates
      .map((each) => ({ ...each, score: Math.min(0.97, each.score + 0.03 * (counts.get(each.value)!.length - 1)) }))
      .sort((a, b) => b.score - a.score)[0] ?? null
  );
}

/** A currency's letters in a cell of their own, or at the left of `1 EUR = 391,00 HUF`. */
function bareCurrency({ segments }: Findings['layout'], labelsOf: Findings['labelsOf']): Candidate<string> | undefined {
  for (const segment of segments) {
    const isRate = labelsOf.get(segment)?.some(({ field }) => field === 'exchangeRate');
    const value = (isRate ? /(?<!\d)1 ?([A-Z]{3}) ?=/ : /^\(?(EUR|USD|GBP|CHF|PLN|CZK|RON)\)?$/).exec(segment.text)?.[1];
    if (value) return { value, score: 0.75, tokens: segment.tokens, page: segment.page, segment, because: 'alone' };
  }
  return undefined;
}

const translations: ReadonlySet<LabelledField> = new Set<LabelledField>(['netHuf', 'vatHuf', 'grossHuf', 'exchangeRate']);

/** The currency most amounts carry, else the one that a label names, else the forint where a Hungarian page prints none. */
function currencyOf({ amounts, labels, labelsOf, layout }: Findings): Candidate<string> | null {
  // Forints that the VAT is translated into, and the rate itself, are of no invoice in forints.
  const isTranslated = ({ segment }: Findings['amounts'][number]) => labelsOf.get(segment)?.some(({ field }) => translations.has(field));
  const carrying = amounts.filter(({ currency }) => currency !== null);
  const own = carrying.filter((amount) => !isTranslated(amount));
  const marked = own.length > 0 ? own : carrying;
  const counts = Map.groupBy(marked, ({ currency }) => currency);
  const [most] = [...counts.values()].sort((a, b) => b.length - a.length);
  const first = most?.[0];
  for (const label of labels.filter(({ field }) => field === 'currency')) {
    const row = (layout.rows[label.segment.row] ?? []).filter(({ x }) => x >= label.segment.x);
    for (const segment of row) {
      const code = /(?<![A-Z])(HUF|EUR|USD|GBP|CHF|PLN|CZK|RON|SEK|DKK|NOK|MYR|INR)(?![A-Z])/.exec(segment.text)?.[1];
      if (code) return { value: code, score: 0.97, tokens: segment.tokens, page: segment.page, segment, because: 'label' };
    }
  }
  // Where only the translation into forints carries a currency, the invoice's own stands at the head of a column.
  const bare = own.length > 0 || carrying.length === 0 ? undefined : bareCurrency(layout, labelsOf);
  if (bare) return bare;
  if (first?.currency)
    return {
      value: first.currency,
      score: counts.size === 1 ? 0.95 : 0.75,
      tokens: first.tokens,
      page: first.segment.page,
      segment: first.segment,
      because: 'amounts',
    };
  for (const segment of layout.segments) {
    const code =
      /(?<![A-Z])(HUF|EUR|USD|GBP|CHF|PLN|CZK|RON|MYR|INR)(?![A-Z])/.exec(segment.text)?.[1] ??
      (/\(?\bRM\b\)?/.test(segment.text) ? 'MYR' : /in US Dollars/i.test(segment.text) ? 'USD' : undefined);
    if (code) return { value: code, score: 0.8, tokens: segment.tokens, page: segment.page, segment, because: 'words' };
  }
  const hungarian = layout.segments.find(({ text }) => /adoszam|adoig|(?<!\d)\d{8}-[1-5]-\d\d(?!\d)/.test(folded(text)));
  return hungarian
    ? { value: 'HUF', score: 0.6, tokens: hungarian.tokens, page: hungarian.page, segment: hungarian, because: 'a Hungarian page' }
    : null;
}
