import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { isPassword } from '#services/platform/passwords.ts';
import { newToken, tokenHash } from '#services/platform/tokens.ts';
import { row } from '#storage/sql.ts';
import { emailKey } from '../accounts/users.ts';
import type { House } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { post } from '../mail/post.ts';
import { type Browser, type Device, deviceName, keepDevice, knownDevice } from './devices.ts';
import { isRecoveryCode, isRightCode } from './second-factor.ts';
import { countAttempt, demandPatience, forgetAttempts, networkOf } from './throttle.ts';

/** However busy it is used, a session ends after this long. */
export const sessionDays = 90;

export type SignIn = { email: string; password: string; code?: string | undefined; rememberDevice?: boolean | undefined };
export type SignedIn = { sessionId: string; userId: string; sessionToken: string; deviceToken: string };

type Account = { id: string; email: string; language: Language; passwordHash: string | null; totpSealed: string | null };

/**
 * Signs a person in. An address that nobody has, a wrong password and a user without one answer alike, in words and in time.
 *
 * @throws DomainError `sign-in-failed`; `code-needed` when the password is right and the second factor is missing or wrong;
 * `too-many-requests`
 */
export async function signIn(house: House, { email, password, code, rememberDevice = false }: SignIn, browser: Browser): Promise<SignedIn> {
  const key = emailKey(email);
  const account = await row<Account>(
    house.database,
    `select id, email, language, password_hash as "passwordHash", case when totp_confirmed_at is not null then totp_sealed end as "totpSealed"
     from users where email = $1`,
    key,
  );
  const device = account && (await knownDevice(house.database, account.id, browser.deviceToken));
  const network = networkOf(browser.address);
  // A device that this person used before is not held up by strangers who try the same account.
  const keys = [`sign-in:${key}:${network}`, ...(device ? [] : [`sign-in-from:${network}`, `sign-in:${key}`])];
  await demandPatience(house.database, keys);
  const failed = async (error: DomainError): Promise<never> => {
    await countAttempt(house.database, keys);
    throw error;
  };

  if (!(await isPassword(password, account?.passwordHash)) || !account)
    return failed(new DomainError('sign-in-failed', 'the address or the password is wrong'));
  if (account.totpSealed !== null && !isRemembered(device)) {
    if (code === undefined || code === '') throw new DomainError('code-needed', 'the code of the second factor is needed');
    const isRight = (await isRightCode(house, account.id, code)) || (await isRecoveryCode(house.database, account.id, code));
    if (!isRight) return failed(new DomainError('code-needed', 'the code is wrong or was used'));
  }
  // The network's own count stays: one right sign-in must not make room for a thousand guesses.
  await forgetAttempts(
    house.database,
    keys.filter((each) => !each.startsWith('sign-in-from:')),
  );
  return house.database.transaction((transaction) => openSession(transaction, house, account, browser, { device, rememberDevice }));
}

const isRemembered = (device: Device | undefined): boolean => device?.rememberedUntil != null && device.rememberedUntil > new Date();

/** Opens a session in this browser; a device that was not seen before is told to the person. */
export async function openSession(
  transaction: Transaction,
  house: House,
  user: { id: string; email: string; language: Language },
  browser: Browser,
  { device, rememberDevice, isFirst = false }: { device?: Device | undefined; rememberDevice: boolean; isFirst?: boolean },
): Promise<SignedIn> {
  const kept = await keepDevice(transaction, user.id, device, browser, rememberDevice);
  if (!device && !isFirst) {
    const at = new Intl.DateTimeFormat(user.language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Budapest' }).format(
      new Date(),
    );
    await post(transaction, house, 'new-device', user, { device: deviceName(browser.userAgent), address: browser.address ?? '–', at });
  }
  const sessionToken = newToken();
  const sessionId = randomUUID();
  await row(
    transaction,
    `insert into sessions (id, token_hash, user_id, device_id, device_name, address, expires_at)
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7))`,
    sessionId,
    tokenHash(sessionToken),
    user.id,
    kept.id,
    deviceName(browser.userAgent),
    browser.address,
    sessionDays,
  );
  return { sessionId, userId: user.id, sessionToken, deviceToken: kept.token };
}
