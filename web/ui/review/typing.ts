import { typedAmount, typedDay } from '../shared/amount.ts';
import { formatDay, formatNumber } from '../shared/format.ts';

const amounts = new Set(['net', 'vat', 'gross', 'payable', 'netHuf', 'vatHuf', 'grossHuf', 'exchangeRate']);

/** As it stands in an input: days and amounts in the writing of the country. */
export function written(name: string, value: string | null): string {
  if (value === null) return '';
  if (name.endsWith('On')) return formatDay(value);
  return amounts.has(name) ? formatNumber(value.replace(/\.0+$/, '')) : value;
}

/** What was typed, as the contract writes it; `undefined` when it is no day or amount. */
export function typed(name: string, text: string): string | null | undefined {
  if (text.trim() === '') return null;
  if (name.endsWith('On')) return typedDay(text) ?? undefined;
  if (amounts.has(name)) return typedAmount(text) ?? undefined;
  return name === 'currency' ? text.trim().toUpperCase() : text.trim();
}

/** A word of the page put into a field: an amount of several words joins what stands there (`12` `700` → `12 700`). */
export function filled(name: string, before: string | null, word: string): string {
  return before !== null && amounts.has(name) && /^\d{3}(,\d+)?$/.test(word) && /^\d[\d ]*$/.test(before) ? `${before} ${word}` : word;
}
