import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Sequelize } from 'sequelize';
import { SequelizeStorage, Umzug } from 'umzug';
import { openPool } from './database.ts';

/** A migration goes forward only; the backup is the way back. */
export type Migration = (parameters: { context: Sequelize }) => Promise<void>;

const folder = fileURLToPath(new URL('migrations/', import.meta.url));
/** Any number; the same in every version, so that two hubs never migrate at once. */
const lockKey = 0x62697a6f;

export const migrationNames = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort();

/**
 * Brings the schema to this version, or to exactly the named migrations. Several processes may start at once:
 * an advisory lock on a connection of its own lets one work and the others wait.
 */
export async function migrate(url: string, { only }: { only?: string[] } = {}): Promise<string[]> {
  const guard = new pg.Client({ connectionString: url });
  await guard.connect();
  // A crash takes the last of them with their notes, as if they had not been begun; so none waits for the disk …
  const hurried = openPool(url, { connections: 2, isDurable: false });
  try {
    await guard.query('select pg_advisory_lock($1)', [lockKey]);
    const umzug = new Umzug({
      migrations: migrationNames().map((name) => ({
        name,
        // Loaded only when due: an old hub must not trip over a newer migration's imports.
        up: async ({ context }: { context: Sequelize }) => {
          const { up }: { up: Migration } = await import(new URL(`migrations/${name}`, import.meta.url).href);
          await up({ context });
        },
      })),
      context: hurried,
      storage: new SequelizeStorage({ sequelize: hurried, tableName: 'migrations' }),
      logger: undefined,
    });
    const done = await umzug.up(only === undefined ? {} : { migrations: only, rerun: 'SKIP' });
    // … and a commit that waits brings all before it to the disk.
    await guard.query('select pg_current_xact_id()');
    return done.map(({ name }) => name);
  } finally {
    await hurried.close();
    await guard.end();
  }
}
