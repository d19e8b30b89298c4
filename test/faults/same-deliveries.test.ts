import { expect } from 'vitest';
import { row } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { inLanes } from '#test/support/load.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';

test('H-056 H-067 the same 100 files from 8 clients at once, each 5 times: 100 documents, every delivery counted', {
  timeout: 120_000,
}, async ({ db, databaseUrl }) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const { businessId, email } = await aBusiness(house, (await aFirm(house)).accountantId);
  const cookie = await cookieFor(house, email);
  // Every client has its own order, so that twins meet at the same moment and far apart.
  const sends = Array.from({ length: 500 }, (_, index) => ({ file: index % 100, at: (index * 7919) % 500 })).sort((a, b) => a.at - b.at);
  const answers: number[] = [];
  await inLanes(sends.length, 8, async (number) => {
    const form = new FormData();
    form.set('file', new Blob([`bizonylat ${sends[number]!.file}`]), 'bizonylat.txt');
    const answer = await fetch(`${app.url}/api/v1/businesses/${businessId}/documents`, { method: 'POST', headers: { cookie }, body: form });
    await answer.arrayBuffer();
    answers.push(answer.status);
  });
  expect([answers.filter((status) => status === 201).length, answers.filter((status) => status === 200).length]).toEqual([100, 400]);
  expect(
    await row(
      db,
      `select (select count(*)::integer from documents where business_id = $1) as documents, count(*)::integer as intakes,
         sum(deliveries)::integer as deliveries, (select count(*)::integer from jobs where business_id = $1) as jobs
       from intakes where business_id = $1`,
      businessId,
    ),
  ).toEqual({ documents: 100, intakes: 100, deliveries: 500, jobs: 100 });
  expect((await Array.fromAsync(app.objects.list(businessId))).length).toBe(100);
});
