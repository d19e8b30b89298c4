import type { InvoiceReading, Reading } from '#services/domain/reading.ts';
import { readXml } from '#services/steps/read-structured/read-structured.ts';

export const readOf = (xml: string): Reading => readXml(Buffer.from(xml));

/** The invoice of a file, or the test says why there is none. */
export function invoiceIn(xml: string): InvoiceReading {
  const reading = readOf(xml);
  if (!reading.invoice) throw new Error(`no invoice: ${JSON.stringify(reading.refused)} ${reading.kind}`);
  return reading.invoice;
}
