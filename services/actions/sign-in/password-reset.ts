import type { Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { hashPassword } from '#services/platform/passwords.ts';
import { row } from '#storage/sql.ts';
import { consumeLink, makeLink } from '../accounts/links.ts';
import { emailKey } from '../accounts/users.ts';
import type { House } from '../house.ts';
import type { Language, Values } from '../mail/letter.ts';
import { post } from '../mail/post.ts';
import { countAttempt, demandPatience, networkOf } from './throttle.ts';

/**
 * Asks for a link that sets a new password. Known and unknown addresses take the same way and the same time;
 * which of them it is turns out only where the mail is made.
 */
export async function askPasswordReset(house: House, given: string, address: string | null): Promise<void> {
  const email = emailKey(given);
  const keys = [`reset:${email}`, `reset-from:${networkOf(address)}`];
  await demandPatience(house.database, keys);
  await countAttempt(house.database, keys);
  await house.database.transaction((transaction) => post(transaction, house, 'password-reset', { email, language: 'hu' }, {}));
}

/** Called where the mail is made: the link, in the user's language, for a known address; null for an unknown one. */
export function preparePasswordReset(house: House, email: string): Promise<{ values: Values; language: Language } | null> {
  return house.database.transaction(async (transaction) => {
    const user = await row<{ id: string; language: Language }>(transaction, 'select id, language from users where email = $1', email);
    if (!user) return null;
    const token = await makeLink(transaction, 'password', user.id, 1);
    return { values: { link: `${house.publicUrl}/password?token=${token}` }, language: user.language };
  });
}

/** Sets the password behind a link; all sessions end (H-017). @throws DomainError `link-not-valid` */
export async function resetPassword(house: House, token: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await house.database.transaction(async (transaction) => {
    const userId = await consumeLink(transaction, 'password', token);
    await storePassword(transaction, house, userId, hash);
    await row(transaction, 'delete from sessions where user_id = $1', userId);
  });
}

/** Writes the new hash and tells the person (H-015). */
export async function storePassword(transaction: Transaction, house: House, userId: string, hash: string): Promise<void> {
  const user = await row<{ email: string; language: Language }>(
    transaction,
    'update users set password_hash = $2 where id = $1 returning email, language',
    userId,
    hash,
  );
  if (!user) throw new DomainError('not-found', 'no such user');
  await post(transaction, house, 'password-changed', user, {});
}
