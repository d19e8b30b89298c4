import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { folderStore } from '../objects/folder-store.ts';
import { hashing } from '../objects/hashing.ts';
import { type ObjectStore, objectKey } from '../objects/object-store.ts';
import { openSpool, syncFile } from '../objects/spool.ts';
import { objectsLeaveLock } from '../objects-leave.ts';
import { BackupRefused, type Manifest, writeManifest } from './manifest.ts';
import { copyObject, eachAtOnce, hasObject, isLoss, type Lost, listedByBusiness, listedObjects, listingSql } from './object-files.ts';
import { appliedMigrations, backedUpTables, connected, quoted, type Table } from './tables.ts';

/** One backup of a database at a time. */
const oneBackupLock = 0x62697a72;
/** Objects that may be left to copy while those who delete wait. */
const fewObjects = 50;
const roundsAtMost = 6;
const entries = /^(backup\.json(\.next)?|objects|incoming|\d{4}-[\dTZ-]+)$/;

/**
 * Copies all rows, as of one moment, and the objects that they name into a folder, while the hub works. The folder is empty or
 * holds an earlier backup, whose place this one takes when it is whole; objects that are there already are checked, not copied.
 *
 * @throws BackupRefused
 */
export async function takeBackup({
  databaseUrl,
  objects,
  folder,
}: {
  databaseUrl: string;
  objects: ObjectStore;
  folder: string;
}): Promise<Manifest> {
  await using client = await connected(databaseUrl);
  const { rows } = await client.query<{ is: boolean }>('select pg_try_advisory_lock($1) as is', [oneBackupLock]);
  if (!rows[0]?.is) throw new BackupRefused('another backup of this database is under way');
  const migrations = await appliedMigrations(client);
  if (migrations === null) throw new BackupRefused('there is nothing to back up: no hub has used this database');
  await demandOwnFolder(folder);

  const takenAt = new Date().toISOString();
  const work = takenAt.replaceAll(/[:.]/g, '-');
  await mkdir(join(folder, work), { recursive: true, mode: 0o700 });
  const listing = join(folder, work, 'objects.sha256');
  const kept = openKept(objects, folder);
  // Most objects before the snapshot, while nobody waits for anything …
  for (let round = 0; round < roundsAtMost; round++) {
    await writeFrom(client, listingSql, listing, false);
    if ((await kept.copyMissing(listing)).copied < fewObjects) break;
  }
  // … and the few that came meanwhile after it, while those who delete wait: what the snapshot names cannot leave before.
  await client.query('select pg_advisory_lock($1)', [objectsLeaveLock]);
  await client.query('begin isolation level repeatable read read only');
  const listed = await writeFrom(client, listingSql, listing, false);
  const { lost } = await kept.copyMissing(listing);
  await client.query('select pg_advisory_unlock($1)', [objectsLeaveLock]);

  const tables: Manifest['tables'] = [];
  for (const table of await backedUpTables(client)) tables.push(await writeTable(client, folder, work, table));
  const sequences = await client.query<Manifest['sequences'][number]>(
    `select sequencename as name, last_value::text as "lastValue" from pg_sequences where schemaname = current_schema() order by 1`,
  );
  const masterKeys = await client.query<{ id: string }>('select distinct master_key_id as id from data_keys order by 1');
  await client.query('commit');

  const checked = await kept.check(listing, lost);
  const manifest: Manifest = {
    format: 1,
    takenAt,
    migrations,
    masterKeys: masterKeys.rows.map(({ id }) => id),
    tables,
    sequences: sequences.rows,
    objects: { file: `${work}/objects.sha256`, sha256: listed.sha256, bytes: listed.bytes, ...checked },
    lost: [...lost.values()],
  };
  await writeManifest(folder, manifest);
  await prune(folder, work, listing);
  return manifest;
}

/** A folder with anything else in it is somebody else's. */
async function demandOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const strange = (await readdir(folder)).find((name) => !entries.test(name));
  if (strange !== undefined) throw new BackupRefused(`${folder} holds something that is no backup: ${strange}; name an empty folder`);
}

type Written = { rows: number; sha256: string; bytes: number };

/** Streams a query's result to a file, hashed as it is written, and syncs it. */
async function writeFrom(client: pg.Client, query: string, path: string, isPacked: boolean): Promise<Written> {
  const { through, passed } = hashing();
  const copied = client.query(copyTo(`copy (${query}) to stdout`));
  const file = createWriteStream(path, { mode: 0o600 });
  if (isPacked) await pipeline(copied, createGzip({ level: 4 }), through, file);
  else await pipeline(copied, through, file);
  await syncFile(path);
  const { sha256, size } = passed();
  return { rows: copied.rowCount, sha256, bytes: size };
}

async function writeTable(client: pg.Client, folder: string, work: string, { name, columns }: Table): Promise<Manifest['tables'][number]> {
  const file = `${work}/${name}.copy.gz`;
  const query = `select ${columns.map(quoted).join(', ')} from ${quoted(name)}`;
  return { name, columns, file, ...(await writeFrom(client, query, join(folder, file), true)) };
}

/** The backup's own objects: a folder store beside the rows. */
function openKept(objects: ObjectStore, folder: string) {
  const root = join(folder, 'objects');
  const own = folderStore(root);
  const spool = openSpool(join(folder, 'incoming'));
  const losses = () => new Map<string, Lost>();
  return {
    async copyMissing(listing: string): Promise<{ copied: number; lost: Map<string, Lost> }> {
      const lost = losses();
      let copied = 0;
      await eachAtOnce(listedObjects(listing), async (key) => {
        if (await hasObject(root, key)) return;
        const loss = await copyObject(objects, own, spool, key);
        if (loss === null) copied += 1;
        else lost.set(objectKey(key.businessId, key.sha256), loss);
      });
      return { copied, lost };
    },
    /** Reads everything once more: a disk may have lost what an earlier backup wrote. Such a file is copied anew, or counted as lost. */
    async check(listing: string, lost: Map<string, Lost>): Promise<{ count: number; objectBytes: number }> {
      let [count, objectBytes] = [0, 0];
      await eachAtOnce(listedObjects(listing), async ({ businessId, sha256 }) => {
        const name = objectKey(businessId, sha256);
        if (lost.has(name)) return;
        const isRight = await own.withFile(businessId, sha256, noMatter).then(
          () => true,
          (error: unknown) => {
            if (isLoss(error)) return false;
            throw error;
          },
        );
        if (!isRight) {
          await own.remove(businessId, sha256);
          const loss = await copyObject(objects, own, spool, { businessId, sha256 });
          if (loss) return void lost.set(name, loss);
        }
        count += 1;
        objectBytes += (await stat(join(root, name))).size;
      });
      return { count, objectBytes };
    },
  };
}

const noMatter = () => Promise.resolve();

/** What only earlier backups needed: their rows, and objects that have left the hub since. */
async function prune(folder: string, work: string, listing: string): Promise<void> {
  for (const name of await readdir(folder))
    if (!['backup.json', 'objects', work].includes(name)) await rm(join(folder, name), { recursive: true });
  const own = folderStore(join(folder, 'objects'));
  const owners = new Set<string>();
  for await (const { businessId, names } of listedByBusiness(listing)) {
    owners.add(businessId);
    for await (const sha256 of own.list(businessId)) if (!names.has(sha256)) await own.remove(businessId, sha256);
  }
  for await (const businessId of own.owners())
    if (!owners.has(businessId)) await rm(join(folder, 'objects', businessId), { recursive: true });
}
