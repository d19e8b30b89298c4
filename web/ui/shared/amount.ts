/** Amounts on the wire are decimal strings; the screens reckon in ten-thousandths, exactly. */
const places = 4;

/** @returns null for what is no decimal amount */
export function scaled(text: string | null | undefined): bigint | null {
  const match = /^(-?)(\d+)(?:\.(\d{0,4}))?$/.exec(text ?? '');
  if (!match) return null;
  const value = BigInt((match[2] ?? '0') + (match[3] ?? '').padEnd(places, '0'));
  return match[1] ? -value : value;
}

/** Two decimals at least; none when they are zeros. */
export function unscaled(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const decimals = digits.slice(-places).replace(/0{1,2}$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}${/[1-9]/.test(decimals) ? `.${decimals}` : ''}`;
}

export const sumOf = (amounts: readonly (string | null | undefined)[]): bigint =>
  amounts.reduce((sum, amount) => sum + (scaled(amount) ?? 0n), 0n);

/** What a person types: spaces, a decimal comma, `Ft`; null when it is no amount. */
export function typedAmount(text: string): string | null {
  const bare = text
    .replace(/\s|Ft|HUF/gi, '')
    .replace('−', '-')
    // A point before exactly three figures groups thousands.
    .replace(/\.(?=\d{3}(\D|$))/g, '')
    .replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(bare) ? bare : null;
}

/** `2026.11.02`, `2026. 11. 2.`, `20261102`, `11.02` (this year) → `2026-11-02`; null when it is no day. */
export function typedDay(text: string, year = new Date().getFullYear()): string | null {
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim());
  const parts = compact ? compact.slice(1) : text.split(/[^\d]+/).filter(Boolean);
  const [y, m, d] = parts.length === 2 ? [String(year), ...parts] : parts;
  if (!y || !m || !d || y.length !== 4) return null;
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) ? day : null;
}
