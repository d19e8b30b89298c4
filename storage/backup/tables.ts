import pg from 'pg';

/** What lets somebody in for a while, or counts for a while: a backup must not bring back what was ended after it. */
const leftOut: ReadonlySet<string> = new Set(['sessions', 'access_tokens', 'throttles', 'rates', 'migrations']);

/** A connection of its own, for statements that may take hours. */
export async function connected(connectionString: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString, keepAlive: true, application_name: 'bizonylat backup', statement_timeout: 0 });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

export type Table = { name: string; columns: string[] };

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The hub's tables that a backup holds, with the columns that rows are written with; the queue is filled again from `jobs`. */
export async function backedUpTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select class.relname as name, array_agg(attname::text order by attnum) as columns
     from pg_class class join pg_attribute on attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = ''
     where relnamespace = current_schema()::regnamespace and relkind = 'r' group by 1 order by 1`,
  );
  return rows.filter(({ name }) => !leftOut.has(name));
}

/** The schema as it is: names of the migrations that were applied. Null where there is no hub's schema. */
export async function appliedMigrations(client: pg.Client): Promise<string[] | null> {
  const known = await client.query<{ is: boolean }>(`select to_regclass('migrations') is not null as is`);
  if (!known.rows[0]?.is) return null;
  const { rows } = await client.query<{ name: string }>('select name from migrations order by name');
  return rows.map(({ name }) => name);
}

/** Every table after those that it refers to. */
export async function tablesInOrder(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; needs: string[] }>(
    `select class.relname as name, coalesce(array_agg(target.relname::text) filter (where target.oid <> class.oid), '{}') as needs
     from pg_class class
     left join pg_constraint on conrelid = class.oid and contype = 'f' left join pg_class target on target.oid = confrelid
     where class.relnamespace = current_schema()::regnamespace and class.relkind = 'r' and class.relname <> 'migrations'
     group by class.oid, class.relname order by 1`,
  );
  const ordered = new Set<string>();
  while (ordered.size < rows.length) {
    const next = rows.filter(({ name, needs }) => !ordered.has(name) && needs.every((each) => ordered.has(each)));
    if (next.length === 0) throw new Error('tables refer to each other in a ring');
    for (const { name } of next) ordered.add(name);
  }
  return [...ordered];
}
