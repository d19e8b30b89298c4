/** Weights of the first seven digits of a Hungarian base number (AC-002). */
const weights = [9, 7, 3, 1, 9, 7, 3] as const;

/** Whether eight digits are a base number (adótörzsszám) with the right check digit (AC-002). */
export function isBaseNumber(digits: string): boolean {
  if (!/^\d{8}$/.test(digits)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return (10 - (sum % 10)) % 10 === Number(digits[7]);
}

/**
 * The base number inside a Hungarian tax number written in any usual form
 * (`12345676-2-42`, `12345676242`, `12345676`, `HU12345676`), or null.
 */
export function baseNumberOf(text: string | null): string | null {
  if (text === null) return null;
  const digits = text.replace(/^HU/i, '').replace(/[\s.\-–/]/g, '');
  if (!/^(\d{8}|\d{11})$/.test(digits)) return null;
  const base = digits.slice(0, 8);
  return isBaseNumber(base) ? base : null;
}

/** The usual written form `xxxxxxxx-y-zz` when all eleven digits are there, the base number alone otherwise (AC-001). */
export function formatTaxNumber(text: string): string {
  const digits = text.replace(/\D/g, '');
  return digits.length === 11 ? `${digits.slice(0, 8)}-${digits[8]}-${digits.slice(9)}` : digits;
}

/** EU VAT number of any state, without spaces, or null (AC-008). */
export function euVatNumberOf(text: string | null): string | null {
  const compact = (text ?? '').replace(/[\s.-]/g, '').toUpperCase();
  return /^[A-Z]{2}[0-9A-Z]{2,13}$/.test(compact) && /\d/.test(compact) ? compact : null;
}
