import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { type Place, row } from '#storage/sql.ts';
import type { Language } from '../mail/letter.ts';

export type User = { id: string; email: string; name: string | null; language: Language; passwordHash: string | null };

const columns = 'id, email, name, language, password_hash as "passwordHash"';

/** Addresses are compared in lower case; the contract lets only ASCII ones in, so no look-alikes exist. */
export const emailKey = (email: string): string => email.trim().toLowerCase();

export const userByEmail = (place: Place, email: string): Promise<User | undefined> =>
  row<User>(place, `select ${columns} from users where email = $1`, emailKey(email));

export const userById = (place: Place, id: string): Promise<User | undefined> =>
  row<User>(place, `select ${columns} from users where id = $1`, id);

/** The user of an address, made when there is none. `isNew` tells whether a password may be given on the way in. */
export async function userFor(
  transaction: Transaction,
  { email, name = null, language = 'hu' }: { email: string; name?: string | null; language?: Language },
): Promise<User & { isNew: boolean }> {
  const made = await row<User>(
    transaction,
    `insert into users (id, email, name, language) values ($1, $2, $3, $4) on conflict (email) do nothing returning ${columns}`,
    randomUUID(),
    emailKey(email),
    name,
    language,
  );
  if (made) return { ...made, isNew: true };
  const known = await userByEmail(transaction, email);
  if (!known) throw new Error('a user vanished while joining');
  return { ...known, isNew: false };
}
