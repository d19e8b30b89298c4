import { absolute, exponentOf, formatMinor } from '#services/domain/money.ts';
import type { DocumentKind, FieldEvidence, InvoiceReading, ListedPayment, Notice, Reading, ReadingPart } from '#services/domain/reading.ts';
import { sumOf } from './values.ts';

/** One document as a dialect found it in the file. */
export type FoundDocument = {
  kind: DocumentKind;
  /** Null for what is no invoice (an order, a delivery note). */
  invoice: InvoiceReading | null;
  /** Fields that are not written but follow from what is, with why: they are not booked unseen. */
  inferred?: Readonly<Record<string, string>>;
  warnings?: Notice[];
  batchIndex?: number;
  payments?: ListedPayment[];
};

/** What stands in a file: one document, or several with the place of each (`szamlak/szamla[2]`). */
export type Found = { documents: readonly (FoundDocument & { path: string })[]; kind: DocumentKind; warnings: Notice[] };

export const one = (document: FoundDocument): Found => ({ documents: [{ path: '', ...document }], kind: document.kind, warnings: [] });

const written: FieldEvidence = { confidence: 1, sure: true, source: 'xml', page: null, box: null };

/** Every known field of the invoice under its dotted name; tables count as one field. */
function* knownFields(invoice: InvoiceReading): Generator<string> {
  for (const [name, value] of Object.entries(invoice)) {
    if (Array.isArray(value)) {
      if (value.length > 0) yield name;
    } else if (typeof value === 'object' && value !== null) {
      for (const [inner, known] of Object.entries(value)) if (known !== null) yield `${name}.${inner}`;
    } else if (value !== null) yield name;
  }
}

/**
 * What the document says twice must be the same: net + VAT = gross, the VAT lines add up to the totals.
 * One unit of the whole currency is left to rounding.
 */
export function disagreements(invoice: InvoiceReading): Notice[] {
  const { net, vat, gross, currency, vatLines } = invoice;
  const tolerance = 10n ** BigInt(exponentOf(currency));
  const notices: Notice[] = [];
  const compare = (what: string, reached: bigint | null, stated: bigint | null) => {
    if (reached === null || stated === null || absolute(reached - stated) <= tolerance) return;
    const message = `${what}: ${formatMinor(reached, currency)} against ${formatMinor(stated, currency)} stated`;
    notices.push({ code: 'totals-disagree', message });
  };
  if (net !== null && vat !== null) compare('net + VAT', net + vat, gross);
  // A row without an amount makes the sum say nothing.
  const total = (part: 'net' | 'vat') => (vatLines.every((line) => line[part] !== null) ? sumOf(vatLines.map((line) => line[part])) : null);
  compare('VAT lines, net', total('net'), net);
  compare('VAT lines, VAT', total('vat'), vat);
  return notices;
}

/** Of an invoice in HUF the amounts are their own HUF twins. */
function withHufTwins(invoice: InvoiceReading): InvoiceReading {
  if (invoice.currency !== 'HUF') return invoice;
  return {
    ...invoice,
    netHuf: invoice.netHuf ?? invoice.net,
    vatHuf: invoice.vatHuf ?? invoice.vat,
    grossHuf: invoice.grossHuf ?? invoice.gross,
  };
}

function readingOfDocument(document: FoundDocument, mediaType: string): Reading {
  const { kind, inferred = {} } = document;
  const invoice = document.invoice && withHufTwins(document.invoice);
  const warnings = [...(document.warnings ?? [])];
  const fields: Record<string, FieldEvidence> = {};
  if (invoice) {
    const doubts = disagreements(invoice);
    warnings.push(...doubts);
    const because = (name: string): string | undefined =>
      inferred[name] ?? (doubts.length > 0 && ['net', 'vat', 'gross', 'vatLines'].includes(name) ? 'the totals disagree' : undefined);
    for (const name of knownFields(invoice)) {
      // A HUF twin is as good as the amount that it repeats.
      const reason = because(name) ?? (invoice.currency === 'HUF' ? because(name.replace(/Huf$/, '')) : undefined);
      fields[name] = reason === undefined ? written : { ...written, confidence: 0.8, sure: false, because: reason };
    }
  }
  return {
    mediaType,
    kind,
    kindConfidence: 1,
    pages: 0,
    textFrom: 'xml',
    language: null,
    invoice,
    fields,
    parts: [],
    refused: null,
    warnings,
    ...(document.batchIndex === undefined ? {} : { batchIndex: document.batchIndex }),
    ...(document.payments === undefined ? {} : { payments: document.payments }),
  };
}

/** One document stands at the top; several are parts, and the file itself then has no invoice. */
export function readingOf(found: Found, mediaType: string): Reading {
  const [only, another] = found.documents;
  if (only && !another) {
    const reading = readingOfDocument(only, mediaType);
    return { ...reading, warnings: [...found.warnings, ...reading.warnings] };
  }
  const parts: ReadingPart[] = found.documents.map((document) => ({ ...readingOfDocument(document, mediaType), path: document.path }));
  const whole = readingOfDocument({ kind: found.kind, invoice: null }, mediaType);
  return { ...whole, parts, warnings: found.warnings };
}

export function refusedReading(code: string, message: string, mediaType: string): Reading {
  const empty = readingOfDocument({ kind: 'other', invoice: null }, mediaType);
  return { ...empty, kindConfidence: 0, textFrom: 'none', refused: { code, message } };
}
