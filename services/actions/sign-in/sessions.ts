import { DomainError } from '#services/domain/errors.ts';
import { hashPassword } from '#services/platform/passwords.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import type { House } from '../house.ts';
import { storePassword } from './password-reset.ts';
import { demandPassword } from './second-factor.ts';

export type OpenSession = { id: string; device: string; address: string | null; createdAt: Date; seenAt: Date; expiresAt: Date };

export const listSessions = (place: Place, userId: string): Promise<OpenSession[]> =>
  rows<OpenSession>(
    place,
    `select id, device_name as device, address, created_at as "createdAt", seen_at as "seenAt", expires_at as "expiresAt"
     from sessions where user_id = $1 and expires_at > now() order by seen_at desc, id`,
    userId,
  );

/** Ends one of the user's own sessions. @throws DomainError `not-found` */
export async function endSession(place: Place, userId: string, sessionId: string): Promise<void> {
  const [ended] = await rows(place, 'delete from sessions where id = $1 and user_id = $2 returning id', sessionId, userId);
  if (!ended) throw new DomainError('not-found', 'there is no such session');
}

/** Changes the password; every other session ends. @throws DomainError `sign-in-failed` */
export async function changePassword(
  house: House,
  { userId, sessionId }: { userId: string; sessionId: string },
  current: string,
  password: string,
): Promise<void> {
  await demandPassword(house.database, userId, current);
  const hash = await hashPassword(password);
  await house.database.transaction(async (transaction) => {
    await storePassword(transaction, house, userId, hash);
    await row(transaction, 'delete from sessions where user_id = $1 and id <> $2', userId, sessionId);
  });
}
