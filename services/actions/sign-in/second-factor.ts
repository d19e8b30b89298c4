import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Sequelize, Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { isPassword } from '#services/platform/passwords.ts';
import { tokenHash } from '#services/platform/tokens.ts';
import { row, rows } from '#storage/sql.ts';
import { userById } from '../accounts/users.ts';
import type { House } from '../house.ts';
import { post } from '../mail/post.ts';
import { openFor, sealFor } from '../vault.ts';
import { forgetAllDevices } from './devices.ts';

const purpose = 'totp';
const periodSeconds = 30;
/** A code counts for five minutes around its own half minute (H-018): clocks of phones differ, and typing takes time. */
const window = 5;
const recoveryCodeCount = 10;

const totpOf = (secret: Secret, label: string): TOTP =>
  new TOTP({ issuer: 'Bizonylat', label, secret, algorithm: 'SHA1', digits: 6, period: periodSeconds });

/** What changes the way in asks for the password once more. @throws DomainError `sign-in-failed` */
export async function demandPassword(database: Sequelize, userId: string, password: string): Promise<void> {
  const user = await userById(database, userId);
  if (!(await isPassword(password, user?.passwordHash))) throw new DomainError('sign-in-failed', 'the password is wrong');
}

/** A fresh seed, not in force before a first right code. @throws DomainError `conflict` while one is in force */
export async function offerTotp(house: House, userId: string): Promise<{ secret: string; uri: string }> {
  const user = await userById(house.database, userId);
  if (!user) throw new DomainError('not-found', 'no such user');
  const secret = new Secret({ size: 20 });
  const sealed = await sealFor(house.database, house.masterKeys, userId, purpose, secret.base32);
  const [offered] = await rows(
    house.database,
    'update users set totp_sealed = $2 where id = $1 and totp_confirmed_at is null returning id',
    userId,
    sealed,
  );
  if (!offered) throw new DomainError('conflict', 'the second factor is already on');
  return { secret: secret.base32, uri: totpOf(secret, user.email).toString() };
}

/** Puts the offered seed in force; answers recovery codes, shown this once. @throws DomainError `code-needed` */
export async function confirmTotp(house: House, userId: string, code: string): Promise<string[]> {
  if (!(await isRightCode(house, userId, code))) throw new DomainError('code-needed', 'the code is wrong or was used');
  return house.database.transaction(async (transaction) => {
    const [confirmed] = await rows(
      transaction,
      'update users set totp_confirmed_at = now() where id = $1 and totp_confirmed_at is null returning id',
      userId,
    );
    if (!confirmed) throw new DomainError('conflict', 'the second factor is already on');
    await noteChange(transaction, house, userId, true);
    return newRecoveryCodes(transaction, userId);
  });
}

/** Turns the second factor off and forgets its seed, codes and remembered devices. */
export function endTotp(house: House, userId: string): Promise<void> {
  return house.database.transaction(async (transaction) => {
    await row(transaction, 'update users set totp_sealed = null, totp_confirmed_at = null, totp_step = 0 where id = $1', userId);
    await row(transaction, 'delete from recovery_codes where user_id = $1', userId);
    await forgetAllDevices(transaction, userId);
    await noteChange(transaction, house, userId, false);
  });
}

/** Whether the six digits are right now. A code, and every one before it, works once: also of two requests at the same moment. */
export async function isRightCode(house: House, userId: string, code: string): Promise<boolean> {
  if (!/^\d{6}$/.test(code)) return false;
  const user = await row<{ sealed: string | null }>(house.database, 'select totp_sealed as sealed from users where id = $1', userId);
  if (!user?.sealed) return false;
  const secret = Secret.fromBase32(await openFor(house.database, house.masterKeys, userId, purpose, user.sealed));
  const delta = totpOf(secret, '').validate({ token: code, window });
  if (delta === null) return false;
  const step = Math.floor(Date.now() / 1000 / periodSeconds) + delta;
  const [used] = await rows(house.database, 'update users set totp_step = $2 where id = $1 and totp_step < $2 returning id', userId, step);
  return used !== undefined;
}

/** Whether this is an unused recovery code; it is used up by asking. */
export async function isRecoveryCode(database: Sequelize, userId: string, code: string): Promise<boolean> {
  const [used] = await rows(
    database,
    'update recovery_codes set used_at = now() where user_id = $1 and code_hash = $2 and used_at is null returning user_id',
    userId,
    recoveryHash(userId, code),
  );
  return used !== undefined;
}

/** Fresh recovery codes; earlier ones stop working. */
export async function newRecoveryCodes(transaction: Transaction, userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newRecoveryCode);
  await row(transaction, 'delete from recovery_codes where user_id = $1', userId);
  await row(
    transaction,
    'insert into recovery_codes (user_id, code_hash) select $1, unnest($2::text[])',
    userId,
    codes.map((code) => recoveryHash(userId, code)),
  );
  return codes;
}

/** Letters that nobody mistakes for one another; 16 of them are 79 bits, so a plain hash keeps them well. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

const newRecoveryCode = (): string =>
  Array.from({ length: 16 }, () => letters[randomInt(letters.length)])
    .join('')
    .replace(/(.{4})(?=.)/g, '$1-');

const recoveryHash = (userId: string, code: string): string => tokenHash(`${userId}:${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`);

const state = { hu: ['kikapcsolva', 'bekapcsolva'], en: ['off', 'on'] } as const;

async function noteChange(transaction: Transaction, house: House, userId: string, isOn: boolean): Promise<void> {
  const user = await userById(transaction, userId);
  if (user) await post(transaction, house, 'second-factor', user, { state: state[user.language][isOn ? 1 : 0] });
}
