import type { Sequelize } from 'sequelize';
import type { Caller } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { Log } from '#services/platform/log.ts';
import { rows } from '#storage/sql.ts';

/** What one process knows of a caller in one minute: the sum of all processes when it last asked, and its own since then. */
type Count = { minute: number; known: number; unsettled: number };

/** How often a process adds its counts to the shared ones, while requests come. */
const settleMs = 1_000;
const minuteMs = 60_000;

/**
 * Counts the requests of everyone signed in, a person or a program's key, and refuses what is more than `perMinute`, whichever
 * process they come to. No request waits for the shared count: each process counts by itself and settles once a second, all
 * callers in one statement; so with several processes a second's worth more than allowed may get through.
 *
 * @returns what throws DomainError `too-many-requests` with `retryAfterSeconds`
 */
export function requestRates(database: Sequelize, perMinute: number, log: Log): (caller: Caller) => void {
  const counts = new Map<string, Count>();
  let isPlanned = false;

  function plan(): void {
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      settle().catch((error: unknown) => log.warn({ error }, 'requests could not be counted together; counted by this process alone'));
    }, settleMs).unref();
  }

  async function settle(): Promise<void> {
    const minute = Math.floor(Date.now() / minuteMs);
    for (const [who, count] of counts) if (count.minute !== minute) counts.delete(who);
    const sent = new Map([...counts].filter(([, { unsettled }]) => unsettled > 0).map(([who, count]) => [who, { ...count }]));
    if (sent.size === 0) return;
    const shared = await rows<{ who: string; count: number }>(
      database,
      // In one order everywhere, or two processes could wait for each other.
      `insert into rates (key, minute, count)
       select who, to_timestamp($1), count from unnest($2::text[], $3::integer[]) as own (who, count) order by who
       on conflict (key, minute) do update set count = rates.count + excluded.count
       returning key as who, count`,
      (minute * minuteMs) / 1_000,
      [...sent.keys()],
      [...sent.values()].map(({ unsettled }) => unsettled),
    );
    for (const { who, count: known } of shared) {
      const count = counts.get(who);
      if (count?.minute !== minute) continue;
      count.known = known;
      count.unsettled -= sent.get(who)?.unsettled ?? 0;
    }
  }

  return ({ userId, keyId }) => {
    const who = userId === null ? keyId && `requests-of-key:${keyId}` : `requests-of-user:${userId}`;
    // Nobody we know: what may be asked for without signing in has limits of its own.
    if (who === null) return;
    const now = Date.now();
    const minute = Math.floor(now / minuteMs);
    const known = counts.get(who);
    const count = known?.minute === minute ? known : { minute, known: 0, unsettled: 0 };
    counts.set(who, count);
    if (count.known + count.unsettled >= perMinute)
      throw new DomainError('too-many-requests', 'too many requests; wait a little', {
        perMinute,
        retryAfterSeconds: Math.ceil(((minute + 1) * minuteMs - now) / 1_000),
      });
    count.unsettled += 1;
    plan();
  };
}
