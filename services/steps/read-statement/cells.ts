import type { DecimalMark } from '#services/domain/column-mapping.ts';
import { exponentOf, parseMinor } from '#services/domain/money.ts';
import { folded } from '#services/domain/text.ts';

/** A cell as the file holds it: numbers only where a spreadsheet says number; dates are `YYYY-MM-DD[ HH:MM:SS]`. */
export type Cell = string | number;

export const textOf = (cell: Cell | undefined): string => (cell === undefined ? '' : typeof cell === 'number' ? plain(cell) : cell.trim());

/** A number without exponent: account numbers arrive as 1.04e+23. */
const plain = (value: number): string => (Number.isInteger(value) && Math.abs(value) >= 1e15 ? BigInt(value).toString() : String(value));

type Written = { negative: boolean; figures: string; currency: string | null };

/** Signs, spaces and currency words away: `+7 000,00 HUF` → `7000,00`. Null when it is no amount. */
function written(text: string): Written | null {
  const compact = text
    .replace(/[\s\u00a0\u2009\u202f'’]/gu, '')
    .replace(/[\u2212\u2013]/gu, '-')
    .replace(/,-$/, '');
  const match = /^(\()?([+-]?)([\p{L}€$£]{1,3})?([+-]?)(\d[\d.,]*|[.,]\d+)(-?)([\p{L}€$£]{1,3}\.?)?(\))?$/u.exec(compact);
  if (!match) return null;
  const [, open, sign, before, inner, figures = '', after, behind, close] = match;
  if ((open === undefined) !== (close === undefined)) return null;
  const minus = [sign, inner, after].filter((each) => each === '-').length + (open === undefined ? 0 : 1);
  if (minus > 1) return null;
  // `1,200.00 DR`, as banks of the English-speaking world sign.
  const side = /^(cr|dr)\.?$/i.exec(behind ?? '')?.[1]?.toLowerCase();
  if (side) return minus > 0 || before !== undefined ? null : { negative: side === 'dr', figures, currency: null };
  const word = before ?? behind;
  const currency = word === undefined ? null : currencyOf(word);
  if ((before !== undefined && behind !== undefined) || (word !== undefined && currency === null)) return null;
  return { negative: minus === 1, figures, currency };
}

const symbols: Readonly<Record<string, string>> = { ft: 'HUF', 'ft.': 'HUF', '€': 'EUR', $: 'USD', '£': 'GBP' };

/** An ISO 4217 code, or null: `Ft`, `€` and lower case are understood. */
export function currencyOf(text: string): string | null {
  const word = text.trim();
  return symbols[word.toLowerCase()] ?? (/^[A-Za-z]{3}$/.test(word) ? word.toUpperCase() : null);
}

/** The currency written beside an amount, if any. */
export const currencyBeside = (cell: Cell): string | null => (typeof cell === 'number' ? null : (written(cell)?.currency ?? null));

/**
 * The decimal mark that a whole column shows; null when nothing in it decides (`1.234` alone may be both).
 * The last of two different signs is the mark, a repeated sign is not, and three digits behind one sign say nothing.
 */
export function decimalMarkOf(cells: Iterable<Cell>): DecimalMark | null {
  for (const cell of cells) {
    if (typeof cell === 'number') continue;
    const figures = written(cell)?.figures;
    if (figures === undefined) continue;
    const comma = figures.lastIndexOf(',');
    const point = figures.lastIndexOf('.');
    if (comma < 0 && point < 0) continue;
    if (comma >= 0 && point >= 0) return comma > point ? ',' : '.';
    const mark = comma >= 0 ? ',' : '.';
    const groups = figures.split(mark);
    if (groups.length > 2) return mark === ',' ? '.' : ',';
    if (groups[1]!.length !== 3 || groups[0]!.length > 3 || groups[0] === '0') return mark;
  }
  return null;
}

/** Whether a text needs the decimal mark to be understood: one sign with exactly three digits behind it. */
export const isUnclear = (cell: Cell): boolean => typeof cell === 'string' && /^\d{1,3}[.,]\d{3}$/.test(written(cell)?.figures ?? '');

/** Above this an "amount" is an account number in the wrong column. */
const tooMuch = 10n ** 12n;

/** An amount cell in minor units; null for anything that is not exactly one amount. */
export function minorOf(cell: Cell, currency: string | null, mark: DecimalMark): bigint | null {
  const exponent = exponentOf(currency);
  const minor = typeof cell === 'number' ? minorOfNumber(cell, exponent) : minorOfText(cell, currency, mark);
  return minor === null || minor >= tooMuch * 10n ** BigInt(exponent) || minor <= -tooMuch * 10n ** BigInt(exponent) ? null : minor;
}

function minorOfNumber(value: number, exponent: number): bigint | null {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e13) return null;
  const scaled = value * 10 ** exponent;
  const nearest = Math.round(scaled);
  // A spreadsheet's binary fraction is off by far less than this; a third decimal is off by more.
  return Math.abs(scaled - nearest) > 0.01 ? null : BigInt(nearest);
}

function minorOfText(text: string, currency: string | null, mark: DecimalMark): bigint | null {
  const amount = written(text);
  if (!amount) return null;
  const at = amount.figures.lastIndexOf(mark);
  const whole = at < 0 ? amount.figures : amount.figures.slice(0, at);
  const decimals = at < 0 ? '' : amount.figures.slice(at + 1);
  const separator = mark === ',' ? '.' : ',';
  const groups = whole.split(separator);
  if (groups.length > 1 && !(groups[0]!.length <= 3 && groups[0] !== '' && groups.slice(1).every((group) => /^\d{3}$/.test(group))))
    return null;
  const digits = groups.join('');
  if (!/^\d*$/.test(digits) || !/^\d*$/.test(decimals) || digits + decimals === '' || digits.length > 18) return null;
  if (/[1-9]/.test(decimals.slice(exponentOf(currency)))) return null;
  const minor = parseMinor(`${digits || '0'}${decimals ? `.${decimals}` : ''}`, currency);
  return amount.negative ? -minor : minor;
}

const debitWords = new Set([
  't',
  'terheles',
  'kimeno',
  'k',
  'ki',
  'kifizetes',
  'd',
  'dr',
  'dbit',
  'debit',
  'debet',
  'out',
  'soll',
  's',
  'lastschrift',
  'addebito',
]);
const creditWords = new Set([
  'j',
  'jovairas',
  'bejovo',
  'b',
  'be',
  'befizetes',
  'c',
  'cr',
  'crdt',
  'credit',
  'in',
  'haben',
  'h',
  'gutschrift',
  'accredito',
]);

/** −1 for money out, 1 for money in, null when the word is neither (T/J, K/B, D/C, DBIT/CRDT, OUT/IN …). */
export function directionOf(text: string): 1 | -1 | null {
  const word = folded(text).trim();
  return debitWords.has(word) ? -1 : creditWords.has(word) ? 1 : null;
}

/** What stands for nothing in banks' cells: `-`, `NOTPROVIDED`, an empty text. */
export function presentOrNull(text: string | null | undefined): string | null {
  const tidied = (text ?? '').replace(/\s+/gu, ' ').trim();
  return /^(-*|NOTPROVIDED|NOT PROVIDED|NONREF|null)$/i.test(tidied) ? null : tidied;
}
