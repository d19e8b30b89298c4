import { expect } from 'vitest';
import { row } from '#storage/sql.ts';
import { anOffice } from '#test/support/bank-office.ts';
import { ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

test('H-056 a push whose process was killed is not refused for a day: its key is free again when it cannot be under way', async ({
  db,
  databaseUrl,
}) => {
  const deps = ingestDeps(db);
  const begun = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<never>();
  let isKilled = false;
  const objects: typeof deps.objects = {
    ...deps.objects,
    put(...given) {
      if (isKilled) return deps.objects.put(...given);
      begun.resolve();
      return lost.promise;
    },
  };
  await using office = await anOffice(db, databaseUrl, { ...deps, objects });
  const cookie = office.cookies.owner;
  const push = async (text = 'beküldött bizonylat') => {
    const form = new FormData();
    form.set('file', new Blob([text]), 'bizonylat.txt');
    const answer = await fetch(`${office.root}/documents`, { method: 'POST', headers: { cookie, 'idempotency-key': 'egy' }, body: form });
    await answer.arrayBuffer();
    return { status: answer.status, isReplayed: answer.headers.get('idempotency-replayed') === 'true' };
  };
  const first = push();
  await begun.promise;
  isKilled = true;
  expect(await push()).toEqual({ status: 409, isReplayed: false });
  await db.query(`update idempotency_keys set created_at = created_at - interval '3 minutes'`);
  expect(await push()).toEqual({ status: 201, isReplayed: false });
  expect(await push()).toEqual({ status: 201, isReplayed: true });
  expect(await push('más bizonylat')).toEqual({ status: 422, isReplayed: false });
  lost.reject(new Error('gone'));
  await first;
});

test('a request whose process died after its commit has its effect once: the repetition is told so, and a failed one is free again', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { businessId } = office;
  const cookie = office.cookies.owner;
  const ask = async (path: string, body: object) => {
    const answer = await fetch(`${office.root}/${path}`, {
      method: 'POST',
      headers: { cookie, 'idempotency-key': 'egyszer', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, said: (await answer.json()) as { title?: string } };
  };
  const exportsMade = async () =>
    (await row<{ count: number }>(db, 'select count(*)::integer as count from exports where business_id = $1', businessId))!.count;
  const first = await ask('exports', {});
  expect([first.status, await ask('exports', {})]).toEqual([201, first]);
  // As the process left it when it died between the commit and its answer.
  await db.query(`update idempotency_keys set status = null, answer = null where caller <> ''`);
  expect(await ask('exports', {})).toMatchObject({ status: 409, said: { title: expect.stringContaining('still under way') } });
  await db.query(`update idempotency_keys set created_at = created_at - interval '3 minutes'`);
  expect(await ask('exports', {})).toMatchObject({ status: 409, said: { title: expect.stringContaining('was carried out') } });
  expect(await exportsMade()).toBe(1);

  // Nothing was done: the same key works when the fault is mended.
  const payment = {
    source: 'entered',
    method: 'cash',
    paidOn: '2026-11-20',
    allocations: [{ item: '0192aaaa-0000-7000-8000-000000000001', amount: '1.00' }],
  };
  expect((await ask('settlements', payment)).status).toBe(404);
  expect(await row(db, `select from idempotency_keys where route like '%settlements'`)).toBeUndefined();
});
