import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { grantAccessToken } from '#services/actions/accounts/access-tokens.ts';
import { freePort } from '#services/platform/free-port.ts';
import { row } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { startHub } from '#test/support/hub.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';

/** Counting begins anew with each minute: what must happen in one begins early in it. */
async function earlyInAMinute(): Promise<void> {
  const spentMs = Date.now() % 60_000;
  if (spentMs > 30_000) await sleep(60_000 - spentMs + 100);
}

const ask = async (url: string, headers: Record<string, string>) => {
  const response = await fetch(`${url}/api/v1/businesses`, { headers });
  await response.arrayBuffer();
  return response;
};

test('who asks too often is told when to come again; others, and the same one later, are answered', { timeout: 90_000 }, async ({
  db,
  databaseUrl,
}) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const { email } = await aBusiness(house, firm.accountantId);
  const [owner, head] = [{ cookie: await cookieFor(house, email) }, { cookie: await cookieFor(house, firm.email) }];
  const program = { authorization: `Bearer ${(await grantAccessToken(house, firm.securityKey, null)).accessToken}` };
  await using app = await openApp(house, databaseUrl, { settings: { REQUESTS_PER_MINUTE: '5' } });
  await earlyInAMinute();
  const statuses: number[] = [];
  for (let count = 0; count < 7; count++) statuses.push((await ask(app.url, owner)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  const refused = await fetch(`${app.url}/api/v1/businesses`, { headers: owner });
  expect(refused.headers.get('content-type')).toContain('application/problem+json');
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(await refused.json()).toMatchObject({ type: '/problems/too-many-requests', status: 429, facts: { perMinute: 5 } });
  // A second session of the same person is the same person.
  expect((await ask(app.url, { cookie: await cookieFor(house, email) })).status).toBe(429);
  expect([(await ask(app.url, head)).status, (await ask(app.url, program)).status]).toEqual([200, 200]);
});

test('two processes count together, without asking the database at each request', { timeout: 120_000 }, async ({ db, databaseUrl }) => {
  const house = houseOn(db);
  const { email, userId } = await aBusiness(house, (await aFirm(house)).accountantId);
  const cookie = { cookie: await cookieFor(house, email) };
  const settings = async () => ({ DATABASE_URL: databaseUrl, REQUESTS_PER_MINUTE: '40', SMTP_PORT: String(await freePort()) });
  await using first = await startHub(await settings());
  await using second = await startHub(await settings());
  await earlyInAMinute();
  for (let count = 0; count < 30; count++) expect((await ask(first.url, cookie)).status).toBe(200);
  await expect
    .poll(
      async () =>
        (await row<{ sum: number }>(db, 'select sum(count)::integer as sum from rates where key = $1', `requests-of-user:${userId}`))?.sum,
    )
    .toBe(30);
  expect((await ask(second.url, cookie)).status).toBe(200);
  await sleep(1_500);
  const statuses: number[] = [];
  for (let count = 0; count < 30; count++) statuses.push((await ask(second.url, cookie)).status);
  expect([statuses.filter((status) => status === 200).length, statuses.filter((status) => status === 429).length]).toEqual([9, 21]);
});
