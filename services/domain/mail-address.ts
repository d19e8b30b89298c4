/** Local part and domain of an address, lower-cased, or null when it has no such form. Anything after a `+` belongs to the sender. */
export function splitAddress(address: string): { localPart: string; domain: string } | null {
  const match = /^([^@\s]+)@([^@\s]+)$/.exec(address.trim().toLowerCase());
  return match ? { localPart: match[1]!.replace(/\+.*$/, ''), domain: match[2]! } : null;
}
