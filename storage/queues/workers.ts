import { UnrecoverableError } from 'bullmq';
import { ConnectionError, type Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import type { Log } from '#services/platform/log.ts';
import type { QueueBackend } from './backend.ts';
import { afterDoors } from './doors-first.ts';
import { type PayloadOf, type QueueName, queues } from './queues.ts';

export type Handlers = {
  [Name in QueueName]: { run(payload: PayloadOf<Name>): Promise<void>; failed(payload: PayloadOf<Name>, error: Error): Promise<void> };
};

/**
 * Opens one worker a queue. A job's row leaves the outbox when its work is done; when it is given up, the row stays
 * with the reason and the handler's `failed` makes it visible. A DomainError is a known refusal and is not tried again.
 * While the object store or the database is away nothing is given up: the queue lets such a job go after its tries, and
 * the relay fills it again from the outbox, until they are back.
 */
export function startWorkers(database: Sequelize, backend: QueueBackend, handlers: Handlers, log: Log): AsyncDisposable {
  const workers = (Object.keys(queues) as QueueName[]).map((name) => {
    const { payload: schema, concurrency, attempts } = queues[name];
    const handler = handlers[name] as Handlers[QueueName] & {
      run(payload: unknown): Promise<void>;
      failed(payload: unknown, error: Error): Promise<void>;
    };
    return backend.worker(
      name,
      async ({ data: { jobId, payload }, attemptsMade }) => {
        try {
          await afterDoors(() => handler.run(schema.parse(payload)));
          await database.query('delete from jobs where id = $1', { bind: [jobId] });
        } catch (error) {
          const isLast = !isAway(error) && (error instanceof DomainError || attemptsMade + 1 >= attempts);
          log.warn({ error, job: name, jobId, attemptsMade, isLast }, 'job failed');
          if (!isLast) throw error;
          // Before the queue forgets it: if this fails too, the queue keeps the job and tries again.
          await handler.failed(schema.parse(payload), error as Error);
          await database.query(
            `update jobs set failed_at = clock_timestamp(), failure = $2, payload = payload - 'password' where id = $1`,
            {
              bind: [jobId, String((error as Error).message).slice(0, 500)],
            },
          );
          throw new UnrecoverableError((error as Error).message);
        }
      },
      { concurrency },
    );
  });
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.close()));
    },
  };
}

const storageTroubles = new Set<string>(['storage-unavailable', 'storage-full']);

/** Says nothing of the job: what it needs is away, or has no room. */
const isAway = (error: unknown): boolean =>
  error instanceof ConnectionError || (error instanceof DomainError && storageTroubles.has(error.code));
