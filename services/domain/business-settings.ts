import type { Day } from './day.ts';

/** The day that decides which period a voucher belongs to. */
export type PeriodDate = 'supplied-on' | 'issued-on' | 'received-on' | 'paid-on';

/** What decides how a business's vouchers count, each from a day on. */
export type SettingValues = {
  'vat-period': 'monthly' | 'quarterly' | 'yearly' | 'none';
  'exempt-small-business': boolean;
  'cash-accounting': boolean;
  /** B-049: only complete identifiers between spaces with the exact amount settle by themselves. */
  'strict-matching': boolean;
  /** H-108: a difference of at most 5 HUF closes the item as rounding. */
  'close-rounding': boolean;
  'period-date': PeriodDate;
};
export type SettingName = keyof SettingValues;
export type Setting = { name: SettingName; validFrom: Day; value: SettingValues[SettingName] };

/** In force where nothing was set. */
const defaults: SettingValues = {
  'vat-period': 'quarterly',
  'exempt-small-business': false,
  'cash-accounting': false,
  'strict-matching': false,
  'close-rounding': true,
  'period-date': 'supplied-on',
};

/** What held on a day, of all that was ever set in any order: a past month is counted by the rules of that month. */
export function settingsIn(history: readonly Setting[], day: Day): SettingValues {
  const inForce = history.filter(({ validFrom }) => validFrom <= day).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return { ...defaults, ...Object.fromEntries(inForce.map(({ name, value }) => [name, value])) };
}
