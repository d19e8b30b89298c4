import type { Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { row, rows } from '#storage/sql.ts';

/** The first few failures cost nothing; then the wait doubles. A network may be a whole office: its keys hold `-from:`. */
const freeAttempts = 5;
const freeAttemptsOfNetwork = 30;
const longestWaitSeconds = 900;
/** Failures are forgotten after this long without a new one. */
const memorySeconds = 3_600;

/**
 * Refuses an attempt that comes too soon after failed ones. The wait has an upper bound and every failure is forgotten
 * in time, so nobody is locked out for good; who comes from a known device is not asked about the account's own count.
 *
 * @throws DomainError `too-many-requests` with `retryAfterSeconds`
 */
export async function demandPatience(database: Sequelize, keys: readonly string[]): Promise<void> {
  const counted = await rows<{ key: string; failures: number; secondsAgo: number }>(
    database,
    `select key, failures, extract(epoch from now() - last_at)::float8 as "secondsAgo" from throttles
     where key = any($1) and last_at > now() - make_interval(secs => $2)`,
    [...keys],
    memorySeconds,
  );
  const wait = Math.max(0, ...counted.map(({ key, failures, secondsAgo }) => waitSeconds(failures, key.includes('-from:')) - secondsAgo));
  if (wait > 0) throw new DomainError('too-many-requests', 'too many attempts; wait a little', { retryAfterSeconds: Math.ceil(wait) });
}

/** Seconds to wait after so many failures. */
export function waitSeconds(failures: number, isNetwork = false): number {
  const beyond = failures - (isNetwork ? freeAttemptsOfNetwork : freeAttempts);
  return beyond < 0 ? 0 : Math.min(2 ** beyond, longestWaitSeconds);
}

/** Counts a failed (or costly) attempt; shared by all processes. */
export async function countAttempt(database: Sequelize, keys: readonly string[]): Promise<void> {
  // In one order, so that two attempts at once do not wait for each other's rows in a circle.
  for (const key of [...keys].sort())
    await row(
      database,
      `insert into throttles (key, failures, last_at) values ($1, 1, now())
       on conflict (key) do update set
         failures = case when throttles.last_at > now() - make_interval(secs => $2) then throttles.failures + 1 else 1 end, last_at = now()`,
      key,
      memorySeconds,
    );
}

/** After a success. */
export async function forgetAttempts(database: Sequelize, keys: readonly string[]): Promise<void> {
  await row(database, 'delete from throttles where key = any($1)', [...keys]);
}

/** One home or office: a single IPv4 address, or the /64 of an IPv6 one. */
export function networkOf(address: string | null): string {
  const plain = (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  // `::` stands for zeros; only the first four groups count here.
  const padded = tail === undefined ? groups : [...groups, ...Array<string>(Math.max(0, 4 - groups.length)).fill('0')];
  return `${padded.slice(0, 4).join(':')}::/64`;
}
