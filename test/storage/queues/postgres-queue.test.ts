import pg from 'pg';
import { openQueueBackend } from '#storage/queues/backend.ts';
import { queueContract } from './queue-contract.ts';

queueContract('BullMQ on PostgreSQL', async (databaseUrl) => ({
  backend: openQueueBackend({ redisUrl: undefined, databaseUrl }),
  async empty() {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%'`,
    );
    await client.query(`truncate ${rows.map(({ name }) => name).join(', ')}`);
    await client.end();
  },
  async [Symbol.asyncDispose]() {},
}));
