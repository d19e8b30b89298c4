import { Secret, TOTP } from 'otpauth';
import { beforeEach, expect } from 'vitest';
import { confirmTotp, offerTotp } from '#services/actions/sign-in/second-factor.ts';
import { row, rows } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { anAccount, entry, ibans, theBank } from '#test/support/bank-at-peer.ts';
import { aCustomer, accountNumbers, runBankJobs } from '#test/support/bank-connection.ts';
import { test } from '#test/support/database.ts';
import { aMember, cookieFor } from '#test/support/office.ts';

const { peer, profile } = await theBank();
beforeEach(async () => {
  await peer.tell('way/well');
  await peer.tell('accounts', [anAccount(ibans[0], [entry(1, '100')])]);
  await peer.tell('forget');
});

/** The web with the bank of the tests, and callers of every kind. */
async function office(db: Parameters<typeof aCustomer>[0], databaseUrl: string, banks = profile.banks) {
  const customer = await aCustomer(db, banks);
  const { house, business, firm, businessId } = customer;
  const app = await openApp(house, databaseUrl, { banks });
  const root = `/businesses/${businessId}/bank-connections`;
  const as = (cookie: string) => async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${app.url}/api/v1${path}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: text ? JSON.parse(text) : null };
  };
  const cookies = { owner: await cookieFor(house, business.email), accountant: await cookieFor(house, firm.email) };
  return { ...customer, app, root, as, owner: as(cookies.owner), accountant: as(cookies.accountant) };
}

const wish = { bank: 'proba', accounts: [accountNumbers[0]], isConfirmed: true };

test('B-008 B-038 B-032 the whole way over the API: balances with their times, and nothing by which the bank knows us', async ({
  db,
  databaseUrl,
}) => {
  const { app, house, root, owner } = await office(db, databaseUrl);
  await using _ = app;
  expect((await owner('GET', root)).body).toEqual({
    banks: [{ id: 'proba', name: 'Próba Bank', access: 'named', accountsPerConsent: 'many', consentDays: 180 }],
    items: [],
  });
  expect((await owner('POST', root, { ...wish, isConfirmed: false })).status).toBe(400);
  const started = await owner('POST', root, wish);
  expect(started.status).toBe(201);
  const back = await peer.decide(started.body.redirectTo, 'yes');
  expect((await owner('POST', '/bank-returns', { state: back.searchParams.get('state'), code: null })).body).toMatchObject({
    connectionId: started.body.id,
    state: 'valid',
  });
  await runBankJobs(house);
  const seen = await owner('GET', root);
  expect(seen.body.items).toMatchObject([
    {
      id: started.body.id,
      bankName: 'Próba Bank',
      state: 'valid',
      asked: [accountNumbers[0]],
      accounts: [
        {
          account: accountNumbers[0],
          trouble: null,
          fetchedAt: expect.stringMatching(/Z$/),
          balances: [
            {
              kind: 'closingBooked',
              currency: 'HUF',
              balance: '125000.50',
              at: expect.stringMatching(/Z$/),
              fetchedAt: expect.stringMatching(/Z$/),
            },
            { kind: 'interimAvailable', at: null },
          ],
        },
      ],
    },
  ]);
  const atBank = (await peer.consents()).at(-1)!.id;
  for (const secret of [atBank, 'r-', 'sealed', 'v1.']) expect(seen.text).not.toContain(secret);
  // The first fetch was attended, and so is one that is asked for now.
  expect((await owner('POST', `${root}/${started.body.id}/fetches`, {})).status).toBe(202);
  await runBankJobs(house);
  const asked = (await peer.log()).filter(({ path }) => path.endsWith('/transactions'));
  expect(asked.map(({ psu }) => psu)).toEqual(['127.0.0.1', '127.0.0.1']);
  expect((await owner('DELETE', `${root}/${started.body.id}`)).status).toBe(204);
  expect((await owner('DELETE', `${root}/${started.body.id}`)).status).toBe(409);
  expect((await owner('POST', `${root}/${started.body.id}/fetches`, {})).status).toBe(409);
  expect((await owner('GET', root)).body.items).toMatchObject([{ state: 'revoked_by_user', accounts: [{ nextAt: null }] }]);
});

test('B-035 owner and administrator connect and stop, the accountant sees, invoicer and handler see nothing of it', async ({
  db,
  databaseUrl,
}) => {
  const { app, house, businessId, root, as, owner, accountant } = await office(db, databaseUrl);
  await using _ = app;
  const administrator = as(await cookieFor(house, (await aMember(house, businessId, 'administrator')).email));
  const started = await administrator('POST', root, wish);
  const back = await peer.decide(started.body.redirectTo, 'yes');
  const returning = { state: back.searchParams.get('state'), code: null };
  // Only the browser that went may come back, though the owner may connect too.
  expect((await owner('POST', '/bank-returns', returning)).status).toBe(410);
  expect((await administrator('POST', '/bank-returns', returning)).body.state).toBe('valid');
  await runBankJobs(house);
  const { id } = started.body;
  expect((await accountant('GET', root)).body.items).toHaveLength(1);
  for (const [method, path] of [
    ['POST', root],
    ['POST', `${root}/${id}/fetches`],
    ['DELETE', `${root}/${id}`],
  ] as const)
    expect((await accountant(method, path, method === 'DELETE' ? undefined : wish)).status).toBe(403);
  for (const role of ['invoicer', 'handler']) {
    const other = as(await cookieFor(house, (await aMember(house, businessId, role)).email));
    for (const path of [root, `/businesses/${businessId}/transactions`, `/businesses/${businessId}/bank-accounts`])
      expect((await other('GET', path)).status).toBe(403);
    expect((await other('POST', root, wish)).status).toBe(403);
    expect((await other('DELETE', `${root}/${id}`)).status).toBe(403);
    const feed = await other('GET', '/changes');
    expect(feed.body.changes.filter(({ type }: { type: string }) => type === 'transaction')).toEqual([]);
  }
  expect((await accountant('GET', `/businesses/${businessId}/transactions`)).body.items).toMatchObject([{ source: 'fetched' }]);
  const acts = await rows<{ action: string }>(
    db,
    `select action from audit where chain_id = $1 and action like 'bank-consent.%' order by number`,
    businessId,
  );
  expect(acts.map(({ action }) => action)).toEqual(['bank-consent.started', 'bank-consent.given']);
});

test('B-008 the second factor’s code where it is on', async ({ db, databaseUrl }) => {
  const { app, house, root, owner, visitor } = await office(db, databaseUrl);
  await using _ = app;
  const userId = visitor.caller.userId!;
  const { secret } = await offerTotp(house, userId);
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });
  const at = (minutes: number) => totp.generate({ timestamp: Date.now() + minutes * 60_000 });
  await confirmTotp(house, userId, at(-1));
  expect((await owner('POST', root, wish)).body.type).toBe('/problems/code-needed');
  expect((await owner('POST', root, { ...wish, code: '000000' })).body.type).toBe('/problems/code-needed');
  expect((await owner('POST', root, { ...wish, code: at(0) })).status).toBe(201);
});

test('a bank that is away or refuses is said so, and the attempt has failed', async ({ db, databaseUrl }) => {
  const { app, root, owner } = await office(db, databaseUrl);
  await using _ = app;
  await peer.tell('way/all-server-error');
  expect(await owner('POST', root, wish)).toMatchObject({ status: 503, body: { type: '/problems/bank-unavailable' } });
  await peer.tell('way/all-blocked');
  expect(await owner('POST', root, wish)).toMatchObject({
    status: 502,
    body: { type: '/problems/bank-refused', facts: { code: 'SERVICE_BLOCKED' } },
  });
  expect((await owner('GET', root)).body.items).toEqual([]);
  expect(await rows(db, `select distinct state from ais_consents`)).toEqual([{ state: 'failed' }]);
});

test('without the operator’s setting no bank is offered, and nothing can be begun', async ({ db, databaseUrl }) => {
  const { app, root, owner } = await office(db, databaseUrl, new Map());
  await using _ = app;
  expect((await owner('GET', root)).body).toEqual({ banks: [], items: [] });
  expect((await owner('POST', root, wish)).status).toBe(404);
  expect(await row(db, 'select 1 from ais_consents')).toBeUndefined();
});
