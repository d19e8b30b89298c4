/** Days as people print them (AC-045, AC-046): found inside running text. */
import { type Day, dayOf } from './day.ts';
import { folded } from './text.ts';

/**
 * Which comes first where only slashes or hyphens stand between: the day (Europe) or the month (United States). `year-first`
 * is a Hungarian page: `26.11.03` is of 2026 there, all else as day first.
 */
export type DayOrder = 'day-first' | 'month-first' | 'year-first';
export type DateText = {
  day: Day;
  /** The same digits in the other order, where that too is a day. */
  other: Day | null;
  /** Digits with slashes, hyphens or dots and no year in front: only such a date tells of the order. */
  isTwoWay: boolean;
  from: number;
  to: number;
};

/** Beginnings of month names, accents folded; each must tell its month in every language listed. */
const months: readonly (readonly [month: number, names: string])[] = [
  [1, 'januar|january|janvier|januari|enero|gennaio|janeiro|ianuarie|jan|janv|gen|ene'],
  [2, 'februar|february|fevrier|februari|febrero|febbraio|fevereiro|februarie|feb|febr|fevr|fev'],
  [3, 'marcius|march|marz|maerz|mars|maart|marzo|marco|martie|mar|marc|mrz|mrt'],
  [4, 'aprilis|april|avril|abril|aprile|aprilie|apr|avr|abr'],
  [5, 'majus|may|mai|mei|mayo|maggio|maio|maj|mag'],
  [6, 'junius|june|juni|juin|junio|giugno|junho|iunie|jun|giu'],
  [7, 'julius|july|juli|juillet|julio|luglio|julho|iulie|jul|juil|lug'],
  [8, 'augusztus|august|aout|augustus|agosto|aug|ago'],
  [9, 'szeptember|september|septembre|septiembre|settembre|setembro|septembrie|szept|sept|sep|set'],
  [10, 'oktober|october|octobre|octubre|ottobre|outubro|octombrie|okt|oct|ott'],
  [11, 'november|novembre|noviembre|novembro|noiembrie|nov'],
  [12, 'december|dezember|decembre|diciembre|dicembre|dezembro|decembrie|dec|dez|dic'],
];
const monthNumbers = new Map(months.flatMap(([month, names]) => names.split('|').map((name) => [name, month] as const)));
const monthName = [...monthNumbers.keys()].sort((a, b) => b.length - a.length).join('|');

const year = '(?:19|20)\\d\\d';
const gap = '\\s{0,2}';

type Form = { pattern: RegExp; read: (parts: string[], order: DayOrder) => [year: number, month: number, day: number][] };

const numbers = (parts: string[]) => parts.map(Number) as [number, number, number];
const fullYear = (text: string) => (text.length === 2 ? 2000 + Number(text) : Number(text));
const isMonthOf = (name: string) => monthNumbers.get(name) ?? 0;

/** The first form that fits a place wins; texts are accent-folded, lower case, of the same length as the original. */
const forms: readonly Form[] = [
  // 2026. 11. 22.  2026-11-22  2026/11/22
  {
    // `B/2026/11/04` is a number.
    pattern: new RegExp(`(?<!\\d|[a-z\\d][/-])(${year})${gap}[.,/-]${gap}(\\d{1,2})${gap}[.,/-]${gap}(\\d{1,2})(?!\\d)`, 'g'),
    read: (parts) => [numbers(parts)],
  },
  // 2026. november 22.
  {
    pattern: new RegExp(`(?<!\\d)(${year})[.,]?\\s{0,2}(${monthName})[.,]?\\s{0,2}(\\d{1,2})(?!\\d|[.]\\d)`, 'g'),
    read: ([y, m = '', d]) => [[Number(y), isMonthOf(m), Number(d)]],
  },
  // 22. November 2026  22-Nov-26  1er juillet 2015
  {
    pattern: new RegExp(
      `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th|er)?[.\\s,/-]{0,3}(?:of |de |di )?(${monthName})[.\\s,/'-]{0,3}(?:de |of )?(${year}|\\d\\d)(?!\\d|:)`,
      'g',
    ),
    read: ([d, m = '', y = '']) => [[fullYear(y), isMonthOf(m), Number(d)]],
  },
  // November 22, 2026
  {
    pattern: new RegExp(`(?<![a-z])(${monthName})[.]?\\s{0,2}(\\d{1,2})(?:st|nd|rd|th)?${gap}[,.]?\\s{0,2}(${year})(?!\\d)`, 'g'),
    read: ([m = '', d, y]) => [[Number(y), isMonthOf(m), Number(d)]],
  },
  // 22.11.2026  22/11/26  11/22/2026
  {
    pattern: new RegExp(`(?<![\\d.,/-])(\\d{1,2})(${gap}[./-]${gap})(\\d{1,2})${gap}[./-]${gap}(${year}|\\d\\d)(?![\\d/]|[.,-]\\d)`, 'g'),
    read: ([a, between = '', b, y = ''], order) => {
      const dayFirst: [number, number, number] = [fullYear(y), Number(b), Number(a)];
      const monthFirst: [number, number, number] = [fullYear(y), Number(a), Number(b)];
      const both = order === 'month-first' && !between.includes('.') ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
      if (y.length !== 2) return both;
      // 26.11.22: on a Hungarian page the year, elsewhere only where nothing else fits
      const yearFirst: [number, number, number] = [2000 + Number(a), Number(b), Number(y)];
      return order === 'year-first' && between.includes('.') && Number(a) >= 10 ? [yearFirst, ...both] : [...both, yearFirst];
    },
  },
  // 20261122
  { pattern: /(?<![\d.,-])(20\d\d)([01]\d)([0-3]\d)(?![\d.,-]\d|\d)/g, read: (parts) => [numbers(parts)] },
];

/** Every day in a text, from left to right. */
export function findDates(text: string, order: DayOrder = 'day-first'): DateText[] {
  if (!/\d/.test(text)) return [];
  const plain = sameLengthFolded(text);
  const found: DateText[] = [];
  for (const { pattern, read } of forms)
    for (const match of plain.matchAll(pattern)) {
      const from = match.index;
      const to = from + match[0].length;
      if (found.some((other) => from < other.to && other.from < to)) continue;
      const isNumeric = /^\d{1,2}\s*[./-]/.test(match[0]) && !/[a-z]/.test(match[0]);
      const days = read(match.slice(1), order).flatMap((parts) => dayOf(...parts) ?? []);
      const [day, other = null] = days;
      if (day !== undefined) found.push({ day, other: other === day ? null : other, isTwoWay: isNumeric, from, to });
    }
  return found.sort((a, b) => a.from - b.from);
}

/** Folding letter by letter, so that places in the text stay what they are. */
const sameLengthFolded = (text: string): string =>
  text
    .replace(/[^ -~]/gu, (letter) => {
      const bare = folded(letter);
      return bare.length === letter.length ? bare : ' '.repeat(letter.length);
    })
    .toLowerCase();

/** The order that a document's own dates prove: `25/3/2018` can only begin with the day; null where none tells. */
export function dayOrderOf(texts: Iterable<string>): DayOrder | null {
  let dayFirst = 0;
  let monthFirst = 0;
  for (const text of texts)
    for (const [, a, b] of text.matchAll(/(?<![\d.,/-])(\d{1,2})[/-](\d{1,2})[/-](?:(?:19|20)\d\d|\d\d)(?![\d/-])/g)) {
      if (Number(a) > 12 && Number(b) <= 12) dayFirst++;
      if (Number(b) > 12 && Number(a) <= 12) monthFirst++;
    }
  if (dayFirst === monthFirst) return null;
  return dayFirst > monthFirst ? 'day-first' : 'month-first';
}
