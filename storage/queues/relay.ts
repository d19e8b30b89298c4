import { setTimeout as sleep } from 'node:timers/promises';
import { QueryTypes, type Sequelize } from 'sequelize';
import type { Log } from '#services/platform/log.ts';
import type { JobQueue, QueueBackend } from './backend.ts';
import { areDoorsBusy } from './doors-first.ts';
import { onEnqueued } from './outbox.ts';
import { type QueueDefinition, type QueueName, queues } from './queues.ts';

type JobRow = { id: string; name: QueueName; payload: unknown };

/** Also found without a wake-up: jobs written by another process. */
const pollMs = 500;
/** How often the queue's content is held against the outbox. */
const auditMs = 5_000;
const batch = 1_000;
/** Rest after each handing over: what comes meanwhile travels together … */
const gatherMs = 40;
/** … and so long at the most while deliveries come in close upon each other: many small handings-over cost more than a large one. */
const longestGatherMs = 400;

/**
 * Carries jobs from the outbox to the queue. The outbox is the truth: when the queue holds fewer jobs than the outbox
 * says it was given (emptied, restored, lost), all of them are handed over again; ids keep that from doubling any.
 */
export function startRelay(database: Sequelize, backend: QueueBackend, log: Log): AsyncDisposable {
  const open = new Map<QueueName, JobQueue>();
  const queueOf = (name: QueueName): JobQueue => {
    const known = open.get(name) ?? backend.queue(name);
    open.set(name, known);
    return known;
  };

  let isStopped = false;
  let running: Promise<void> = Promise.resolve();
  let isWanted = false;
  let lastAudit = 0;
  let wasShort = false;

  function wake(): void {
    if (isWanted || isStopped) return;
    isWanted = true;
    running = running.then(async () => {
      isWanted = false;
      if (isStopped) return;
      try {
        if (Date.now() - lastAudit > auditMs) {
          lastAudit = Date.now();
          await refillIfLost();
        }
        while ((await carry()) === batch && !isStopped);
        await sleep(gatherMs);
        for (let restedMs = gatherMs; areDoorsBusy() && restedMs < longestGatherMs; restedMs += gatherMs) await sleep(gatherMs);
      } catch (error) {
        // The database or the queue is away: the rows wait, the next tick tries again.
        log.warn({ error }, 'jobs wait: queue or database is away');
      }
    });
  }

  async function carry(): Promise<number> {
    const rows = await database.query<JobRow>(
      'select id, name, payload from jobs where enqueued_at is null and failed_at is null order by created_at limit $1',
      { bind: [batch], type: QueryTypes.SELECT },
    );
    for (const [name, jobs] of Map.groupBy(rows, (row) => row.name)) {
      const definition: QueueDefinition | undefined = queues[name];
      if (!definition) continue; // written by a newer version, which will carry it
      await queueOf(name).addBulk(
        jobs.map(({ id, payload }) => ({
          name,
          data: { jobId: id, payload },
          opts: {
            jobId: id,
            ...(definition.delayMs === undefined ? {} : { delay: definition.delayMs }),
            attempts: definition.attempts,
            backoff: { type: 'exponential', delay: definition.backoffMs },
            removeOnComplete: true,
            removeOnFail: true,
          },
        })),
      );
      // After the queue has them: a crash in between hands them over twice, and the id makes that once.
      await database.query('update jobs set enqueued_at = clock_timestamp() where id = any($1)', { bind: [jobs.map(({ id }) => id)] });
    }
    return rows.length;
  }

  async function refillIfLost(): Promise<void> {
    const given = await database.query<{ name: QueueName; count: bigint }>(
      `select name, count(*) as count from jobs where enqueued_at < clock_timestamp() - interval '5 seconds' and failed_at is null group by name`,
      { type: QueryTypes.SELECT },
    );
    let isShort = false;
    for (const { name, count } of given) {
      if (!queues[name]) continue;
      if (BigInt(await queueOf(name).getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized')) < count) isShort = true;
    }
    // A job that is just finishing is in neither place for a moment; only a lasting shortage counts.
    if (isShort && wasShort) {
      await database.query('update jobs set enqueued_at = null where failed_at is null');
      log.warn({}, 'the queue had lost jobs: filled again from the outbox');
    }
    wasShort = isShort;
  }

  const timer = setInterval(wake, pollMs);
  const forget = onEnqueued(wake);
  wake();
  return {
    async [Symbol.asyncDispose]() {
      isStopped = true;
      clearInterval(timer);
      forget();
      await running;
      await Promise.all([...open.values()].map((queue) => queue.close()));
    },
  };
}
