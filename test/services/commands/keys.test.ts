import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { openFor, sealFor, unknownMasterKeys } from '#services/actions/vault.ts';
import { masterKeysFrom, masterKeysInFile } from '#services/platform/secrets.ts';
import { rows } from '#storage/sql.ts';
import { test } from '#test/support/database.ts';
import { spawnHub } from '#test/support/hub.ts';

async function hubEnded(args: string[], env: Record<string, string>): Promise<{ code: number; out: string }> {
  const hub = spawnHub(args, env);
  let out = '';
  hub.child.stdout!.on('data', (chunk) => {
    out += chunk;
  });
  const [code] = (await once(hub.child, 'exit')) as [number];
  return { code, out };
}

test('LG-034 the master key is rotated while hubs work on: nothing sealed before, during or after is lost', { timeout: 120_000 }, async ({
  db,
  databaseUrl,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'master-key');
  const hubs = [masterKeysInFile(file), masterKeysInFile(file)];
  const sealed: { ownerId: string; text: string; by: string }[] = [];
  let isOver = false;
  const work = hubs.flatMap((keys) =>
    [1, 2].map(async () => {
      while (!isOver) {
        const [ownerId, by] = [randomUUID(), randomUUID()];
        sealed.push({ ownerId, by, text: await sealFor(db, keys, ownerId, 'test', by) });
        const any = sealed[Math.floor(Math.random() * sealed.length)]!;
        expect(await openFor(db, keys, any.ownerId, 'test', any.text)).toBe(any.by);
      }
    }),
  );
  const before = readFileSync(file, 'utf8');
  const env = { HUB_DATA: folder, DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' };
  for (let round = 0; round < 2; round += 1) {
    const { code, out } = await hubEnded(['keys', 'rotate'], env);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/data keys are wrapped anew/) });
  }
  isOver = true;
  await Promise.all(work);

  const after = readFileSync(file, 'utf8');
  expect(after.trim().split('\n')).toHaveLength(1);
  expect(after).not.toBe(before);
  // Only what the file holds now, as a hub that starts afterwards would have it.
  const fresh = masterKeysFrom(after.trim());
  expect(sealed.length).toBeGreaterThan(20);
  for (const { ownerId, text, by } of sealed) expect(await openFor(db, fresh, ownerId, 'test', text)).toBe(by);
  expect(await rows(db, 'select distinct master_key_id as id from data_keys')).toEqual([{ id: fresh.current().id }]);
  expect(await unknownMasterKeys(db, masterKeysFrom(before.trim()))).toEqual([fresh.current().id]);
});

test('doctor names a chain that was changed and a master key that is missing, and ends with 1', { timeout: 60_000 }, async ({
  db,
  databaseUrl,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const chain = randomUUID();
  await sealFor(db, masterKeysInFile(join(folder, 'another')), randomUUID(), 'test', 'x');
  await rows(db, `insert into audit_chains (id, length, head) values ($1, 1, 'a')`, chain);
  const { code, out } = await hubEnded(['doctor'], { HUB_DATA: folder, DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' });
  expect(code).toBe(1);
  expect(out).toMatch(new RegExp(`WRONG +audit: .*${chain} at link 1`));
  expect(out).toMatch(/WRONG +master key: .*not given/);
});
