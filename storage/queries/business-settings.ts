import { type Setting, type SettingValues, settingsIn } from '#services/domain/business-settings.ts';
import type { Day } from '#services/domain/day.ts';
import { type Place, rows } from '../sql.ts';

/** All that was ever set for a business; a handful of rows. */
export const listSettings = (place: Place, businessId: string): Promise<Setting[]> =>
  rows<Setting>(
    place,
    `select name, valid_from::text as "validFrom", value from business_settings where business_id = $1 order by name, valid_from desc`,
    businessId,
  );

/** What held on a day. */
export const settingsOn = async (place: Place, businessId: string, day: Day): Promise<SettingValues> =>
  settingsIn(await listSettings(place, businessId), day);
