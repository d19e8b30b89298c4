import { type InvoiceWire, toWire } from './invoice-wire.ts';
import type { Reading, ReadingPart } from './reading.ts';

/** A reading in the shape of `./hub read` (contract §3): amounts are decimal strings, also in the parts. */
export type ReadingWire = Omit<Reading, 'invoice' | 'parts'> & { invoice: InvoiceWire | null; parts: ReadingPartWire[] };
export type ReadingPartWire = ReadingWire &
  Partial<Pick<Extract<ReadingPart, { path: string }>, 'path' | 'sha256'>> & {
    pageRange?: [from: number, to: number];
  };

export const wireReading = ({ invoice, parts, ...reading }: Reading): ReadingWire => ({
  ...reading,
  invoice: invoice && toWire(invoice),
  parts: parts.map(wireReading),
});
