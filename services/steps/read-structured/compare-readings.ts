import { formatMinor } from '#services/domain/money.ts';
import type { InvoiceReading, Notice, Reading } from '#services/domain/reading.ts';
import { folded } from '#services/domain/text.ts';

/** Below this a value read from the page is no witness against the XML. */
const minPageConfidence = 0.7;

const digitsOf = (text: string): string => text.replace(/\D/g, '').slice(0, 8);
const compact = (text: string): string => folded(text).replace(/[\s.–-]/g, '');

/** What both sources state, made comparable: the same fact in another spelling is no disagreement. */
const comparable: readonly [string, (invoice: InvoiceReading) => string | null, (text: string) => string][] = [
  ['number', (invoice) => invoice.number, compact],
  ['issuedOn', (invoice) => invoice.issuedOn, compact],
  ['suppliedOn', (invoice) => invoice.suppliedOn, compact],
  ['dueOn', (invoice) => invoice.dueOn, compact],
  ['currency', (invoice) => invoice.currency, compact],
  ['supplier.taxNumber', (invoice) => invoice.supplier.taxNumber, digitsOf],
  ['supplier.account', (invoice) => invoice.supplier.account, compact],
  ['customer.taxNumber', (invoice) => invoice.customer.taxNumber, digitsOf],
  ...(['net', 'vat', 'gross', 'payable'] as const).map(
    (field): [string, (invoice: InvoiceReading) => string | null, (text: string) => string] => [
      field,
      (invoice) => (invoice[field] === null ? null : formatMinor(invoice[field], invoice.currency)),
      // Credit notes are printed with or without a minus.
      (text) => text.replace('-', ''),
    ],
  ),
];

/**
 * Where the XML inside a document and its page say different things: one warning `sources-disagree` a field, with both values.
 * The XML stays what is shown; a person decides.
 */
export function compareReadings(xml: Reading, page: Reading): Notice[] {
  const [inXml, onPage] = [xml.invoice, page.invoice];
  if (!inXml || !onPage) return [];
  return comparable.flatMap(([field, stated, spelling]) => {
    const [one, other] = [stated(inXml), stated(onPage)];
    if (one === null || other === null || spelling(one) === spelling(other)) return [];
    if ((page.fields[field]?.confidence ?? 0) < minPageConfidence) return [];
    return [{ code: 'sources-disagree', message: `${field}: ${one} in the XML, ${other} on the page` }];
  });
}
