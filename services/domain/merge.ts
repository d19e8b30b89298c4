import { fieldOf, type InvoiceFieldName, type InvoiceWire, invoiceFieldNames, toWire, withField } from './invoice-wire.ts';
import { type FieldEvidence, type InvoiceKind, noInvoice } from './reading.ts';
import { baseNumberOf, euVatNumberOf } from './tax-number.ts';
import { folded, tidy } from './text.ts';

/** Order of trust, the most trusted first (promise 4). */
export const sourceKinds = ['person', 'nav', 'xml', 'pushed', 'embedded', 'ocr'] as const;
export type SourceKind = (typeof sourceKinds)[number];
/** NAV data and an XML original are trusted alike. */
const trust: Readonly<Record<SourceKind, number>> = { person: 0, nav: 1, xml: 1, pushed: 2, embedded: 3, ocr: 4 };

/** What one source says of an invoice: all of it, or (a person) only some fields. A person's `null` empties a field. */
export type SourceReading = {
  source: SourceKind;
  origin: string;
  reading: Partial<InvoiceWire>;
  evidence: Readonly<Record<string, Pick<FieldEvidence, 'confidence' | 'sure'> & Partial<FieldEvidence>>>;
  /** Fields that a person set, an emptied one included. */
  given?: readonly InvoiceFieldName[];
};

export type Provenance = { source: SourceKind; origin: string; value: unknown; won: boolean; because: string };
export type Merged = {
  invoice: InvoiceWire;
  provenance: Partial<Record<InvoiceFieldName, Provenance[]>>;
  /** Fields on which two sources that are worth asking about say different things. */
  conflicts: InvoiceFieldName[];
  /** Fields that decide a booking and are unknown or not sure. */
  unsure: InvoiceFieldName[];
};

/** What must be known for sure before an item may be booked unseen. */
const decisive: readonly InvoiceFieldName[] = ['number', 'issuedOn', 'currency', 'gross'];

/**
 * One invoice out of everything that speaks of it, field by field; the order in which sources came makes no difference.
 * The most trusted source wins; among equals the sure one, then the more confident, then the smaller origin (any fixed order will do).
 */
export function mergeSources(sources: readonly SourceReading[]): Merged {
  let invoice: InvoiceWire = toWire(noInvoice());
  const provenance: Merged['provenance'] = {};
  const conflicts: InvoiceFieldName[] = [];
  const sureFields = new Set<InvoiceFieldName>();

  for (const name of invoiceFieldNames) {
    const said = sources
      .map((each) => ({ ...each, value: fieldOf(each.reading, name), evidenceOf: each.evidence[name] }))
      .filter(({ value, given }) => value !== null || given?.includes(name))
      .sort((a, b) => compare(a, b));
    const [winner] = said;
    if (!winner) continue;
    invoice = withField(invoice, name, winner.value ?? emptyOf(name));
    provenance[name] = said.map((each) => ({
      source: each.source,
      origin: each.origin,
      value: each.value,
      won: each === winner,
      because: each === winner ? reasonOf(winner, said.length) : isSame(name, each.value, winner.value) ? 'agrees' : 'less-trusted',
    }));
    const others = said.filter((each) => each !== winner && !isSame(name, each.value, winner.value));
    if (others.length > 0 && winner.source !== 'person') conflicts.push(name);
    const hasSecond = said.some((each) => each !== winner && isSame(name, each.value, winner.value));
    if (trust[winner.source] <= 2 || winner.evidenceOf?.sure || (hasSecond && others.length === 0)) sureFields.add(name);
  }
  return { invoice, provenance, conflicts, unsure: decisive.filter((name) => !sureFields.has(name)) };
}

type Said = SourceReading & { value: unknown; evidenceOf: Pick<FieldEvidence, 'confidence' | 'sure'> | undefined };

function compare(a: Said, b: Said): number {
  return (
    trust[a.source] - trust[b.source] ||
    Number(b.evidenceOf?.sure ?? false) - Number(a.evidenceOf?.sure ?? false) ||
    (b.evidenceOf?.confidence ?? 0) - (a.evidenceOf?.confidence ?? 0) ||
    (a.origin < b.origin ? -1 : a.origin > b.origin ? 1 : 0)
  );
}

function reasonOf(winner: Said, count: number): string {
  if (count === 1) return 'only-source';
  return winner.source === 'person' ? 'person' : 'most-trusted';
}

const emptyOf = (name: InvoiceFieldName): unknown => (name === 'vatLines' || name === 'lines' ? [] : name === 'kind' ? 'invoice' : null);

/** Whether two sources say the same: amounts as numbers, names and addresses leniently, numbers without white space. */
export function isSame(name: InvoiceFieldName, a: unknown, b: unknown): boolean {
  if (a === null || b === null) return a === b;
  if (name === 'vatLines') return sameList(a, b, ['rate', 'net', 'vat', 'gross']);
  // Descriptions differ in spelling between sources; what they cost may not.
  if (name === 'lines') return sameList(a, b, ['net']);
  return comparable(name, a) === comparable(name, b);
}

function sameList(a: unknown, b: unknown, keys: readonly string[]): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  const keyed = (list: Record<string, unknown>[]) =>
    list
      .map((entry) => keys.map((key) => (entry[key] === null || entry[key] === undefined ? '' : plainNumber(String(entry[key])))).join('|'))
      .sort();
  return keyed(a).join('\n') === keyed(b).join('\n');
}

const plainNumber = (text: string): string => (/^-?\d+\.\d*$/.test(text) ? text.replace(/\.?0+$/, '') : text);

function comparable(name: InvoiceFieldName, value: unknown): string {
  const text = String(value);
  if (name === 'number' || name === 'originalNumber' || name === 'orderNumber') return normalNumber(text);
  if (name.endsWith('axNumber')) return baseNumberOf(text) ?? text;
  if (name.endsWith('.name')) return lenientName(text);
  if (name.endsWith('.address')) return folded(text).replace(/[^a-z0-9]/g, '');
  if (name.endsWith('.account'))
    return text
      .replace(/[\s-]/g, '')
      .replace(/^HU\d\d/, '')
      .replace(/(?<=^\d{16})0{8}$/, '');
  return plainNumber(text);
}

/** Invoice numbers compare case-folded without white space (promise 4). */
export const normalNumber = (text: string): string => text.normalize('NFC').toLocaleLowerCase('hu').replace(/\s+/g, '');

const legalForms =
  /\b(kft|bt|zrt|nyrt|kkt|rt|ev|e v|korlatolt felelossegu tarsasag|betati tarsasag|zartkoruen mukodo reszvenytarsasag|nyilvanosan mukodo reszvenytarsasag|gmbh|ag|ltd|limited|inc|llc|srl|sro|s r o|sa|spa|bv|oy|ab|as|plc)\b/g;

/** A name without quotes, punctuation and legal form: for comparing, never for showing. */
export function lenientName(name: string): string {
  const bare = tidy(folded(name).replace(/[^a-z0-9]+/g, ' '));
  return tidy(bare.replace(legalForms, ' ')) || bare;
}

/** Pro formas, receipts and invoices are separate families; finer kinds merge (promise 4). */
export const familyOf = (kind: InvoiceKind): 'invoice' | 'receipt' | 'pro-forma' =>
  kind === 'receipt' || kind === 'pro-forma' ? kind : 'invoice';

/**
 * What makes two sources speak of the same invoice, beside direction and family: the supplier's base number (else its
 * EU VAT number), the number, and the index within a modification batch. Null when any of them is unknown.
 */
export function identityOf(
  invoice: Pick<InvoiceWire, 'number'> & { supplier: Pick<InvoiceWire['supplier'], 'taxNumber' | 'euVatNumber'> },
  batchIndex = 0,
): string | null {
  const { number, supplier } = invoice;
  const who = baseNumberOf(supplier.taxNumber) ?? foreignNumberOf(supplier.euVatNumber) ?? foreignNumberOf(supplier.taxNumber);
  if (!who || !number || normalNumber(number) === '') return null;
  return `${who}/${normalNumber(number)}${batchIndex > 0 ? `/${batchIndex}` : ''}`;
}

/** A Hungarian EU number is the base number with HU before it. */
function foreignNumberOf(text: string | null): string | null {
  const number = euVatNumberOf(text);
  return number === null ? null : (baseNumberOf(number) ?? number);
}
