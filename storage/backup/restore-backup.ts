import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { migrate, migrationNames } from '../migrate.ts';
import { folderStore } from '../objects/folder-store.ts';
import { type ObjectStore, objectKey } from '../objects/object-store.ts';
import type { Spool } from '../objects/spool.ts';
import { verifyFile } from '../objects/verified.ts';
import type { RawKey } from '../raw-bytes.ts';
import { BackupRefused, type Manifest, readManifest } from './manifest.ts';
import { copyObject, eachAtOnce, isLoss, listedByBusiness, listedObjects } from './object-files.ts';
import { appliedMigrations, connected, quoted, tablesInOrder } from './tables.ts';

/** Tables of which an installation that anybody has used has rows. */
const signsOfLife = ['businesses', 'users', 'accountants', 'intakes', 'audit_chains'];

/**
 * Brings a backup into an empty installation. Everything is checked against its hash before anything is written; rows come
 * in one transaction, after all objects, so that a restore that was stopped is simply run again.
 *
 * @throws BackupRefused naming the damaged file, or what the target holds already
 */
export async function restoreBackup({
  databaseUrl,
  objects,
  spool,
  folder,
}: {
  databaseUrl: string;
  objects: ObjectStore;
  spool: Spool;
  folder: string;
}): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const newer = manifest.migrations.filter((name) => !migrationNames().includes(name));
  if (newer.length > 0)
    throw new BackupRefused(`the backup is of a newer version, which has ${newer.join(', ')}; restore it with that version or a later one`);
  await using client = await connected(databaseUrl);
  await demandFitSchema(client, manifest);
  await verifyRows(folder, manifest);
  await demandNoStrangeObjects(objects, join(folder, manifest.objects.file));
  const source = folderStore(join(folder, 'objects'));
  await eachAtOnce(keptObjects(folder, manifest), ({ businessId, sha256 }) =>
    source
      .withFile(businessId, sha256, () => Promise.resolve())
      .catch((error: unknown) => {
        throw isLoss(error) ? damaged(folder, `objects/${objectKey(businessId, sha256)}`) : error;
      }),
  );

  await eachAtOnce(keptObjects(folder, manifest), async (key) => {
    if (await copyObject(source, objects, spool, key)) throw damaged(folder, `objects/${objectKey(key.businessId, key.sha256)}`);
  });
  await migrate(databaseUrl, { only: manifest.migrations });
  await fillTables(client, folder, manifest);
  await migrate(databaseUrl);
  return manifest;
}

const damaged = (folder: string, file: string): BackupRefused => new BackupRefused(`${join(folder, file)} is damaged or missing`);

/** The rows must meet the schema they were taken from: what later migrations do to rows, they do afterwards. */
async function demandFitSchema(client: pg.Client, { migrations }: Manifest): Promise<void> {
  const applied = await appliedMigrations(client);
  if (applied === null) return;
  await demandEmpty(client);
  const further = applied.filter((name) => !migrations.includes(name));
  if (further.length > 0)
    throw new BackupRefused(
      `this database has a newer schema than the backup (${further.join(', ')}); give the restore a database nobody has used`,
    );
}

async function demandEmpty(client: pg.Client): Promise<void> {
  for (const name of signsOfLife) {
    const table = await client.query<{ is: boolean }>('select to_regclass($1) is not null as is', [name]);
    if (!table.rows[0]?.is) continue;
    const { rowCount } = await client.query(`select from ${quoted(name)} limit 1`);
    if (rowCount !== 0) throw new BackupRefused(`the installation is not empty: there are rows in ${name}`);
  }
}

/** Objects of this very backup may lie there: a restore that was stopped left them. */
async function demandNoStrangeObjects(objects: ObjectStore, listing: string): Promise<void> {
  const notEmpty = (what: string) => new BackupRefused(`the installation is not empty: the object store holds ${what}`);
  const owners = new Set<string>();
  for await (const { businessId, names } of listedByBusiness(listing)) {
    owners.add(businessId);
    for await (const sha256 of objects.list(businessId)) if (!names.has(sha256)) throw notEmpty(objectKey(businessId, sha256));
  }
  for await (const businessId of objects.owners()) if (!owners.has(businessId)) throw notEmpty(`files of ${businessId}`);
}

async function verifyRows(folder: string, { tables, objects }: Manifest): Promise<void> {
  for (const { file, sha256 } of [objects, ...tables])
    await verifyFile(join(folder, file), sha256).catch((error: NodeJS.ErrnoException) => {
      throw isLoss(error) || error.code === 'ENOENT' ? damaged(folder, file) : error;
    });
}

/** The names of the objects that the backup should have. */
async function* keptObjects(folder: string, { objects, lost }: Manifest): AsyncGenerator<RawKey> {
  const gone = new Set(lost.map(({ businessId, sha256 }) => objectKey(businessId, sha256)));
  for await (const key of listedObjects(join(folder, objects.file))) if (!gone.has(objectKey(key.businessId, key.sha256))) yield key;
}

/** All rows in one transaction, as they were: no trigger writes on their behalf. */
async function fillTables(client: pg.Client, folder: string, { tables, sequences }: Manifest): Promise<void> {
  const ordered = await tablesInOrder(client);
  const given = new Map(tables.map((table) => [table.name, table]));
  await client.query('begin');
  for (const name of ordered) await client.query(`alter table ${quoted(name)} disable trigger user`);
  // Nobody can have come since: the tables are held.
  await demandEmpty(client);
  for (const name of ordered.toReversed()) await client.query(`delete from ${quoted(name)}`);
  for (const name of ordered) {
    const table = given.get(name);
    if (!table) continue;
    const rows = client.query(copyFrom(`copy ${quoted(name)} (${table.columns.map(quoted).join(', ')}) from stdin`));
    await pipeline(createReadStream(join(folder, table.file)), createGunzip(), rows);
    if (rows.rowCount !== table.rows) throw damaged(folder, table.file);
  }
  for (const { name, lastValue } of sequences)
    if (lastValue !== null) await client.query('select setval($1, $2)', [quoted(name), lastValue]);
  await beginAnotherLife(client);
  for (const name of ordered) await client.query(`alter table ${quoted(name)} enable trigger user`);
  await client.query('commit');
}

/** Transaction ids of the other database mean nothing here: all that was written is of this transaction, in its former order. */
async function beginAnotherLife(client: pg.Client): Promise<void> {
  for (const name of ['changes', 'departures']) await client.query(`update ${name} set xid = pg_current_xact_id()`);
  await client.query('update feed_life set life = $1', [randomBytes(4).toString('hex')]);
}
