import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import type { Sequelize } from 'sequelize';
import { expect } from 'vitest';
import { deleteDocument } from '#services/actions/documents/delete-document.ts';
import { operator } from '#services/actions/house.ts';
import type { ManifestEntry } from '#services/actions/leaving/export-zip.ts';
import { exportOf, makeExport } from '#services/actions/leaving/exports.ts';
import { keptZip, runExport, sweepExports } from '#services/actions/leaving/prepare-export.ts';
import { closedStates } from '#services/domain/document-state.ts';
import { row } from '#storage/sql.ts';
import { anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { processesOf, spawnHub } from '#test/support/hub.ts';
import { aBusiness, aFirm, houseOn, mailsTo } from '#test/support/office.ts';

const closed = closedStates({ isScanned: false });
const shown = { closed, seesPrivate: true };
/** Everything is large. */
const small = { documents: 0, bytes: 0 };

async function office(db: Sequelize, files: Buffer[]) {
  const house = houseOn(db);
  const business = await aBusiness(house, (await aFirm(house)).accountantId);
  const deps = ingestDeps(db);
  const uploads = [];
  for (const [index, bytes] of files.entries()) uploads.push(await anUpload(deps, business.businessId, bytes, `${index}.bin`));
  const asked = await makeExport(house, business.visitor, business.businessId, {}, { ...shown, small });
  const key = { businessId: business.businessId, exportId: asked.id };
  const run = () => runExport(house, { objects: deps.objects, scratch: `${deps.folder}/scratch` }, key, shown);
  const fetched = async (sight = shown) => keptZip(deps, key.businessId, await exportOf(db, key.businessId, key.exportId), sight);
  return { house, business, deps, uploads, key, run, fetched };
}

async function manifestIn(bytes: Buffer): Promise<{ manifest: ManifestEntry[]; hashes: Map<string, string> }> {
  const entries = await new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false }).getEntries();
  const files = new Map<string, Buffer>();
  for (const entry of entries)
    if (!entry.directory) files.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter(), { checkSignature: true })));
  const hashes = new Map([...files].map(([name, content]) => [name, createHash('sha256').update(content).digest('hex')]));
  return { manifest: JSON.parse(files.get('manifest.json')!.toString()), hashes };
}

test('H-140 a large download is made by a job: not open before, told of by mail, the same bytes at each fetch, gone when its link ends', async ({
  db,
}) => {
  const { house, business, deps, uploads, key, run, fetched } = await office(db, [
    Buffer.from('egy'),
    Buffer.from('kettő'),
    Buffer.from('három'),
  ]);
  await expect(fetched()).rejects.toMatchObject({ code: 'not-open', facts: { documents: 3 } });
  await run();
  await run(); // a job that comes twice
  const zip = await buffer((await fetched())!.stream);
  const { manifest, hashes } = await manifestIn(zip);
  expect(manifest.map(({ file, sha256 }) => hashes.get(file!) === sha256)).toEqual([true, true, true]);
  expect((await buffer((await fetched())!.stream)).equals(zip)).toBe(true);
  const letters = (await mailsTo(house, business.email)).filter(({ subject }) => subject.includes('elkészült a letöltés'));
  expect(letters.map(({ text }) => text.includes(`/b/${key.businessId}/settings/data?export=${key.exportId}`))).toEqual([true]);

  // What left since is not handed out with the old ZIP; it is then written anew as it is fetched.
  await deleteDocument(
    { businessId: key.businessId, documentId: uploads[0]!.documentId, actor: operator },
    { database: db, objects: deps.objects },
  );
  expect(await fetched()).toBeNull();

  const { sha256 } = (await row<{ sha256: string }>(db, 'select trim(sha256) as sha256 from exports where id = $1', key.exportId))!;
  expect(await sweepExports(db, deps.objects)).toBe(0);
  await row(db, `update exports set expires_at = now() - interval '1 second' where id = $1`, key.exportId);
  expect(await sweepExports(db, deps.objects)).toBe(1);
  expect(await Array.fromAsync(deps.objects.list(key.businessId))).not.toContain(sha256);
});

test('H-140 B-037 a ZIP with private bank lines is not handed to eyes that may not see them', async ({ db }) => {
  const { key, run, fetched, uploads } = await office(db, [Buffer.from('kivonat'), Buffer.from('számla')]);
  const account = await row<{ id: string }>(
    db,
    `insert into bank_accounts (id, business_id, account) values (gen_random_uuid(), $1, '999') returning id`,
    key.businessId,
  );
  const statement = await row<{ id: string }>(
    db,
    `insert into bank_statements (id, business_id, account_id, document_id, format, line_count, new_count) values (gen_random_uuid(), $1, $2, $3, 'test', 1, 1) returning id`,
    key.businessId,
    account!.id,
    uploads[0]!.documentId,
  );
  await row(
    db,
    `with line as (insert into bank_transactions (id, business_id, account_id, statement_id, key_sha256, booked_on, amount_minor, currency, raw, is_private)
       values (gen_random_uuid(), $1, $2, $3, repeat('c', 64), '2026-11-20', -100, 'HUF', '{}', true) returning id)
     insert into statement_lines (statement_id, transaction_id) select $3, id from line`,
    key.businessId,
    account!.id,
    statement!.id,
  );
  await run();
  expect(await fetched()).not.toBeNull();
  expect(await fetched({ closed, seesPrivate: false })).toBeNull();
});

test('H-140 a worker killed in the middle: nothing is handed out, the next one makes it whole', { timeout: 120_000 }, async ({
  db,
  databaseUrl,
}) => {
  const files = Array.from({ length: 14 }, () => randomBytes(8_000_000));
  const { deps, key, fetched } = await office(db, files);
  chmodSync(deps.folder, 0o711);
  const env = {
    DATABASE_URL: databaseUrl,
    HUB_DATA: deps.folder,
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOG_LEVEL: 'error',
    MNB_RATES_URL: 'off',
  };
  const progress = async () => (await exportOf(db, key.businessId, key.exportId)).progress;
  const first = spawnHub(['start', 'worker'], env);
  await expect.poll(progress, { timeout: 40_000, interval: 5 }).toBeGreaterThan(0);
  const ended = once(first.child, 'exit');
  for (const pid of processesOf(first.pid)) process.kill(pid, 'SIGKILL');
  await ended;
  await expect(fetched()).rejects.toMatchObject({ code: 'not-open' });

  await using _ = spawnHub(['start', 'worker'], env);
  await expect.poll(async () => (await exportOf(db, key.businessId, key.exportId)).state, { timeout: 60_000, interval: 200 }).toBe('ready');
  const { manifest, hashes } = await manifestIn(await buffer((await fetched())!.stream));
  expect(manifest).toHaveLength(files.length);
  for (const { file, sha256 } of manifest) expect(hashes.get(file!)).toBe(sha256);
});
