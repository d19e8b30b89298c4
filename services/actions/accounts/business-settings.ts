import type { Day } from '#services/domain/day.ts';
import { appendAudit } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';

/** What decides how a business's vouchers count, each from a day on. */
export type SettingValues = {
  'vat-period': 'monthly' | 'quarterly' | 'yearly' | 'none';
  'exempt-small-business': boolean;
  'cash-accounting': boolean;
  /** B-049: only complete identifiers between spaces with the exact amount settle by themselves. */
  'strict-matching': boolean;
  /** H-108: a difference of at most 5 HUF closes the item as rounding. */
  'close-rounding': boolean;
  'period-date': 'supplied-on' | 'issued-on' | 'received-on' | 'paid-on';
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

export const listSettings = (place: Place, businessId: string): Promise<Setting[]> =>
  rows<Setting>(
    place,
    `select name, valid_from::text as "validFrom", value from business_settings where business_id = $1 order by name, valid_from desc`,
    businessId,
  );

/** What held on a day: a past month is counted by the rules of that month. */
export async function settingsOn(place: Place, businessId: string, day: Day): Promise<SettingValues> {
  const inForce = await rows<Setting>(
    place,
    `select distinct on (name) name, valid_from::text as "validFrom", value from business_settings
     where business_id = $1 and valid_from <= $2 order by name, valid_from desc`,
    businessId,
    day,
  );
  return { ...defaults, ...Object.fromEntries(inForce.map(({ name, value }) => [name, value])) };
}

/** Sets a value from a day on; the same day again replaces it. */
export function changeSetting(
  { database }: House,
  { caller }: Visitor,
  businessId: string,
  { name, validFrom, value }: Setting,
): Promise<void> {
  return database.transaction(async (transaction) => {
    await row(
      transaction,
      `insert into business_settings (business_id, name, valid_from, value, set_by) values ($1, $2, $3, $4, $5)
       on conflict (business_id, name, valid_from) do update set value = excluded.value, set_by = excluded.set_by, set_at = now()`,
      businessId,
      name,
      validFrom,
      JSON.stringify(value),
      caller.userId,
    );
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'business.setting-changed',
      facts: { name, validFrom, value },
    });
  });
}
