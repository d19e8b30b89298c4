import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueryTypes, type Sequelize } from 'sequelize';
import { describe, expect, onTestFinished } from 'vitest';
import { DomainError } from '#services/domain/errors.ts';
import { silentLog } from '#services/platform/log.ts';
import type { QueueBackend } from '#storage/queues/backend.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import type { PayloadOf } from '#storage/queues/queues.ts';
import { queues } from '#storage/queues/queues.ts';
import { startRelay } from '#storage/queues/relay.ts';
import { type Handlers, startWorkers } from '#storage/queues/workers.ts';
import { test } from '#test/support/database.ts';

export type QueueUnderTest = AsyncDisposable & {
  backend: QueueBackend;
  /** Takes every job away behind the hub's back. */
  empty(): Promise<void>;
};

type UnpackJob = PayloadOf<'unpack'>;
type Worker = { run(job: UnpackJob): Promise<void>; failed?(job: UnpackJob, error: Error): Promise<void> };
type JobRow = { id: string; enqueued_at: Date | null; failed_at: Date | null; failure: string | null };

/** What every queue must do, whatever stands behind it. */
export function queueContract(name: string, open: (databaseUrl: string) => Promise<QueueUnderTest>): void {
  describe(`queue: ${name}`, { timeout: 90_000 }, () => {
    const none = () => Promise.reject(new Error('not a job of this test'));
    const idle = { run: none, failed: none };

    /** Workers and a relay over the backend, closed in order when the test ends. */
    async function working(db: Sequelize, databaseUrl: string, { run, failed = () => Promise.resolve() }: Worker): Promise<QueueUnderTest> {
      const queue = await open(databaseUrl);
      const opened = new AsyncDisposableStack();
      opened.use(queue);
      opened.use(queue.backend);
      opened.use(startRelay(db, queue.backend, silentLog));
      opened.use(
        startWorkers(
          db,
          queue.backend,
          { ...Object.fromEntries(Object.keys(queues).map((name) => [name, idle])), unpack: { run, failed } } as Handlers,
          silentLog,
        ),
      );
      onTestFinished(async () => {
        await opened.disposeAsync();
        await db.query('delete from jobs');
      });
      return queue;
    }

    const aJob = (): UnpackJob => ({ businessId: randomUUID(), intakeId: randomUUID() });
    const put = (db: Sequelize, job: UnpackJob) => db.transaction((transaction) => enqueue(transaction, 'unpack', job));
    const waiting = (db: Sequelize) =>
      db.query<JobRow>('select id, enqueued_at, failed_at, failure from jobs', { type: QueryTypes.SELECT });

    test('a job enqueued in a transaction runs once, and leaves the outbox', async ({ db, databaseUrl }) => {
      const ran: UnpackJob[] = [];
      await working(db, databaseUrl, { run: async (job) => void ran.push(job) });
      const job = aJob();
      await put(db, job);
      await expect.poll(() => waiting(db), { timeout: 10_000 }).toEqual([]);
      await sleep(1_000);
      expect(ran).toEqual([job]);
    });

    test('a job of a rolled back transaction never runs', async ({ db, databaseUrl }) => {
      const ran: UnpackJob[] = [];
      await working(db, databaseUrl, { run: async (job) => void ran.push(job) });
      const undone = db.transaction(async (transaction) => {
        await enqueue(transaction, 'unpack', aJob());
        throw new Error('rolled back');
      });
      await expect(undone).rejects.toThrow('rolled back');
      const job = aJob();
      await put(db, job);
      await expect.poll(() => ran.length, { timeout: 10_000 }).toBe(1);
      await sleep(1_000);
      expect(ran).toEqual([job]);
    });

    test('a known refusal is not tried again and stays visible with its reason', async ({ db, databaseUrl }) => {
      let runs = 0;
      const refused: Error[] = [];
      await working(db, databaseUrl, {
        run() {
          runs += 1;
          return Promise.reject(new DomainError('not-found', 'no such thing'));
        },
        failed: async (_job, error) => void refused.push(error),
      });
      await put(db, aJob());
      await expect.poll(async () => (await waiting(db))[0]?.failed_at, { timeout: 10_000 }).toBeInstanceOf(Date);
      await sleep(3_000); // longer than the first two waits between attempts
      expect(runs).toBe(1);
      expect(refused).toMatchObject([{ code: 'not-found' }]);
      expect(await waiting(db)).toMatchObject([{ failure: 'no such thing' }]);
    });

    test('any other error is tried again until it is gone', async ({ db, databaseUrl }) => {
      let runs = 0;
      await working(db, databaseUrl, {
        run() {
          runs += 1;
          return runs < 3 ? Promise.reject(new Error('out of luck')) : Promise.resolve();
        },
      });
      await put(db, aJob());
      await expect.poll(() => waiting(db), { timeout: 20_000 }).toEqual([]);
      expect(runs).toBe(3);
    });

    test('an emptied queue is filled again: 500 waiting jobs are all done', async ({ db, databaseUrl }) => {
      const done = new Set<string>();
      const jobs = Array.from({ length: 500 }, aJob);
      let isBlocked = true;
      const queue = await working(db, databaseUrl, {
        async run({ intakeId }) {
          while (isBlocked) await sleep(20);
          done.add(intakeId);
        },
      });
      await Promise.all(jobs.map((job) => put(db, job)));
      await expect.poll(async () => (await waiting(db)).every((job) => job.enqueued_at !== null), { timeout: 20_000 }).toBe(true);
      await queue.empty();
      isBlocked = false;
      await expect.poll(() => waiting(db), { timeout: 60_000, interval: 250 }).toEqual([]);
      expect(done).toEqual(new Set(jobs.map(({ intakeId }) => intakeId)));
    });

    test('a job handed over twice runs once at a time', async ({ db, databaseUrl }) => {
      let runs = 0;
      let running = 0;
      let most = 0;
      await working(db, databaseUrl, {
        async run() {
          runs += 1;
          running += 1;
          most = Math.max(most, running);
          await sleep(2_500);
          running -= 1;
        },
      });
      const id = await put(db, aJob());
      await expect.poll(() => runs, { timeout: 10_000 }).toBe(1);
      // As after a crash between handing over and noting it: the relay gives it to the queue once more.
      await db.query('update jobs set enqueued_at = null where id = $1', { bind: [id] });
      await expect.poll(async () => (await waiting(db))[0]?.enqueued_at, { timeout: 2_000 }).toBeInstanceOf(Date);
      await expect.poll(() => waiting(db), { timeout: 10_000 }).toEqual([]);
      await sleep(1_000);
      expect({ runs, most }).toEqual({ runs: 1, most: 1 });
    });
  });
}
