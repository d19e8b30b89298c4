import type { InvoiceFieldName, InvoiceWire } from './invoice-wire.ts';
import type { Merged, SourceReading } from './merge.ts';
import type { FieldSource } from './reading.ts';

/** What sources may not say differently without a person being asked. */
const settledAlike: readonly InvoiceFieldName[] = ['gross', 'net', 'vat', 'currency', 'issuedOn', 'number'];
export const differing = ({ conflicts }: Merged): InvoiceFieldName[] => conflicts.filter((name) => settledAlike.includes(name));

/** `net-and-vat`, `vat-lines`, `lines`: the sum that the gross should be, and is not. */
export const doubtReasons = ['differs', 'missing', 'net-and-vat', 'vat-lines', 'lines', 'unsure'] as const;

/** A field that keeps an item from being booked by itself, and why; `evidence`: how the value that stands was read. */
export type Doubt = {
  field: InvoiceFieldName;
  why: (typeof doubtReasons)[number];
  evidence: { source: FieldSource; confidence: number; because: string | null } | null;
};

/** What a person is asked about an item's fields: what sources say differently first, then what is missing or not sure. */
export function doubtsOf(sources: readonly SourceReading[], merged: Merged): Doubt[] {
  const { invoice, provenance, unsure } = merged;
  const winnerOf = (field: InvoiceFieldName) => provenance[field]?.find(({ won }) => won);
  const differ = differing(merged);
  const doubts = differ.map((field): Doubt => ({ field, why: 'differs', evidence: null }));
  for (const field of unsure.filter((name) => !differ.includes(name))) {
    const origin = winnerOf(field)?.origin;
    const found = sources.find((each) => each.origin === origin)?.evidence[field];
    const evidence = found?.source ? { source: found.source, confidence: found.confidence, because: found.because ?? null } : null;
    doubts.push({ field, why: whyOf(field, invoice, origin !== undefined), evidence });
  }
  return doubts;
}

function whyOf(field: InvoiceFieldName, invoice: InvoiceWire, isSaid: boolean): Doubt['why'] {
  if (!isSaid) return 'missing';
  return (field === 'gross' && brokenSum(invoice)) || 'unsure';
}

/** Which sum the gross does not come to; null where every one that can be reckoned does. */
function brokenSum({ net, vat, gross, vatLines, lines }: InvoiceWire): 'net-and-vat' | 'vat-lines' | 'lines' | null {
  const differ = (parts: readonly (string | null)[], whole: string | null) => {
    const [sum, all] = [sumOf(parts), sumOf([whole])];
    return sum !== null && all !== null && sum !== all;
  };
  if (differ([net, vat], gross)) return 'net-and-vat';
  if (
    vatLines.length > 0 &&
    differ(
      vatLines.map((line) => line.gross),
      gross,
    )
  )
    return 'vat-lines';
  return lines.length > 0 &&
    differ(
      lines.map((line) => line.net),
      net,
    )
    ? 'lines'
    : null;
}

/** In millionths, whatever the currency; null when a part is unknown. */
function sumOf(parts: readonly (string | null)[]): bigint | null {
  let sum = 0n;
  for (const part of parts) {
    const match = /^(-?)(\d+)(?:\.(\d{0,6}))?$/.exec(part ?? '');
    if (match === null) return null;
    const [, sign, whole = '', decimals = ''] = match;
    const value = BigInt(whole + decimals.padEnd(6, '0'));
    sum += sign ? -value : value;
  }
  return sum;
}
