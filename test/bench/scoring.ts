import { amountFields, fieldOf, type InvoiceFieldName, type InvoiceWire } from '#services/domain/invoice-wire.ts';
import type { FieldEvidence } from '#services/domain/reading.ts';
import { folded, tidy } from '#services/domain/text.ts';

/** Known values of one file as a corpus manifest gives them; a key that is missing is not known. */
export type Expected = { documentType?: string; notPrinted?: string[]; pageRanges?: [number, number][]; [key: string]: unknown };
export type Verdict = 'right' | 'wrong' | 'missing';
export type Scored = { field: InvoiceFieldName; verdict: Verdict; isSure: boolean; isExact: boolean; expected: string; got: string | null };

/** Our field for each key of a manifest, the first of a field counts. */
const fieldOfKey: Readonly<Record<string, InvoiceFieldName>> = {
  invoiceNumber: 'number',
  issueDate: 'issuedOn',
  deliveryDate: 'suppliedOn',
  dueDate: 'dueOn',
  paymentMethod: 'paymentMethod',
  currency: 'currency',
  netTotal: 'net',
  vatTotal: 'vat',
  grossTotal: 'gross',
  amountDue: 'payable',
  vatTotalHuf: 'vatHuf',
  exchangeRate: 'exchangeRate',
  referencedInvoiceNumber: 'originalNumber',
  sellerName: 'supplier.name',
  sellerTaxNumber: 'supplier.taxNumber',
  sellerVatId: 'supplier.euVatNumber',
  sellerAccount: 'supplier.account',
  sellerIban: 'supplier.account',
  iban: 'supplier.account',
  buyerName: 'customer.name',
  buyerTaxNumber: 'customer.taxNumber',
  buyerVatId: 'customer.euVatNumber',
  lineCount: 'lines',
};

const amounts: ReadonlySet<InvoiceFieldName> = new Set([...amountFields, 'vatHuf', 'exchangeRate']);
const legalForm =
  /(?<!\p{L})(kft|zrt|nyrt|bt|kkt|rt|e\.? ?v|gmbh|ag|kg|ltd|limited|inc|llc|corp|corporation|b\.?v|s\.?a\.?s|sarl|s\.?r\.?l|sdn\.? ?bhd|bhd)\.?(?!\p{L})/gu;

/** Each known value of a file beside what was read, by the rules of quality.md §6. */
export function score(expected: Expected, invoice: InvoiceWire | null, evidence: Readonly<Record<string, FieldEvidence>>): Scored[] {
  const isCredit = /credit|cancel|correct/.test(expected.documentType ?? '');
  const done = new Set<InvoiceFieldName>();
  return Object.entries(fieldOfKey).flatMap(([key, field]): Scored[] => {
    const known = expected[key];
    if (known === undefined || known === null || expected.notPrinted?.includes(key) || done.has(field)) return [];
    done.add(field);
    const value = invoice ? fieldOf(invoice, field) : null;
    const got = value === null ? null : Array.isArray(value) ? String(value.length) : String(value);
    const isRight = got !== null && isSame(field, String(known), got, { isCredit, currency: invoice?.currency ?? null });
    return [
      {
        field,
        verdict: got === null ? 'missing' : isRight ? 'right' : 'wrong',
        isSure: got !== null && (evidence[field]?.sure ?? false),
        isExact: got !== null && textOf(got) === textOf(String(known)),
        expected: String(known),
        got,
      },
    ];
  });
}

const textOf = (text: string): string => tidy(text.normalize('NFC')).toLowerCase();
const nameOf = (name: string): string =>
  tidy(
    folded(name)
      .replace(legalForm, ' ')
      .replace(/[^\p{L}\d]+/gu, ' '),
  );

function isSame(
  field: InvoiceFieldName,
  known: string,
  got: string,
  { isCredit, currency }: { isCredit: boolean; currency: string | null },
) {
  if (amounts.has(field)) {
    const [a, b] = isCredit ? [Math.abs(Number(known)), Math.abs(Number(got))] : [Number(known), Number(got)];
    return Math.abs(a - b) <= (currency === 'HUF' || field === 'vatHuf' ? 1.0001 : 0.0101);
  }
  if (field.endsWith('.name')) return nameOf(known) === nameOf(got);
  const compact = (text: string) => textOf(text).replace(/[\s.-]/g, '');
  if (field.endsWith('.taxNumber'))
    return /^\d{8}/.test(compact(known)) ? compact(known).slice(0, 8) === compact(got).slice(0, 8) : compact(known) === compact(got);
  if (field.endsWith('.account') || field.endsWith('.euVatNumber')) return compact(known) === compact(got);
  if (field === 'number' || field === 'originalNumber') return textOf(known).replace(/\s/g, '') === textOf(got).replace(/\s/g, '');
  return textOf(known) === textOf(got);
}

/** The 95 % interval of a share after Wilson, in percent. */
export function wilson(right: number, all: number): [low: number, high: number] {
  if (all === 0) return [0, 100];
  const z = 1.96;
  const share = right / all;
  const middle = share + (z * z) / (2 * all);
  const reach = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  const scale = 100 / (1 + (z * z) / all);
  return [Math.max(0, (middle - reach) * scale), Math.min(100, (middle + reach) * scale)];
}
