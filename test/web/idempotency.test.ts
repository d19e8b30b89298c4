import { expect } from 'vitest';
import { openApp } from '#test/support/app.ts';
import { ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';

test('H-056 a push whose process was killed is not refused for a day: its key is free again when it cannot be under way', async ({
  db,
  databaseUrl,
}) => {
  const house = houseOn(db);
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
  await using app = await openApp(house, databaseUrl, { ...deps, objects });
  const { businessId, email } = await aBusiness(house, (await aFirm(house)).accountantId);
  const cookie = await cookieFor(house, email);
  const push = async (text = 'beküldött bizonylat') => {
    const form = new FormData();
    form.set('file', new Blob([text]), 'bizonylat.txt');
    const url = `${app.url}/api/v1/businesses/${businessId}/documents`;
    const answer = await fetch(url, { method: 'POST', headers: { cookie, 'idempotency-key': 'egy' }, body: form });
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
