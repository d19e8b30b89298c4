import { request as rawRequest } from 'node:http';
import type { Sequelize } from 'sequelize';
import { expect } from 'vitest';
import { grantAccessToken } from '#services/actions/accounts/access-tokens.ts';
import { invite } from '#services/actions/accounts/invitations.ts';
import { activate, register } from '#services/actions/accounts/registration.ts';
import { askPasswordReset } from '#services/actions/sign-in/password-reset.ts';
import { rows } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, anEmail, aTaxNumber, cookieFor, houseOn, mailsTo, password, tokenIn } from '#test/support/office.ts';

/** Every row of every table but those that count attempts. */
async function everything(db: Sequelize): Promise<string> {
  const tables = await rows<{ name: string }>(
    db,
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('throttles', 'rates') order by 1`,
  );
  const sums = tables.map(
    ({ name }) => `select '${name}' as name, md5(string_agg(md5(each::text), '' order by md5(each::text))) as sum from "${name}" each`,
  );
  return JSON.stringify(await rows(db, `${sums.join(' union all ')} order by 1`));
}

type Ask = { method?: string; path: string; headers?: Record<string, string>; body?: string };

async function office(db: Sequelize, databaseUrl: string) {
  const house = houseOn(db);
  const app = await openApp(house, databaseUrl);
  const firm = await aFirm(house);
  const business = await aBusiness(house, firm.accountantId);
  const cookie = await cookieFor(house, business.email);
  const ask = async ({ method = 'POST', path, headers = {}, body }: Ask) => {
    const answer = await fetch(`${app.url}/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };
  return { house, app, firm, business, cookie, ask };
}

/** A clear refusal: a problem in JSON that does not repeat what was sent, and no row is other than before. */
async function refused(
  db: Sequelize,
  act: () => Promise<{ status: number; type: string | null; text: string }>,
  status: number | number[],
  what: string,
) {
  const before = await everything(db);
  const answer = await act();
  expect([status].flat(), `${what}: ${answer.text}`).toContain(answer.status);
  expect(answer.type, what).toContain('application/problem+json');
  expect(JSON.parse(answer.text), what).toMatchObject({
    type: expect.stringMatching(/^\/problems\//),
    title: expect.any(String),
    status: answer.status,
  });
  expect(await everything(db), what).toBe(before);
}

test('H-012 malformed tokens and replayed links: a clear refusal, nothing changed', { timeout: 60_000 }, async ({ db, databaseUrl }) => {
  const { house, app, firm, ask } = await office(db, databaseUrl);
  await using _ = app;
  const given = {
    taxNumber: aTaxNumber(),
    email: anEmail(),
    name: 'Próba Könyvelő Kft.',
    billingAddress: '1111 Budapest',
    contactName: 'Próba Pál',
    language: 'hu' as const,
    termsVersion: '2026-11-01',
    address: null,
  };
  await register(house, given);
  const used = tokenIn((await mailsTo(house, given.email))[0]);
  await activate(house, { token: used });
  await askPasswordReset(house, firm.email, null);
  const reset = tokenIn((await mailsTo(house, firm.email)).find(({ subject }) => subject === 'Új jelszó beállítása'));
  const guest = anEmail('meghívott');
  await invite(house, firm.visitor, firm.accountantId, { email: guest.normalize('NFD').replace(/[^a-z0-9.@]/g, '') });
  await mailsTo(house, guest);
  const newPassword = 'egy vadonatúj jelszó';

  await refused(
    db,
    () => ask({ path: '/activations', body: JSON.stringify({ token: used, password: newPassword }) }),
    410,
    'activated twice',
  );
  // A link of one kind opens nothing of another.
  for (const path of ['/activations', '/joinings', '/invitations/opened'])
    await refused(
      db,
      () => ask({ path, body: JSON.stringify({ token: reset, ...(path === '/joinings' ? { termsVersion: '2026-11-01' } : {}) }) }),
      410,
      `reset link at ${path}`,
    );
  // What no mail of ours said is a link that does not work; what is no text at all is not understood.
  for (const token of [
    '',
    'short',
    `${'a'.repeat(43)}'; drop table users; --`,
    'ä'.repeat(43),
    '../../etc/passwd-and-more-text',
    'a'.repeat(101),
    null,
    17,
    ['a'.repeat(43)],
    { $ne: '' },
  ])
    for (const path of ['/activations', '/passwords', '/invitations/opened'])
      await refused(
        db,
        () => ask({ path, body: JSON.stringify({ token, ...(path === '/passwords' ? { password: newPassword } : {}) }) }),
        typeof token === 'string' && token.length <= 1_000 ? 410 : 400,
        `${JSON.stringify(token)} at ${path}`,
      );
  await refused(db, () => ask({ path: '/activations', body: JSON.stringify({ token: 'a'.repeat(43) }) }), 410, 'a token of nobody');
  expect((await ask({ path: '/passwords', body: JSON.stringify({ token: reset, password: newPassword }) })).status).toBe(204);
  await refused(
    db,
    () => ask({ path: '/passwords', body: JSON.stringify({ token: reset, password: 'egy másik új jelszó' }) }),
    410,
    'reset twice',
  );
});

test('H-172 forged cookies and bearer tokens are nobody, also beside a right cookie', async ({ db, databaseUrl }) => {
  const { house, app, firm, business, cookie, ask } = await office(db, databaseUrl);
  await using _ = app;
  const { accessToken } = await grantAccessToken(house, firm.securityKey, null);
  const path = `/businesses/${business.businessId}`;
  const token = cookie.slice('session='.length);
  const changed = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  const forged: Record<string, Record<string, string>> = {
    'one letter changed': { cookie: `session=${changed}` },
    'the session id instead of its token': { cookie: `session=${business.visitor.caller.sessionId}` },
    'an access token as cookie': { cookie: `session=${accessToken}` },
    'a session as bearer': { authorization: `Bearer ${token}` },
    'the security key as bearer': { authorization: `Bearer ${firm.securityKey}` },
    'basic with a right token': { authorization: `Basic ${accessToken}` },
    'an empty bearer beside a right cookie': { authorization: 'Bearer ', cookie },
    'a wrong bearer beside a right cookie': { authorization: `Bearer ${'x'.repeat(43)}`, cookie },
    'a bearer of 100 kB cut off by its form': { authorization: `Bearer ${'x'.repeat(8_000)}` },
  };
  for (const [what, headers] of Object.entries(forged)) await refused(db, () => ask({ method: 'GET', path, headers }), 401, what);
  expect((await ask({ method: 'GET', path, headers: { cookie } })).status).toBe(200);
  expect((await ask({ method: 'GET', path, headers: { cookie: `x=1; ${cookie}; session2=y` } })).status).toBe(200);
});

test('oversized fields, wrong types, broken JSON and other sites are refused before anything is done', { timeout: 60_000 }, async ({
  db,
  databaseUrl,
}) => {
  const { app, business, cookie, ask } = await office(db, databaseUrl);
  await using _ = app;
  const path = `/businesses/${business.businessId}`;
  const put =
    (body: string, headers: Record<string, string> = {}) =>
    () =>
      ask({ method: 'PUT', path, headers: { cookie, ...headers }, body });
  const bad: [string, () => Promise<{ status: number; type: string | null; text: string }>, number | number[]][] = [
    ['a name of 100 000 letters', put(JSON.stringify({ name: 'x'.repeat(100_000) })), 400],
    ['a body of 2 MB', put(JSON.stringify({ name: 'x'.repeat(2_000_000) })), 413],
    ['broken JSON', put('{"name": '), 400],
    ['a list instead of an object', put('[]'), 400],
    ['a number instead of a name', put('{"name": 17}'), 400],
    ['an unknown field', put('{"name": "Próba", "ended_at": null}'), 400],
    ['__proto__', put('{"__proto__": {"role": "owner"}, "x": 1}'), 400],
    ['a name that turns the writing round', put(JSON.stringify({ name: 'Kft\u202etxt.exe' })), 400],
    ['a name with a zero byte', put(JSON.stringify({ name: 'a\u0000b' })), 400],
    ['a tax number as EU VAT number with markup', put(JSON.stringify({ euVatNumber: '<script>alert(1)</script>' })), 400],
    [
      'text instead of JSON',
      () =>
        ask({ path: '/sessions', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ email: business.email, password }) }),
      [400, 415],
    ],
    [
      'a form instead of JSON',
      () => ask({ path: '/sessions', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'email=a%40b.hu&password=x' }),
      [400, 415],
    ],
    ['JSON instead of a form', () => ask({ path: `${path}/documents`, headers: { cookie }, body: '{}' }), 400],
    [
      'a form without its boundary',
      () => ask({ path: `${path}/documents`, headers: { cookie, 'content-type': 'multipart/form-data' }, body: 'x' }),
      400,
    ],
    ['a form from another site', put('{"name": "Más"}', { origin: 'https://gonosz.example' }), 403],
    ['a request that the browser calls foreign', put('{"name": "Más"}', { 'sec-fetch-site': 'cross-site' }), 403],
    ['an unreadable charset', put('{"name": "Más"}', { 'content-type': 'application/json; charset=koi9' }), 415],
    ['a page that is none', () => ask({ method: 'GET', path: '/businesses?limit=100000', headers: { cookie } }), 400],
    ['a cursor of somebody else', () => ask({ method: 'GET', path: '/businesses?cursor=eyJhIjoxfQ', headers: { cookie } }), 400],
    [
      'a cursor with a day that is none',
      () =>
        ask({
          method: 'GET',
          path: `/businesses?cursor=${Buffer.from('["2026-02-30","0192aaaa-0000-7000-8000-000000000001"]').toString('base64url')}`,
          headers: { cookie },
        }),
      400,
    ],
    ['half a surrogate pair in the address', () => ask({ method: 'GET', path: '/businesses/a%ED%A0%80', headers: { cookie } }), 400],
    ['a header larger than any', () => ask({ method: 'GET', path: '/me', headers: { cookie: `a=${'x'.repeat(20_000)}` } }), 431],
    ['an id that is none', () => ask({ method: 'GET', path: '/businesses/1%27%20or%201=1', headers: { cookie } }), 404],
  ];
  for (const [what, act, status] of bad) await refused(db, act, status, what);
});

test('H-021 letters that only look like others make no second person: addresses are ASCII, compared without case', async ({
  db,
  databaseUrl,
}) => {
  const { house, app, firm, ask } = await office(db, databaseUrl);
  await using _ = app;
  const cyrillic = firm.email.replace('o', 'о');
  const looks = [
    cyrillic,
    firm.email.replace('i', 'ı'),
    firm.email.replace('@', '＠'),
    firm.email.replace('.hu', '。hu'),
    `${firm.email}\u200b`,
    firm.email.replace('pelda', 'pe\u00adlda'),
  ];
  for (const email of looks) {
    expect(email).not.toBe(firm.email);
    await refused(db, () => ask({ path: '/sessions', body: JSON.stringify({ email, password }) }), 400, JSON.stringify(email));
    await refused(db, () => ask({ path: '/password-resets', body: JSON.stringify({ email }) }), 400, JSON.stringify(email));
  }
  const shouted = await ask({ path: '/sessions', body: JSON.stringify({ email: firm.email.toUpperCase(), password }) });
  expect(shouted.status).toBe(201);
  await askPasswordReset(house, firm.email.toUpperCase(), null);
  expect((await mailsTo(house, firm.email)).filter(({ subject }) => subject === 'Új jelszó beállítása')).toHaveLength(1);
});

test('headers that no browser sends do not bring the hub down', async ({ db, databaseUrl }) => {
  const { app } = await office(db, databaseUrl);
  await using _ = app;
  const url = new URL(`${app.url}/api/v1/me`);
  const status = await new Promise<number>((resolve, reject) => {
    const sent = rawRequest(url, { headers: { cookie: `session=${'é'.repeat(50)}; session`, authorization: 'Bearer\tx' } }, (answer) =>
      resolve(answer.statusCode ?? 0),
    );
    sent.on('error', reject).end();
  });
  expect(status).toBe(401);
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
});
