import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { openDatabase } from '#storage/database.ts';
import { startEmbeddedPostgres } from '#storage/embedded/embedded-postgres.ts';
import { folderStore } from '#storage/objects/folder-store.ts';
import { row, rows } from '#storage/sql.ts';
import { test } from '#test/support/database.ts';
import { spawnHub, startHub } from '#test/support/hub.ts';
import { aHubUnderLoad, inLanes } from '#test/support/load.ts';

const deliveries = process.env['HUB_TEST'] === 'long' ? 600 : 40;

/** `./hub …` to its end. */
async function ran(args: readonly string[], env: Record<string, string>): Promise<{ status: number; said: string }> {
  await using hub = spawnHub(args, env);
  let said = '';
  hub.child.stdout!.on('data', (chunk) => {
    said += chunk;
  });
  const [status] = (await once(hub.child, 'close')) as [number];
  return { status, said: said + hub.said() };
}

test('promise 10: a backup taken while mails and uploads come in and leave, restored on another machine: all that was accepted before it is there and goes on', {
  timeout: deliveries * 3_000 + 120_000,
}, async ({ db, databaseUrl }) => {
  const [folder, other] = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'bizonylat-moved-'))) as [string, string];
  chmodSync(other, 0o711);
  await using source = await aHubUnderLoad(db, { DATABASE_URL: databaseUrl });
  const accepted = { mails: 0, uploads: 0 };
  const sending = Promise.all([
    inLanes(deliveries, 2, async (number) => {
      await source.mail(number);
      accepted.mails += 1;
    }),
    inLanes(deliveries, 2, async (number) => {
      await source.upload(number);
      accepted.uploads += 1;
    }),
    inLanes(deliveries, 1, source.chat),
  ]);
  await expect.poll(() => Math.min(accepted.mails, accepted.uploads), { timeout: 60_000 }).toBeGreaterThan(deliveries / 4);
  const before = { ...accepted };
  const backup = await ran(['backup', folder], source.settings);
  const during = accepted.mails + accepted.uploads - before.mails - before.uploads;
  expect(backup.said).toMatch(/backup of .+ rows of .+ files/);
  expect([backup.status, during > 0], backup.said).toEqual([0, true]);
  await sending;

  const restored = await ran(['restore', folder], { HUB_DATA: other, LOG_LEVEL: 'error' });
  expect([restored.status, restored.said], restored.said).toEqual([0, expect.stringContaining('the hub is as it was on')]);
  expect((await ran(['restore', folder], { HUB_DATA: other, LOG_LEVEL: 'error' })).said).toContain('not empty');
  await using running = await startHub({ HUB_DATA: other });
  await using cluster = await startEmbeddedPostgres(join(other, 'postgres'));
  const database = openDatabase(cluster.url, { connections: 2 });
  await expect
    .poll(() => row(database, 'select from jobs where failed_at is null and business_id = $1 limit 1', source.businessId), {
      timeout: deliveries * 1_000 + 60_000,
      interval: 500,
    })
    .toBeUndefined();
  const counts = await row<{ mails: number; uploads: number; failed: number }>(
    database,
    `select count(*) filter (where door = 'smtp' and subject like 'Számla load%')::integer as mails, count(*) filter (where door = 'upload')::integer as uploads,
       (select count(*)::integer from documents where state = 'failed') + (select count(*)::integer from jobs where failed_at is not null) as failed
     from intakes`,
  );
  expect(counts!.failed).toBe(0);
  expect(counts!.mails).toBeGreaterThanOrEqual(before.mails);
  expect(counts!.uploads).toBeGreaterThanOrEqual(before.uploads);
  const objects = folderStore(join(other, 'objects'));
  const named = await rows<{ sha256: string }>(
    database,
    `select trim(sha256) as sha256 from documents where state <> 'deleted' union select trim(raw_sha256) from intakes where raw_kept and door = 'smtp'`,
  );
  for (const { sha256 } of named) await objects.withFile(source.businessId, sha256, () => Promise.resolve());
  expect(named.length).toBeGreaterThan(before.mails);
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
  await database.close();
  for (const each of [folder, other]) rmSync(each, { recursive: true, force: true });
});

test('a backup beside a hub on the embedded PostgreSQL leaves it running; without a hub it starts and stops one', {
  timeout: 90_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-moved-'));
  await using hub = await startHub();
  expect((await ran(['backup', folder], hub.env)).status).toBe(0);
  await sleep(500);
  expect((await fetch(`${hub.url}/readyz`)).status).toBe(200);
  expect((await ran(['backup'], hub.env)).status).toBe(2);
  hub.child.kill('SIGTERM');
  await once(hub.child, 'exit');
  expect((await ran(['backup', folder], hub.env)).status).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});
