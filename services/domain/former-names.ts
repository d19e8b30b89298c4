import { folded } from './text.ts';

/** Large suppliers under their names over time, the present one first; what a name begins with (AC-057). */
const names: readonly (readonly string[])[] = [
  ['MVM Next', 'NKM Energia', 'Főgáz', 'ELMŰ', 'ÉMÁSZ'],
  ['Yettel', 'Telenor', 'Pannon GSM'],
  ['One Magyarország', 'Vodafone', 'DIGI', 'UPC', 'Invitel'],
  ['Magyar Telekom', 'T-Mobile', 'T-Home', 'Matáv'],
];

/** Every name, folded, under which a company of this name may stand on older or newer papers; empty for all others. */
export function aliasesOf(name: string): string[] {
  const asked = folded(name);
  const family = names.find((each) => each.some((known) => asked.startsWith(folded(known))));
  return family ? family.map(folded) : [];
}
