import { randomBytes } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import { test as base, inject } from 'vitest';
import { openDatabase } from '#storage/database.ts';
import { asAdmin, template, withName } from './cluster.ts';

/** An own database, copied from the migrated template (or empty), dropped when disposed. */
export async function ownDatabase({ isEmpty = false } = {}): Promise<{ url: string } & AsyncDisposable> {
  const cluster = inject('clusterUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(cluster, `create database ${name} ${isEmpty ? '' : `template ${template} strategy wal_log`}`);
  return {
    url: withName(cluster, name),
    [Symbol.asyncDispose]: () => asAdmin(cluster, `drop database if exists ${name} with (force)`),
  };
}

type DatabaseFixtures = { databaseUrl: string; db: Sequelize };

/** `test` with the file's own database: `db` binds the models to it, `databaseUrl` names it. */
export const test = base.extend<DatabaseFixtures>({
  databaseUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of a fixture's needs from this pattern
    async ({}, use) => {
      await using own = await ownDatabase();
      await use(own.url);
    },
    { scope: 'file' },
  ],
  db: [
    async ({ databaseUrl }, use) => {
      const database = openDatabase(databaseUrl);
      await use(database);
      await database.close();
    },
    { scope: 'file' },
  ],
});
