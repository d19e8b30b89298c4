import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { newToken, tokenHash } from '#services/platform/tokens.ts';
import { type Place, row, rows } from '#storage/sql.ts';

export const deviceCookie = 'device';
/** A remembered device is not asked for the second factor for this long. */
const rememberDays = 60;

/** What a request tells of the browser it comes from. */
export type Browser = { address: string | null; userAgent: string | undefined; deviceToken: string | undefined };
export type Device = { id: string; token: string; rememberedUntil: Date | null };

/** The device of this browser, if this user signed in with it before. */
export async function knownDevice(place: Place, userId: string, token: string | undefined): Promise<Device | undefined> {
  if (token === undefined) return undefined;
  const found = await row<Omit<Device, 'token'>>(
    place,
    'select id, remembered_until as "rememberedUntil" from devices where token_hash = $1 and user_id = $2',
    tokenHash(token),
    userId,
  );
  return found && { ...found, token };
}

/** Notes that the device was used, and makes it known when it is new. Remembering is asked for, and proven by the second factor. */
export async function keepDevice(
  transaction: Transaction,
  userId: string,
  device: Device | undefined,
  browser: Browser,
  remember: boolean,
): Promise<{ id: string; token: string }> {
  const name = deviceName(browser.userAgent);
  if (device) {
    await row(
      transaction,
      `update devices set seen_at = now(), name = $2, remembered_until = case when $3 then now() + make_interval(days => $4) else remembered_until end where id = $1`,
      device.id,
      name,
      remember,
      rememberDays,
    );
    return device;
  }
  const [id, token] = [randomUUID(), newToken()];
  await row(
    transaction,
    `insert into devices (id, user_id, token_hash, name, remembered_until) values ($1, $2, $3, $4, case when $5 then now() + make_interval(days => $6) end)`,
    id,
    userId,
    tokenHash(token),
    name,
    remember,
    rememberDays,
  );
  return { id, token };
}

export type KnownDevice = { id: string; name: string; current: boolean; createdAt: Date; seenAt: Date; rememberedUntil: Date | null };

export const listDevices = (place: Place, userId: string, sessionId: string): Promise<KnownDevice[]> =>
  rows<KnownDevice>(
    place,
    `select id, name, coalesce(id = (select device_id from sessions where id = $2), false) as current, created_at as "createdAt", seen_at as "seenAt",
       case when remembered_until > now() then remembered_until end as "rememberedUntil"
     from devices where user_id = $1 order by seen_at desc`,
    userId,
    sessionId,
  );

/** Every device, this one too, is asked for the second factor again and counts as new (H-018). */
export async function forgetAllDevices(place: Place, userId: string): Promise<void> {
  await row(place, 'delete from devices where user_id = $1', userId);
}

const browsers = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;
const systems = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const;

/** "Firefox, Linux": enough for a person to know the own device again. */
export function deviceName(userAgent: string | undefined): string {
  const named = (list: readonly (readonly [RegExp, string])[]) => list.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
  return [named(browsers) ?? 'program', named(systems)].filter((part) => part !== undefined).join(', ');
}
