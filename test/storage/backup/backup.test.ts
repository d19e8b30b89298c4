import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Sequelize } from 'sequelize';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { receiveDelivery } from '#ingest/receive.ts';
import { deleteDocument } from '#services/actions/documents/delete-document.ts';
import { operator } from '#services/actions/house.ts';
import { restoreBackup } from '#storage/backup/restore-backup.ts';
import { takeBackup } from '#storage/backup/take-backup.ts';
import { openDatabase } from '#storage/database.ts';
import { startEmbeddedPostgres } from '#storage/embedded/embedded-postgres.ts';
import { folderStore } from '#storage/objects/folder-store.ts';
import { type ObjectStore, objectKey } from '#storage/objects/object-store.ts';
import { s3Store } from '#storage/objects/s3-store.ts';
import { openSpool } from '#storage/objects/spool.ts';
import { changesSince, type FeedScope } from '#storage/queries/changes.ts';
import { row, rows } from '#storage/sql.ts';
import { anUpload, ingestDeps } from '#test/support/builders.ts';
import { asAdmin, withName } from '#test/support/cluster.ts';
import { ownDatabase } from '#test/support/database.ts';
import { furnish } from '#test/support/furnished.ts';
import { aMail } from '#test/support/mails.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';
import { needed, startMinio } from '#test/support/services/start-services.ts';

vi.setConfig({ testTimeout: 90_000 });
const aFolder = () => mkdtempSync(join(tmpdir(), 'bizonylat-backup-'));

/** Another server, as on another machine: its transaction ids are others, and nobody else waits for what is restored there. */
const clusterFolder = aFolder();
chmodSync(clusterFolder, 0o711);
const otherCluster = startEmbeddedPostgres(clusterFolder, { isDurable: false });
afterAll(async () => {
  await (await otherCluster)[Symbol.asyncDispose]();
  rmSync(clusterFolder, { recursive: true, force: true });
});

/** A firm with a client that has one of everything, two uploads and a mail. The rows of `furnish` name two files that no store has. */
async function office() {
  const own = await ownDatabase();
  const db = openDatabase(own.url);
  const house = houseOn(db);
  const firm = await aFirm(house);
  const { businessId, visitor, email } = await aBusiness(house, firm.accountantId);
  await furnish(house, businessId, visitor, { mark: 'jel', bankMark: 'bankjel' });
  await cookieFor(house, email);
  const deps = ingestDeps(db);
  const uploads = [await anUpload(deps, businessId, Buffer.from('az első')), await anUpload(deps, businessId, randomBytes(300_000))];
  const raw = await aMail('mentés', [{ filename: 'a.txt', content: Buffer.from('egy') }]);
  await receiveDelivery(
    { door: 'smtp', sender: null, recipients: [{ businessId, address: null }], raw: Readable.from([raw]), maxBytes: 1e6 },
    deps,
  );
  return {
    ...deps,
    db,
    databaseUrl: own.url,
    businessId,
    accountantId: firm.accountantId,
    uploads,
    async [Symbol.asyncDispose]() {
      await db.close();
      await own[Symbol.asyncDispose]();
    },
  };
}

/** An installation nobody has used. */
async function elsewhere(objects?: ObjectStore) {
  const cluster = (await otherCluster).url;
  const name = `restored_${randomBytes(6).toString('hex')}`;
  await asAdmin(cluster, `create database ${name}`);
  const databaseUrl = withName(cluster, name);
  const folder = aFolder();
  const database = openDatabase(databaseUrl, { connections: 3 });
  return {
    database,
    target: { databaseUrl, objects: objects ?? folderStore(join(folder, 'objects')), spool: openSpool(join(folder, 'spool')) },
    folder,
    async [Symbol.asyncDispose]() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
      await asAdmin(cluster, `drop database ${name} with (force)`);
    },
  };
}

/** What every table says, in any order; transaction ids are the database's own, and nobody stays signed in. */
async function sumsOf(database: Sequelize): Promise<Record<string, string>> {
  const tables = await rows<{ name: string }>(database, `select tablename as name from pg_tables where schemaname = 'public' order by 1`);
  const sums: Record<string, string> = {};
  for (const { name } of tables) {
    if (['sessions', 'access_tokens', 'throttles', 'rates', 'feed_life', 'migrations'].includes(name)) continue;
    const sum = await row<{ sum: string }>(
      database,
      `select count(*) || ' ' || coalesce(md5(string_agg(said, ',' order by said)), '') as sum from (select (to_jsonb(each) - 'xid')::text as said from "${name}" each) rows`,
    );
    sums[name] = sum!.sum;
  }
  return sums;
}

/** The feed from its beginning; a transaction of another suite may hold its end back for a moment. */
async function wholeFeed(db: Sequelize, scope: FeedScope): ReturnType<typeof changesSince> {
  const made = await row<{ count: number }>(db, 'select count(*)::int as count from changes where business_id = $1', scope.businessIds[0]!);
  return vi.waitFor(
    async () => {
      const feed = await changesSince(db, scope, undefined, 1_000);
      expect(feed.rows).toHaveLength(made!.count);
      return feed;
    },
    { timeout: 10_000 },
  );
}

const minio = needed('minio');
describe.for(['folder', ...(minio === null ? [] : (['s3'] as const))])('objects in %s', (kind) => {
  test('what is restored elsewhere is equal row by row and file by file, and works on', async () => {
    await using home = await office();
    const { db, databaseUrl, objects, businessId, accountantId, uploads } = home;
    const folder = aFolder();
    await using server = kind === 's3' ? await startMinio(minio!) : null;
    const bucket = (name: string) => {
      const keys = { endpoint: server!.url, accessKey: server!.accessKey, secretKey: server!.secretKey };
      return s3Store({ ...keys, bucket: name, region: 'us-east-1', scratch: aFolder() });
    };
    const from = server ? bucket('honnan') : objects;
    if (server)
      for await (const sha256 of objects.list(businessId))
        await objects.withFile(businessId, sha256, (path) => from.put(businessId, { path, sha256, size: readFileSync(path).length }));
    const scope = { businessIds: [businessId], accountantIds: [accountantId] };
    const before = await wholeFeed(db, scope);

    const manifest = await takeBackup({ databaseUrl, objects: from, folder });
    expect([manifest.objects.count, manifest.lost.map(({ because }) => because)]).toEqual([3, ['object-missing', 'object-missing']]);
    expect(JSON.stringify(manifest.masterKeys)).toMatch(/^\["[0-9a-f]{16}"\]$/);

    await using other = await elsewhere(server ? bucket('hova') : undefined);
    await restoreBackup({ ...other.target, folder });
    expect(await sumsOf(other.database)).toEqual(await sumsOf(db));
    const names = await Array.fromAsync(other.target.objects.list(businessId));
    expect(names.sort()).toEqual((await Array.fromAsync(from.list(businessId))).sort());
    for (const sha256 of names) await other.target.objects.withFile(businessId, sha256, () => Promise.resolve());
    expect(await row(other.database, 'select from sessions limit 1')).toBeUndefined();
    await expect(restoreBackup({ ...other.target, folder })).rejects.toThrow('the installation is not empty: there are rows in businesses');

    // Programs begin anew, see all of it in the former order, and hear of what comes.
    await expect(changesSince(other.database, scope, before.next, 10)).rejects.toMatchObject({ code: 'invalid-request' });
    const all = await wholeFeed(other.database, scope);
    expect(all.rows.map(({ id }) => id)).toEqual(before.rows.map(({ id }) => id));
    const [{ documentId } = { documentId: '' }] = uploads;
    const database = openDatabase(other.target.databaseUrl, { connections: 2 });
    await deleteDocument({ businessId, documentId, actor: operator }, { database, objects: other.target.objects });
    const next = await changesSince(database, scope, all.next, 10);
    expect(next.rows.map(({ id, deleted }) => [id, deleted])).toContainEqual([documentId, true]);
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

test('a second backup takes the place of the first: what left the hub leaves it, a file that rotted is copied anew', async () => {
  await using home = await office();
  const { db, databaseUrl, objects, businessId, uploads } = home;
  const folder = aFolder();
  const first = await takeBackup({ databaseUrl, objects, folder });
  const [gone, rotten] = await Promise.all(
    uploads.map(
      async ({ documentId }) => (await row<{ sha256: string }>(db, 'select sha256 from documents where id = $1', documentId))!.sha256,
    ),
  );
  await deleteDocument({ businessId, documentId: uploads[0]!.documentId, actor: operator }, { database: db, objects });
  writeFileSync(join(folder, 'objects', objectKey(businessId, rotten!)), 'más');
  const second = await takeBackup({ databaseUrl, objects, folder });
  expect([second.objects.count, second.lost.length]).toEqual([first.objects.count - 1, 2]);
  expect(await Array.fromAsync(folderStore(join(folder, 'objects')).list(businessId))).not.toContain(gone);
  expect(readdirSync(folder).sort()).toEqual(['backup.json', 'objects', second.objects.file.split('/')[0]].sort());
  await using other = await elsewhere();
  await restoreBackup({ ...other.target, folder });
});

test('a folder with something else in it, and a second backup at once, are refused', async () => {
  await using home = await office();
  const { databaseUrl, objects } = home;
  const folder = aFolder();
  writeFileSync(join(folder, 'levelek.txt'), '');
  await expect(takeBackup({ databaseUrl, objects, folder })).rejects.toThrow('levelek.txt');
  const outcomes = await Promise.allSettled([1, 2].map(() => takeBackup({ databaseUrl, objects, folder: aFolder() })));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { message: expect.stringContaining('under way') } });
});

test('a damaged backup is refused by the name of the file, and nothing is changed', async () => {
  await using home = await office();
  const whole = aFolder();
  const { tables, objects } = await takeBackup({ databaseUrl: home.databaseUrl, objects: home.objects, folder: whole });
  const aFile = readdirSync(whole, { recursive: true, encoding: 'utf8' }).find((name) => /[0-9a-f]{64}$/.test(name))!;
  await using other = await elsewhere();
  for (const file of ['backup.json', tables.find(({ name }) => name === 'invoices')!.file, objects.file, aFile])
    for (const how of ['changed', 'missing']) {
      const folder = aFolder();
      cpSync(whole, folder, { recursive: true });
      const bytes = readFileSync(join(folder, file));
      bytes[bytes.length >> 1]! ^= 1;
      if (how === 'changed') writeFileSync(join(folder, file), bytes);
      else rmSync(join(folder, file));
      await expect(restoreBackup({ ...other.target, folder }), `${file} ${how}`).rejects.toThrow(file);
      rmSync(folder, { recursive: true });
    }
  expect(await row(other.database, `select tablename from pg_tables where schemaname = 'public' limit 1`)).toBeUndefined();
  expect(await Array.fromAsync(other.target.objects.owners())).toEqual([]);
});

test('a store with files of something else and a newer schema are refused; a restore that was cut is run again', async () => {
  await using home = await office();
  const { databaseUrl, objects, businessId } = home;
  const folder = aFolder();
  const manifest = await takeBackup({ databaseUrl, objects, folder });
  await using other = await elsewhere();
  await using strange = await other.target.spool.write(Readable.from(['idegen']), { maxBytes: 100 });
  await other.target.objects.put(businessId, strange);
  await expect(restoreBackup({ ...other.target, folder })).rejects.toThrow(strange.sha256);
  await other.target.objects.remove(businessId, strange.sha256);

  const cut = { ...other.target.objects, put: () => Promise.reject(new Error('cut')) };
  await expect(restoreBackup({ ...other.target, objects: cut, folder })).rejects.toThrow('cut');
  await restoreBackup({ ...other.target, folder });
  expect(manifest.migrations.length).toBeGreaterThan(10);

  await using newer = await elsewhere();
  await restoreBackup({ ...newer.target, folder });
  for (const name of ['audit', 'audit_chains']) await newer.database.query(`alter table ${name} disable trigger user`);
  await newer.database.query(`truncate businesses, users, accountants, audit, audit_chains cascade`);
  await newer.database.query(`insert into migrations (name) values ('2099-01-01-later.ts')`);
  await expect(restoreBackup({ ...newer.target, folder })).rejects.toThrow('2099-01-01-later.ts');
});
