import { domesticAccountOf } from './bank-account.ts';
import type { Day } from './day.ts';
import { baseNumberOf } from './tax-number.ts';

/** The counties of tax offices, in the order of their codes from 02; the second office of each is 20 more (AC-004, AC-005). */
const counties =
  'Baranya,Bács-Kiskun,Békés,Borsod-Abaúj-Zemplén,Csongrád-Csanád,Fejér,Győr-Moson-Sopron,Hajdú-Bihar,Heves,Komárom-Esztergom,Nógrád,Pest,Somogy,Szabolcs-Szatmár-Bereg,Jász-Nagykun-Szolnok,Tolna,Vas,Veszprém,Zala'.split(
    ',',
  );
const offices: Readonly<Record<string, string>> = {
  '41': 'Észak-Budapest',
  '42': 'Kelet-Budapest',
  '43': 'Dél-Budapest',
  '44': 'Kiemelt Adózók',
  '51': 'Kiemelt Ügyek',
};

/** What the ninth digit says (AC-003). */
export const vatStandings = ['exempt', 'pays', 'eva', 'group-member', 'group'] as const;
export type VatStanding = (typeof vatStandings)[number];
/** The simplified tax (EVA) ended with 2019. */
const lastEvaDay = '2019-12-31';

export type TaxNumberFacts = { standing: VatStanding | null; office: string | null };

/**
 * What the last three digits of a full tax number say on a day. They may change over time: for display, never for knowing
 * a partner again (AC-006). Null when the number is not complete.
 */
export function taxNumberFacts(text: string, on: Day): TaxNumberFacts | null {
  const digits = text.replace(/\D/g, '');
  if (digits.length !== 11 || baseNumberOf(digits) === null) return null;
  const standing = vatStandings[Number(digits[8]) - 1] ?? null;
  const code = digits.slice(9);
  const county = counties[(Number(code) > 20 ? Number(code) - 20 : Number(code)) - 2];
  return { standing: standing === 'eva' && on > lastEvaDay ? null : standing, office: offices[code] ?? county ?? null };
}

/** Banks by the first three digits of a domestic account (AC-016). */
const banks: readonly [prefixes: string, name: string][] = [
  ['100', 'Magyar Államkincstár'],
  ['101 103', 'MBH'],
  ['104', 'K&H'],
  ['107', 'CIB'],
  ['108', 'Citibank'],
  ['109', 'UniCredit'],
  ['116', 'Erste'],
  ['117', 'OTP'],
  ['120', 'Raiffeisen'],
  ['121', 'Gránit'],
  ['131', 'BNP Paribas'],
  ['137', 'ING'],
  ['162', 'MagNet'],
  ['163', 'Cetelem'],
  ['165', 'Oberbank'],
  ['190', 'MNB'],
];

/** The bank that keeps a domestic account; for display only, never for decisions. */
export function bankOf(account: string): string | null {
  const prefix = domesticAccountOf(account)?.slice(0, 3);
  if (prefix === undefined) return null;
  // Former savings cooperatives.
  if (/^[5-7]/.test(prefix)) return 'MBH';
  return banks.find(([prefixes]) => prefixes.split(' ').includes(prefix))?.[1] ?? null;
}
