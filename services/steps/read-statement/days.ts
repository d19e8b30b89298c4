import type { DayOrder } from '#services/domain/column-mapping.ts';
import { findDates } from '#services/domain/date-text.ts';
import { type Day, dayOf } from '#services/domain/day.ts';
import type { Cell } from './cells.ts';

/** Where a year of two figures stands in a whole column of days. */
export type ShortYear = 'first' | 'last';

const shortDay = /^\s*(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{2})\.?(?:$|[T ,])/;

/**
 * A day in any spelling banks use; a time, zone or weekday behind it is ignored, the calendar day is taken as written.
 * Years of two figures are read only where the column showed which of the three they are.
 */
export function dayFrom(cell: Cell, order: DayOrder = 'dmy', shortYear: ShortYear | null = null): Day | null {
  if (typeof cell === 'number') {
    // Excel's serial day 25569 is 1970-01-01; a bare number is taken for a day only in the years of banking by computer.
    if (cell >= 32_874 && cell < 73_051) return new Date(Math.floor(cell - 25_569) * 86_400_000).toISOString().slice(0, 10);
    return Number.isInteger(cell) ? dayFrom(String(cell), order) : null;
  }
  const text = cell.trim();
  const compact = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (compact) return dayOf(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const yearFirst = /^(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})\.?(?:$|[T ,+Z-])/.exec(text);
  if (yearFirst) return dayOf(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  const yearLast = /^(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4})\.?(?:$|[T ,])/.exec(text);
  if (yearLast) return inOrder(Number(yearLast[3]), Number(yearLast[1]), Number(yearLast[2]), order);
  const short = shortYear === null ? null : shortDay.exec(text);
  if (short) {
    const [first, second, third] = [Number(short[1]), Number(short[2]), Number(short[3])];
    return shortYear === 'first' ? dayOf(2000 + first, second, third) : inOrder(2000 + third, first, second, order);
  }
  return withMonthName(text);
}

const inOrder = (year: number, first: number, second: number, order: DayOrder): Day | null =>
  order === 'dmy' ? dayOf(year, second, first) : dayOf(year, first, second);

/** `31 Jan 2026`, `Jan 31, 2026`, `2026. január 31.`: nothing but a day, and perhaps a time behind it. */
function withMonthName(text: string): Day | null {
  if (text.length < 8 || text.length > 40 || !/^(?:\d{1,4}[^\d]{0,3}\p{L}{3,}|\p{L}{3,}[^\d]{1,3}\d{1,2}\D)/u.test(text)) return null;
  const [found, another] = findDates(text);
  const isAll = found && !another && found.from === 0 && /^\.?(?:$|[,\s]\s*\d{1,2}:\d\d)/.test(text.slice(found.to));
  return isAll && !found.isTwoWay ? found.day : null;
}

/** The order of day and month that a whole column shows: by a number above 12; null where nothing decides. */
export function dayOrderOf(cells: Iterable<Cell>): DayOrder | null {
  for (const cell of cells) {
    const match = typeof cell === 'string' ? /^\s*(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(?:\d{4}|\d{2})(?!\d)/.exec(cell) : null;
    if (match && Number(match[1]) > 12) return 'dmy';
    if (match && Number(match[2]) > 12) return 'mdy';
  }
  return null;
}

/** Histories run in order of days: the one order of day and month in which they do; null where both or none does. */
export function runningOrderOf(cells: readonly Cell[], shortYear: ShortYear | null): DayOrder | null {
  const runs = (order: DayOrder): boolean => {
    const days = cells.flatMap((cell) => (typeof cell === 'string' && cell.includes('/') ? (dayFrom(cell, order, shortYear) ?? []) : []));
    return days.every((day, at) => at === 0 || days[at - 1]! <= day) || days.every((day, at) => at === 0 || days[at - 1]! >= day);
  };
  const [dayFirst, monthFirst] = [runs('dmy'), runs('mdy')];
  return dayFirst === monthFirst ? null : dayFirst ? 'dmy' : 'mdy';
}

/** Whether a day is another one when day and month change places; only slashes leave that open, dots and hyphens put the day first. */
export function isTwoWay(cell: Cell): boolean {
  const match = typeof cell === 'string' ? /^\s*(\d{1,2})\s*\/\s*(\d{1,2})\s*\/\s*(?:\d{4}|\d{2})(?!\d)/.exec(cell) : null;
  return match !== null && Number(match[1]) <= 12 && Number(match[2]) <= 12 && Number(match[1]) !== Number(match[2]);
}

/**
 * Where years of two figures stand in a column: the one place in which all are days and the years lie together;
 * null where none are, or both places do.
 */
export function shortYearOf(cells: Iterable<Cell>): ShortYear | null {
  const parts: [number, number, number][] = [];
  for (const cell of cells) {
    const match = typeof cell === 'string' ? shortDay.exec(cell) : null;
    if (match) parts.push([Number(match[1]), Number(match[2]), Number(match[3])]);
  }
  if (parts.length === 0) return null;
  const areDays = {
    first: parts.every(([year, month, day]) => dayOf(2000 + year, month, day) !== null),
    last: (['dmy', 'mdy'] as const).some((order) => parts.every(([a, b, year]) => inOrder(2000 + year, a, b, order) !== null)),
  };
  const spread = (at: 0 | 2) => {
    const years = parts.map((each) => each[at]);
    return years.reduce((a, b) => Math.max(a, b)) - years.reduce((a, b) => Math.min(a, b));
  };
  if (areDays.first !== areDays.last) return areDays.first ? 'first' : 'last';
  if (!areDays.first || spread(0) <= 1 === spread(2) <= 1) return null;
  return spread(0) <= 1 ? 'first' : 'last';
}
