import { folded } from './text.ts';

/** Lower case, without the letters and digits that look alike. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * Local part of a business's system address: `<slug>.<random>` (H-064). The random part has 60 bits,
 * so that guessing is hopeless although anyone may send to it.
 *
 * @param random at least twelve random bytes
 */
export function mailLocalPart(businessName: string, random: Uint8Array): string {
  const slug =
    folded(businessName)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 24)
      .replace(/-+$/, '') || 'ceg';
  return `${slug}.${[...random.slice(0, 12)].map((byte) => alphabet[byte % alphabet.length]).join('')}`;
}

/** Local part and domain of an address, lower-cased, or null when it has no such form. Anything after a `+` belongs to the sender. */
export function splitAddress(address: string): { localPart: string; domain: string } | null {
  const match = /^([^@\s]+)@([^@\s]+)$/.exec(address.trim().toLowerCase());
  return match ? { localPart: match[1]!.replace(/\+.*$/, ''), domain: match[2]! } : null;
}
