import { fieldOf, type InvoiceFieldName, type InvoiceWire, invoiceFieldNames } from './invoice-wire.ts';
import { isSame } from './merge.ts';

export type Difference = { field: InvoiceFieldName | 'kind of document' | 'invoice'; invoice: string; was: unknown; now: unknown };
type Read = { kind: string; invoices: readonly { origin: string; invoice: InvoiceWire }[] };

/** What a new reading of a document says differently from the old one; another spelling of the same is none. */
export function differencesBetween(was: Read, now: Read): Difference[] {
  const found: Difference[] = [];
  if (was.kind !== now.kind) found.push({ field: 'kind of document', invoice: '', was: was.kind, now: now.kind });
  const [before, after] = [was, now].map(({ invoices }) => new Map(invoices.map(({ origin, invoice }) => [origin, invoice])));
  for (const origin of new Set([...before!.keys(), ...after!.keys()])) {
    const [old, fresh] = [before!.get(origin), after!.get(origin)];
    if (!old || !fresh) {
      found.push({ field: 'invoice', invoice: origin, was: old?.number ?? null, now: fresh?.number ?? null });
      continue;
    }
    for (const field of invoiceFieldNames) {
      const [a, b] = [fieldOf(old, field), fieldOf(fresh, field)];
      if (!isSame(field, a, b)) found.push({ field, invoice: origin, was: a, now: b });
    }
  }
  return found;
}
