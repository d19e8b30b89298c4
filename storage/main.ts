import { join } from 'node:path';
import { QueryTypes, type Sequelize } from 'sequelize';
import type { Config } from '#services/platform/config.ts';
import type { Log } from '#services/platform/log.ts';
import { openDatabase } from './database.ts';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { migrate } from './migrate.ts';
import { folderStore } from './objects/folder-store.ts';
import type { ObjectStore } from './objects/object-store.ts';
import { s3Store } from './objects/s3-store.ts';
import { openSpool, type Spool } from './objects/spool.ts';
import { openQueueBackend, type QueueBackend } from './queues/backend.ts';

export type Storage = AsyncDisposable & {
  databaseUrl: string;
  database: Sequelize;
  objects: ObjectStore;
  spool: Spool;
  queues: QueueBackend;
  /** What does not answer, in plain words; empty when all is well. */
  troubles(): Promise<{ part: 'database' | 'objects' | 'queue'; says: string }[]>;
};

/** Opens what outlives a process: the embedded default, or what the settings name. Brings the schema up to date first. */
export async function openStorage(config: Config, log: Log): Promise<Storage> {
  await using opened = new AsyncDisposableStack();
  const { databaseUrl } = opened.use(await reachDatabase(config));
  const database = openDatabase(databaseUrl, { connections: 20 });
  opened.defer(() => database.close());
  const migrated = await migrate(databaseUrl);
  if (migrated.length > 0) log.info({ migrated }, 'schema brought up to date');
  const objects = openObjects(config);
  const queues = opened.use(openQueueBackend({ redisUrl: config.REDIS_URL, databaseUrl }));
  const spool = openSpool(join(config.HUB_DATA, 'spool'), join(config.HUB_DATA, 'spool-owners'));
  opened.use(await keepSwept(spool, log));
  const kept = opened.move();
  return {
    databaseUrl,
    database,
    objects,
    spool,
    queues,
    async troubles() {
      const checks = {
        database: () => database.query('select 1', { type: QueryTypes.SELECT }),
        objects: () => objects.check(),
        queue: () => queues.check(),
      } as const;
      const answers = await Promise.all(
        (Object.keys(checks) as (keyof typeof checks)[]).map(async (part) => {
          try {
            await checks[part]();
            return [];
          } catch (error) {
            return [{ part, says: (error as Error).message }];
          }
        }),
      );
      return answers.flat();
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

const sweepMs = 3_600_000;

/** What killed processes left in the spool is cleared at the start, and every hour: here, for each machine has its own. */
async function keepSwept(spool: Spool, log: Log): Promise<Disposable> {
  const sweep = () =>
    spool.sweep().then(
      (left) => left > 0 && log.info({ left }, 'swept the spool'),
      (error: unknown) => log.warn({ error }, 'the spool could not be swept; tried again in an hour'),
    );
  await sweep();
  const timer = setInterval(() => void sweep(), sweepMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** The database server, as it is: no schema is looked at. The embedded one is started where none runs, and stopped again. */
export async function reachDatabase(config: Config): Promise<{ databaseUrl: string } & AsyncDisposable> {
  if (config.DATABASE_URL !== undefined) return { databaseUrl: config.DATABASE_URL, async [Symbol.asyncDispose]() {} };
  const embedded = await startEmbeddedPostgres(join(config.HUB_DATA, 'postgres'));
  return { databaseUrl: embedded.url, [Symbol.asyncDispose]: () => embedded[Symbol.asyncDispose]() };
}

export function openObjects(config: Config): ObjectStore {
  if (config.S3_ENDPOINT === undefined) return folderStore(join(config.HUB_DATA, 'objects'));
  return s3Store({
    endpoint: config.S3_ENDPOINT,
    accessKey: config.S3_ACCESS_KEY!,
    secretKey: config.S3_SECRET_KEY!,
    bucket: config.S3_BUCKET,
    region: config.S3_REGION,
    scratch: join(config.HUB_DATA, 'scratch'),
  });
}
