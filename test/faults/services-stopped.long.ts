import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '#storage/database.ts';
import { startEmbeddedPostgres } from '#storage/embedded/embedded-postgres.ts';
import { migrate } from '#storage/migrate.ts';
import { aHubUnderLoad, inLanes } from '#test/support/load.ts';
import { needed, startMinio, startRedis } from '#test/support/services/start-services.ts';

const awayMs = Number(process.env['AWAY_SECONDS'] ?? 30) * 1_000;
const [redisProgram, minioProgram] = [needed('redis-server'), needed('minio')];

describe.skipIf(redisProgram === null || minioProgram === null)('services that go away under load', { timeout: 1_200_000 }, () => {
  test.each(['PostgreSQL', 'Redis', 'MinIO'] as const)(
    '%s stopped and started again: doors answer 451 and 503, everything recovers by itself, delivered = stored',
    async (name) => {
      await using opened = new AsyncDisposableStack();
      const folder = mkdtempSync(join(tmpdir(), 'bizonylat-stopped-'));
      chmodSync(folder, 0o711);
      opened.defer(() => rmSync(folder, { recursive: true, force: true }));
      let postgres = await startEmbeddedPostgres(folder);
      opened.defer(() => postgres[Symbol.asyncDispose]());
      // It comes back on another port; its clients know one address.
      const gate = opened.use(await aGate(portOf(postgres.url)));
      const databaseUrl = postgres.url.replace(/:\d+\//, `:${gate.port}/`);
      const redis = opened.use(await startRedis(redisProgram!));
      const minio = opened.use(await startMinio(minioProgram!));
      const db = openDatabase(databaseUrl);
      opened.defer(() => db.close());
      await migrate(databaseUrl);
      const hub = opened.use(
        await aHubUnderLoad(db, {
          DATABASE_URL: databaseUrl,
          REDIS_URL: redis.url,
          S3_ENDPOINT: minio.url,
          S3_ACCESS_KEY: minio.accessKey,
          S3_SECRET_KEY: minio.secretKey,
        }),
      );
      const away = {
        PostgreSQL: {
          stop: () => postgres[Symbol.asyncDispose](),
          start: async () => {
            postgres = await startEmbeddedPostgres(folder);
            gate.to(portOf(postgres.url));
          },
        },
        Redis: redis,
        MinIO: minio,
      }[name];

      let isOver = false;
      const sent = { mails: 0, uploads: 0, pushes: 0 };
      const sending = Promise.all([
        inLanes(Number.POSITIVE_INFINITY, 2, async () => {
          if (isOver) throw new Over();
          await hub.mail(sent.mails++);
          await sleep(200);
        }).catch(isEnd),
        inLanes(Number.POSITIVE_INFINITY, 2, async () => {
          if (isOver) throw new Over();
          await hub.upload(sent.uploads++);
          await sleep(200);
        }).catch(isEnd),
        inLanes(Number.POSITIVE_INFINITY, 2, async () => {
          if (isOver) throw new Over();
          await hub.push(sent.pushes++);
          await sleep(200);
        }).catch(isEnd),
      ]);
      await expect.poll(() => Math.min(...Object.values(sent)), { timeout: 120_000 }).toBeGreaterThan(10);
      hub.refusals.clear(); // while it starts, connections are refused
      await away.stop();
      await sleep(awayMs);
      await away.start();
      await sleep(5_000);
      isOver = true;
      await sending;
      const found = await hub.settled(300_000);
      console.info(`${name} away for ${awayMs / 1_000} s`, found, Object.fromEntries(hub.refusals));
      const handedIn = sent.uploads + sent.pushes;
      const all = sent.mails + handedIn;
      expect(found).toEqual({ mails: sent.mails, handedIn, documents: all, resting: all, jobs: 0 });
      // The queue is not needed to accept anything; what stores is.
      // A push that was cut off with its transaction is asked to come again until nothing of it can be under way.
      const said = [...hub.refusals.keys()].filter((each) => each !== 'http 409').sort();
      if (name === 'Redis') expect(said).toEqual([]);
      else expect(said).toEqual(['http 503', 'smtp 451']);
    },
  );
});

class Over extends Error {}
function isEnd(error: unknown): void {
  if (!(error instanceof Over)) throw error;
}

const portOf = (url: string): number => Number(new URL(url).port);

/** One address in front of a server that may come back on another port; while that is away, connections end at once. */
async function aGate(target: number): Promise<AsyncDisposable & { port: number; to(port: number): void }> {
  let port = target;
  const sockets = new Set<Socket>();
  const server = createServer((inner) => {
    const outer = connect(port, '127.0.0.1');
    for (const [socket, twin] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => twin.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        twin.destroy();
      });
      socket.pipe(twin);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    to: (next) => {
      port = next;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
