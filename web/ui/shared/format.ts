import i18next from 'i18next';

const thinSpace = '\u00a0'; // no-break: an amount is never cut in two
const isEnglish = () => i18next.language === 'en';

/** `"1234567.50"` → `1 234 567,50`, with a true minus; in English `1,234,567.50`. */
export function formatNumber(decimal: string): string {
  const [, sign = '', whole = '0', decimals = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, isEnglish() ? ',' : thinSpace);
  return `${sign === '-' ? '−' : ''}${grouped}${decimals ? `${isEnglish() ? '.' : ','}${decimals}` : ''}`;
}

/** A contract amount with its currency: forints as `Ft` without empty decimals, others by code. */
export function formatMoney(amount: string | null, currency: string | null): string {
  if (amount === null) return '–';
  const isForint = currency === 'HUF' || currency === null;
  const number = formatNumber(isForint ? amount.replace(/\.0+$/, '') : amount);
  return currency === null ? number : `${number}${thinSpace}${currency === 'HUF' ? 'Ft' : currency}`;
}

/** `2026-11-22` → `2026. 11. 22.`; `short` leaves the year out. */
export function formatDay(day: string | null, short = false): string {
  if (day === null) return '–';
  const [year, month, date] = day.split('-');
  if (isEnglish()) return short ? `${month}-${date}` : day;
  return short ? `${month}. ${date}.` : `${year}. ${month}. ${date}.`.replaceAll('. ', '. ');
}

const inBudapest = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Budapest', dateStyle: 'short', timeStyle: 'short' });

/** The Budapest calendar day of an instant. */
export const dayOf = (instant: string): string => inBudapest.format(new Date(instant)).slice(0, 10);
export const timeOf = (instant: string): string => inBudapest.format(new Date(instant)).slice(11).replace(/^0/, '');
export const today = (): string => dayOf(new Date().toISOString());

/** The day and the time; today only the time. */
export function formatInstant(instant: string | null): string {
  if (instant === null) return '–';
  const day = dayOf(instant);
  return day === today() ? timeOf(instant) : `${formatDay(day, day.slice(0, 4) === today().slice(0, 4))} ${timeOf(instant)}`;
}

/** `2026-11-19` → `csütörtök`. */
export const weekdayOf = (day: string): string =>
  new Intl.DateTimeFormat(i18next.language, { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/** `2026-11` → `2026. november`; `short`: `nov.` */
export const formatMonth = (month: string, short = false): string =>
  new Intl.DateTimeFormat(
    i18next.language,
    short ? { month: 'short', timeZone: 'UTC' } : { year: 'numeric', month: 'long', timeZone: 'UTC' },
  ).format(new Date(`${month}-01T00:00:00Z`));

/** Bytes as a person says them. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${formatNumber(value < 10 ? value.toFixed(1) : value.toFixed(0))}${thinSpace}${unit}`;
}

/** Two letters for a round mark. */
export const initialsOf = (name: string): string =>
  name
    .split(/[\s.@]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0]?.toLocaleUpperCase('hu'))
    .join('');

/** A Hungarian account number in its three groups, an IBAN in groups of four; anything else as it is. */
export function formatAccount(account: string | null): string {
  if (account === null) return '–';
  if (/^\d{16}(\d{8})?$/.test(account)) return account.replace(/\d{8}(?=\d)/g, '$&-').replace(/-0{8}$/, '');
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account) ? account.replace(/.{4}(?=.)/g, '$& ') : account;
}
