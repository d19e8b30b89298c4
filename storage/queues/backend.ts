import { createPostgresBackend, type JobsOptions, Queue, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';

/** A job as the queue carries it: the outbox row's id, nothing else worth keeping. */
export type QueuedJob = { id?: string | undefined; data: { jobId: string; payload: unknown }; attemptsMade: number };
export type NewJob = { name: string; data: QueuedJob['data']; opts: JobsOptions };

/** What the hub needs of a BullMQ queue and worker, whatever stands behind them. */
export type JobQueue = {
  addBulk(jobs: NewJob[]): Promise<unknown>;
  getJobCountByTypes(...types: ('waiting' | 'active' | 'delayed' | 'prioritized')[]): Promise<number>;
  close(): Promise<void>;
};
export type JobWorker = {
  on(event: 'failed', listener: (job: QueuedJob | undefined, error: Error) => void): unknown;
  close(force?: boolean): Promise<void>;
};

/** BullMQ on Redis or on PostgreSQL: the same queues, the same workers, chosen by a setting alone. */
export type QueueBackend = AsyncDisposable & {
  name: 'redis' | 'postgres';
  queue(name: string): JobQueue;
  worker(name: string, process: (job: QueuedJob) => Promise<void>, options: { concurrency: number }): JobWorker;
  check(): Promise<void>;
};

/** A killed worker's job is taken up again after at most this long. */
const lockMs = 10_000;
const timing = { lockDuration: lockMs, stalledInterval: lockMs / 2, maxStalledCount: 1_000 };

export function openQueueBackend({ redisUrl, databaseUrl }: { redisUrl: string | undefined; databaseUrl: string }): QueueBackend {
  return redisUrl === undefined ? onPostgres(databaseUrl) : onRedis(redisUrl);
}

function onRedis(url: string): QueueBackend {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  ignoreErrors(connection);
  return {
    name: 'redis',
    queue: (name) => ignoreErrors(new Queue(name, { connection, prefix: 'bizonylat' })),
    worker: (name, process, { concurrency }) =>
      ignoreErrors(new Worker(name, process, { connection, prefix: 'bizonylat', concurrency, ...timing })),
    async check() {
      await connection.ping();
    },
    async [Symbol.asyncDispose]() {
      connection.disconnect();
    },
  };
}

const onPg = withBackend(createPostgresBackend);

function onPostgres(url: string): QueueBackend {
  const connection = {
    connectionString: url,
    schema: 'bullmq',
    migrate: true,
    max: 4,
    application_name: 'bizonylat queue',
    // What a crash takes of the queue is filled again from the outbox, so no step of it waits for the disk.
    options: '-c synchronous_commit=off',
  };
  return {
    name: 'postgres',
    queue: (name) => ignoreErrors(new onPg.Queue(name, { connection })),
    worker: (name, process, { concurrency }) => ignoreErrors(new onPg.Worker(name, process, { connection, concurrency, ...timing })),
    async check() {
      // The same server as the rows: checked with them.
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** A server that goes away is seen by failing calls and by `check`; without a listener the emitted error would end the process. */
function ignoreErrors<Emitter extends { on(event: 'error', listener: (error: Error) => void): unknown }>(emitter: Emitter): Emitter {
  emitter.on('error', () => undefined);
  return emitter;
}
