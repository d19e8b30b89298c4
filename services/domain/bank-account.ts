const weights = [9, 7, 3, 1] as const;

const weighted = (digits: string): number => [...digits].reduce((sum, digit, index) => sum + Number(digit) * weights[index % 4]!, 0);

/**
 * A Hungarian domestic account number (16 or 24 digits, any separators, or its IBAN)
 * as 24 digits, or null when a check digit is wrong (AC-012–AC-015).
 */
export function domesticAccountOf(text: string): string | null {
  const compact = text.replace(/[\s\-–.]/g, '').toUpperCase();
  if (/^HU\d{26}$/.test(compact)) return isIban(compact) ? domesticAccountOf(compact.slice(4)) : null;
  if (!/^(\d{16}|\d{24})$/.test(compact)) return null;
  if (weighted(compact.slice(0, 8)) % 10 !== 0 || weighted(compact.slice(8)) % 10 !== 0) return null;
  return compact.padEnd(24, '0');
}

/** The IBAN of an account as `normalAccount` spells it; null for what has none. */
export function ibanOf(account: string): string | null {
  if (isIban(account)) return account;
  if (domesticAccountOf(account) !== account) return null;
  // ISO 7064 MOD 97-10 over the number, HU as 17 and 30, and 00 for the digits that are looked for.
  const check = 98n - (BigInt(`${account}173000`) % 97n);
  return `HU${String(check).padStart(2, '0')}${account}`;
}

/** Whether the text (without spaces) is an IBAN with the right check digits (ISO 13616). */
export function isIban(compact: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact)) return false;
  const digits = (compact.slice(4) + compact.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let remainder = 0;
  for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97;
  return remainder === 1;
}

/**
 * One spelling for every way an account is written: Hungarian ones as 24 digits, others as a compact IBAN.
 * Null when it is neither; then nothing may be concluded from it.
 */
export function normalAccount(text: string | null): string | null {
  if (!text) return null;
  const domestic = domesticAccountOf(text);
  if (domestic) return domestic;
  const compact = text.replace(/[\s-]/g, '').toUpperCase();
  return isIban(compact) ? compact : null;
}
