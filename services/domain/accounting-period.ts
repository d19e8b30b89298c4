import { type PeriodDate, type Setting, type SettingValues, settingsIn } from './business-settings.ts';
import type { Day } from './day.ts';

/** The days of a register item that may decide its period; `paidOn` is the day on which the last of what is owed was paid. */
export type PeriodDays = { issuedOn: Day | null; suppliedOn: Day | null; receivedOn: Day | null; paidOn: Day | null };

/** `2026-10`, `2026-Q4` or `2026`. */
export const periodPattern = /^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]))?$/;

/**
 * The period to which an item belongs. The settings of the day of performance say which day decides – with cash accounting it is
 * the day of payment (Áfa tv. XIII/A.) – and the settings of the deciding day say how long its period is. Where a voucher names no
 * day of performance it is the day of issue (Áfa tv. 169. § g).
 *
 * @returns null where the deciding day is unknown, and where the business files no VAT return on it
 */
export function periodOf({ issuedOn, suppliedOn, receivedOn, paidOn }: PeriodDays, history: readonly Setting[]): string | null {
  const performedOn = suppliedOn ?? issuedOn;
  if (performedOn === null) return null;
  const by = decidedBy(settingsIn(history, performedOn));
  const day = { 'supplied-on': performedOn, 'issued-on': issuedOn, 'received-on': receivedOn, 'paid-on': paidOn }[by];
  return day === null ? null : periodAt(day, settingsIn(history, day)['vat-period']);
}

const decidedBy = (settings: SettingValues): PeriodDate => (settings['cash-accounting'] ? 'paid-on' : settings['period-date']);

function periodAt(day: Day, length: SettingValues['vat-period']): string | null {
  const year = day.slice(0, 4);
  if (length === 'yearly') return year;
  if (length === 'monthly') return day.slice(0, 7);
  return length === 'quarterly' ? `${year}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}` : null;
}

/** From a day on, before another; null: without an end. */
export type Days = { from: Day; before: Day | null };
/** Items performed in some days belong to a period when the day that decides falls into some others. */
export type PeriodSpan = { by: PeriodDate; performed: Days; decided: Days };

/** The same rule turned round, for a query: an item is in the period exactly when it is in one of these. */
export function spansOf(period: string, history: readonly Setting[]): PeriodSpan[] {
  const whole = daysOf(period);
  const stretches = stretchesOf(history);
  const decided = stretches
    .filter(({ from }) => settingsIn(history, from)['vat-period'] === whole.length)
    .map(({ from, before }) => ({
      from: from < whole.from ? whole.from : from,
      before: before === null || whole.before < before ? whole.before : before,
    }))
    .filter(({ from, before }) => from < before);
  return stretches.flatMap((performed) =>
    decided.map((days) => ({ by: decidedBy(settingsIn(history, performed.from)), performed, decided: days })),
  );
}

/** Earlier than every day on a voucher. */
const begin: Day = '0001-01-01';

/** Stretches of days in which no setting changes. */
function stretchesOf(history: readonly Setting[]): Days[] {
  const turns = [...new Set([begin, ...history.map(({ validFrom }) => validFrom)])].sort();
  return turns.map((from, index) => ({ from, before: turns[index + 1] ?? null }));
}

function daysOf(period: string): { length: SettingValues['vat-period']; from: Day; before: Day } {
  const year = Number(period.slice(0, 4));
  const rest = period.slice(5);
  const length = rest === '' ? 'yearly' : rest.startsWith('Q') ? 'quarterly' : 'monthly';
  const months = { yearly: 12, quarterly: 3, monthly: 1 }[length];
  const first = length === 'yearly' ? 1 : length === 'quarterly' ? Number(rest[1]) * 3 - 2 : Number(rest);
  const day = (month: number): Day => new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);
  return { length, from: day(first), before: day(first + months) };
}
