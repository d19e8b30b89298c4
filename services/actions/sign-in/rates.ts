import type { Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { row } from '#storage/sql.ts';

/**
 * Counts a request and refuses what is more than `perMinute` of its key, whichever process it comes to.
 *
 * @throws DomainError `too-many-requests` with `retryAfterSeconds`
 */
export async function demandRate(database: Sequelize, key: string, perMinute: number): Promise<void> {
  const counted = await row<{ count: number; left: number }>(
    database,
    `insert into rates (key, minute, count) values ($1, date_trunc('minute', now()), 1)
     on conflict (key, minute) do update set count = rates.count + 1
     returning count, 60 - floor(extract(second from now()))::int as left`,
    key,
  );
  if (counted && counted.count > perMinute)
    throw new DomainError('too-many-requests', 'too many requests; wait a little', { retryAfterSeconds: counted.left });
}
