import { Redis } from 'ioredis';
import { describe } from 'vitest';
import { openQueueBackend } from '#storage/queues/backend.ts';
import { needed, startRedis } from '#test/support/services/start-services.ts';
import { queueContract } from './queue-contract.ts';

const program = needed('redis-server');

describe.skipIf(program === null)('with a real Redis', () => {
  queueContract('BullMQ on Redis', async (databaseUrl) => {
    const server = await startRedis(program!);
    return {
      backend: openQueueBackend({ redisUrl: server.url, databaseUrl }),
      async empty() {
        const client = new Redis(server.url);
        await client.flushall();
        client.disconnect();
      },
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  });
});
