import type { Identified } from '#services/domain/identified.ts';
import type { Reading } from '#services/domain/reading.ts';

/**
 * Reads a file whose fields have names: e-invoices and data reports in XML, and NAV's list export in XLSX.
 * Null when the file is not of such a form; what is of such a form but broken comes back with `refused`.
 */
export async function readStructured(_bytes: Uint8Array, identified: Identified): Promise<Reading | null> {
  if (identified.form !== 'xml' && identified.form !== 'xlsx') return null;
  return null;
}
