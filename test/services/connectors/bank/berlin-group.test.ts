import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { operations } from '#services/connectors/bank/berlin-group.ts';
import type { BankConnector, BankKeys } from '#services/connectors/bank/connector.ts';
import { openBanks } from '#services/connectors/bank/open-banks.ts';
import { anAccount, type BankPeer, daysAgo, entry, ibans, profileAt, startBankPeer } from '#test/support/bank-at-peer.ts';
import { spawnHub } from '#test/support/hub.ts';

const returnUrl = 'http://hub.test/bank-return';
const days = { from: daysAgo(89), to: daysAgo(0) };
let peer: BankPeer;
beforeAll(async () => {
  peer = await startBankPeer();
});
afterAll(() => peer[Symbol.dispose]());
beforeEach(async () => {
  await peer.tell('way/well');
  await peer.tell('clock/0');
  await peer.tell('forget');
  await peer.tell('accounts', [
    anAccount(
      ibans[0],
      [1, 2, 2, 3, 5, 8, 13].map((back) => entry(back, '1270.50')),
    ),
    anAccount(ibans[1], []),
  ]);
});

const connectorAt = (given: Record<string, unknown> = {}): BankConnector => {
  using profile = profileAt(peer.url, given);
  return profile.banks.get('proba')!.connector;
};
const wish = (given: Partial<Parameters<BankConnector['startConsent']>[0]> = {}) => ({
  ibans: [ibans[0]],
  validUntil: daysAgo(-180),
  returnUrl,
  state: 'egy-allapot',
  address: '192.0.2.9',
  ...given,
});
/** A consent that the customer has authorised. */
async function opened(bank: BankConnector): Promise<BankKeys> {
  const { keys, redirectTo } = await bank.startConsent(wish());
  const back = await peer.decide(redirectTo, 'yes');
  return bank.finishConsent(keys, { code: back.searchParams.get('code'), returnUrl });
}
const resourceId = `r-${ibans[0].slice(-10)}`;

describe('B-066 the core of NextGenPSD2 by a profile', () => {
  test('a consent is asked for, authorised on the bank’s page, read under, and deleted', async () => {
    const bank = connectorAt();
    const { keys, redirectTo } = await bank.startConsent(wish());
    expect(await bank.status(keys)).toBe('received');
    const back = await peer.decide(redirectTo, 'yes');
    expect(back.origin + back.pathname).toBe(returnUrl);
    expect(back.searchParams.get('state')).toBe('egy-allapot');
    expect(await bank.status(keys)).toBe('valid');
    expect(await bank.accounts(keys, null)).toEqual([{ resourceId, account: ibans[0].slice(4), currency: 'HUF' }]);
    expect(await bank.balances(keys, resourceId, null)).toMatchObject([
      { kind: 'closingBooked', currency: 'HUF', amount: 12_500_050n, at: expect.stringMatching(/Z$/) },
      { kind: 'interimAvailable', at: null },
    ]);
    const lines = await bank.booked(keys, resourceId, days, null);
    expect(lines).toHaveLength(7);
    expect(lines[0]).toEqual({
      transactionId: expect.stringMatching(/^T-/),
      bookedOn: daysAgo(1),
      amount: 127_050n,
      currency: 'HUF',
      counterpartyName: 'Vevő Bt.',
      counterpartyAccount: '999000090000000300000007',
      memo: expect.stringMatching(/^közlemény/),
    });
    await bank.endConsent(keys);
    expect(await bank.status(keys)).toBe('terminatedByTpp');
    // Gone already is gone.
    await bank.endConsent({ consentId: 'nincs' });
  });

  test('money out has a minus, and the other side is the creditor', async () => {
    await peer.tell('accounts', [
      anAccount(ibans[0], [entry(1, '-500', { creditorName: '  Szállító\u0000 Kft. ', remittanceInformationUnstructured: ' ' })]),
    ]);
    const bank = connectorAt();
    const [line] = await bank.booked(await opened(bank), resourceId, days, null);
    expect(line).toMatchObject({ amount: -50_000n, counterpartyName: 'Szállító Kft.', memo: null });
  });

  test('one or many accounts, named or chosen at the bank, page by link or by an authorisation of its own', async () => {
    await peer.tell('way/one-account');
    await expect(connectorAt().startConsent(wish({ ibans: [...ibans] }))).rejects.toMatchObject({ kind: 'refused', code: 'FORMAT_ERROR' });
    await connectorAt().startConsent(wish());
    await peer.tell('way/explicit');
    const bank = connectorAt({ access: 'allPsd2' });
    const keys = await opened(bank);
    expect((await bank.accounts(keys, null)).map(({ account }) => account)).toEqual(ibans.map((iban) => iban.slice(4)));
    expect((await peer.log()).map(({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{36}/, '{id}')}`)).toContain(
      'POST /v1/consents/{id}/authorisations',
    );
  });

  test('a program’s own token, and a token for each consent with PKCE and renewal', async () => {
    const client = { tokenUrl: `${peer.url}/oauth/token`, clientId: 'hub', clientSecretFile: 'secret' };
    await peer.tell('way/application');
    const application = connectorAt({ token: { type: 'application', ...client } });
    expect(await application.booked(await opened(application), resourceId, days, null)).toHaveLength(7);
    await peer.tell('way/oauth-short');
    const each = connectorAt({ token: { type: 'consent', authorizeUrl: `${peer.url}/oauth/authorize`, ...client } });
    const keys = await opened(each);
    expect(keys).not.toHaveProperty('verifier');
    const fresher = await each.renewed(keys);
    expect(fresher.access!.token).not.toBe(keys.access!.token);
    expect(await each.booked(fresher, resourceId, days, null)).toHaveLength(7);
    await expect(each.booked({ consentId: keys.consentId }, resourceId, days, null)).rejects.toMatchObject({ kind: 'refused' });
    await expect(each.renewed({ ...keys, refresh: undefined })).rejects.toMatchObject({ kind: 'consent-ended', code: 'TOKEN_EXPIRED' });
    await expect(each.finishConsent(keys, { code: 'hamis', returnUrl })).rejects.toMatchObject({ kind: 'refused' });
  });

  test('mutual TLS: the bank sees our certificate, and we check its', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bizonylat-tls-'));
    const at = (name: string) => join(folder, name);
    const openssl = (...given: string[]) => execFileSync('openssl', given, { cwd: folder, stdio: 'ignore' });
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-subj',
      '/CN=proba',
      '-days',
      '2',
    );
    writeFileSync(at('san'), 'subjectAltName=IP:127.0.0.1');
    for (const name of ['bank', 'hub']) {
      openssl(
        'req',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
        '-subj',
        `/CN=${name}`,
      );
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-out',
        `${name}.pem`,
        '-days',
        '2',
        '-extfile',
        'san',
      );
    }
    using secured = await startBankPeer(at('bank.pem'), at('bank.key'), at('ca.pem'));
    const bankWith = (certificate?: Record<string, string>) => {
      using profile = profileAt(secured.url, certificate ? { certificate } : {});
      return profile.banks.get('proba')!.connector;
    };
    const own = { cert: at('hub.pem'), key: at('hub.key'), ca: at('ca.pem') };
    await expect(bankWith(own).startConsent(wish())).rejects.toMatchObject({ kind: 'refused', code: 'RESOURCE_UNKNOWN' });
    await expect(bankWith().startConsent(wish())).rejects.toMatchObject({ kind: 'unreached' });
    await expect(bankWith({ cert: at('hub.pem'), key: at('hub.key') }).startConsent(wish())).rejects.toMatchObject({ kind: 'unreached' });
    rmSync(folder, { recursive: true, force: true });
  });
});

test('B-003 nothing but reading can be sent: every operation there is, and every call that came in', async () => {
  expect(Object.values(operations).map((each) => each.join(' '))).toEqual([
    'POST {consents}',
    'POST {consents}/{consentId}/authorisations',
    'GET {consents}/{consentId}/status',
    'DELETE {consents}/{consentId}',
    'GET {accounts}',
    'GET {accounts}/{resourceId}/balances',
    'GET {accounts}/{resourceId}/transactions',
  ]);
  for (const bent of [
    { accountsPath: '/v1/payments/sepa-credit-transfers' },
    { consentsPath: '/v1/payments' },
    { accountsPath: '/v1/signing-baskets' },
  ])
    expect(() => profileAt(peer.url, bent)).toThrow(/is not understood/);
  const bank = connectorAt();
  const keys = await opened(bank);
  await bank.accounts(keys, null);
  await bank.balances(keys, resourceId, null);
  // A bank’s own words cannot bend a path either.
  await bank.booked(keys, '../../payments', days, null).catch(() => undefined);
  await bank.booked({ consentId: '../payments' }, resourceId, days, null).catch(() => undefined);
  const came = (await peer.log()).filter(({ path }) => !path.startsWith('/sca/'));
  expect(came.length).toBeGreaterThan(4);
  for (const { method, path } of came)
    expect(`${method} ${path}`).toMatch(
      /^(POST \/v1\/consents|(GET|DELETE) \/v1\/consents\/[^/]+(\/status)?|GET \/v1\/accounts(\/[^/]+\/(balances|transactions))?)$/,
    );
});

describe('B-067 the peer holds to the rules', () => {
  const raw = async (method: string, path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(peer.url + path, { method, headers: { 'x-request-id': crypto.randomUUID(), ...headers } });
    return `${response.status} ${((await response.json()) as { tppMessages?: { code: string }[] }).tppMessages?.[0]?.code ?? ''}`;
  };
  test('a wrong order of calls is refused', async () => {
    const bank = connectorAt();
    const { keys, redirectTo } = await bank.startConsent(wish());
    await expect(bank.accounts(keys, null)).rejects.toMatchObject({ kind: 'consent-ended', code: 'CONSENT_INVALID' });
    expect(await raw('GET', '/v1/accounts')).toBe('400 FORMAT_ERROR');
    expect(await raw('GET', '/v1/accounts', { 'consent-id': 'nincs' })).toBe('403 CONSENT_UNKNOWN');
    await peer.decide(redirectTo, 'yes');
    expect(await raw('POST', `/v1/consents/${keys.consentId}/authorisations`)).toBe('409 STATUS_INVALID');
    expect(await raw('GET', `/v1/accounts/${`r-${ibans[1].slice(-10)}`}/balances`, { 'consent-id': keys.consentId })).toBe(
      '401 CONSENT_INVALID',
    );
    expect(await raw('GET', `/v1/accounts/${resourceId}/transactions`, { 'consent-id': keys.consentId })).toBe('400 FORMAT_ERROR');
    expect(await raw('POST', '/v1/payments/sepa-credit-transfers')).toBe('405 SERVICE_INVALID');
    expect((await fetch(`${peer.url}/v1/accounts`)).status).toBe(400);
  });

  test('four unattended rounds a day, attended ones beside them; a day later there is room again', async () => {
    const bank = connectorAt();
    const keys = await opened(bank);
    for (let round = 1; round <= 4; round += 1) await bank.booked(keys, resourceId, days, null);
    await expect(bank.booked(keys, resourceId, days, null)).rejects.toMatchObject({ kind: 'too-many', code: 'ACCESS_EXCEEDED' });
    // An IPv4 address in the clothes of IPv6 goes as what it is.
    expect(await bank.booked(keys, resourceId, days, '::ffff:192.0.2.9')).toHaveLength(7);
    expect((await peer.log()).at(-1)?.psu).toBe('192.0.2.9');
    await peer.tell('clock/2');
    expect(await bank.booked(keys, resourceId, { from: daysAgo(30), to: daysAgo(0) }, null)).toHaveLength(7);
  });

  test('a consent ends by the clock, by its customer at the bank, and by no', async () => {
    const bank = connectorAt();
    const keys = await opened(bank);
    await peer.tell(`revoke/${keys.consentId}`);
    expect(await bank.status(keys)).toBe('revokedByPsu');
    const other = await opened(bank);
    // A day more than need be: clocks change within half a year.
    await peer.tell('clock/182');
    await expect(bank.accounts(other, null)).rejects.toMatchObject({ kind: 'consent-ended', code: 'CONSENT_EXPIRED' });
    expect(await bank.status(other)).toBe('expired');
    await peer.tell('clock/0');
    const { keys: third, redirectTo } = await bank.startConsent(wish());
    const back = await peer.decide(redirectTo, 'no');
    expect([back.searchParams.get('refused'), await bank.status(third)]).toEqual(['1', 'rejected']);
  });

  test('B-046 older than 90 days only directly after the customer’s authentication', async () => {
    const bank = connectorAt();
    const keys = await opened(bank);
    await bank.booked(keys, resourceId, { from: daysAgo(300), to: daysAgo(0) }, null);
    await peer.tell('clock/1');
    await expect(bank.booked(keys, resourceId, { from: daysAgo(300), to: daysAgo(0) }, null)).rejects.toMatchObject({
      code: 'PERIOD_INVALID',
    });
  });
});

describe('B-026 B-027 all pages or nothing of a bank that misbehaves', () => {
  test.each([
    ['server-error', 'away'],
    ['too-many', 'too-many'],
    ['blocked', 'refused'],
    ['garbage', 'strange'],
    ['wrong-shape', 'strange'],
    ['cut', 'away'],
    ['slow', 'away'],
    ['endless', 'strange'],
    ['breaks-in-the-middle', 'away'],
    ['revoked-in-the-middle', 'consent-ended'],
    ['pages-without-end', 'strange'],
    ['odd-day', 'strange'],
  ])('%s', async (way, kind) => {
    await peer.tell('accounts', [anAccount(ibans[0], [entry(200, '1'), ...[1, 2, 3, 4].map((back) => entry(back, '1'))])]);
    const bank = connectorAt();
    const keys = await opened(bank);
    await peer.tell(`way/${way}`);
    await expect(bank.booked(keys, resourceId, days, null)).rejects.toMatchObject({ name: 'BankTrouble', kind });
  });

  test('how long to wait is heard; a bank that is not there was not asked', async () => {
    const bank = connectorAt();
    const keys = await opened(bank);
    await peer.tell('way/too-many');
    await expect(bank.accounts(keys, null)).rejects.toMatchObject({ retryAfterSeconds: 7200 });
    using nowhere = profileAt('http://127.0.0.1:9');
    await expect(nowhere.banks.get('proba')!.connector.accounts(keys, null)).rejects.toMatchObject({ kind: 'unreached' });
  });

  test('a page that overlaps or comes twice doubles nothing; a link never leads elsewhere; twins without ids stay twins', async () => {
    const bank = connectorAt();
    const keys = await opened(bank);
    const count = async (way: string) => {
      await peer.tell(`way/${way}`);
      return (await bank.booked(keys, resourceId, days, '192.0.2.9')).length;
    };
    expect(await count('overlapping-pages')).toBe(7);
    expect(await count('next-elsewhere')).toBe(7);
    const twin = { transactionId: undefined, remittanceInformationUnstructured: 'iker' };
    await peer.tell('accounts', [anAccount(ibans[0], [entry(2, '10', twin), entry(2, '10', twin), entry(1, '20', twin)])]);
    expect(await count('no-ids')).toBe(3);
    expect(await count('no-ids-twice')).toBe(3);
  });

  test('the bank’s page must have a safe address', async () => {
    await peer.tell('way/unsafe-page');
    await expect(connectorAt().startConsent(wish())).rejects.toMatchObject({ kind: 'strange' });
  });
});

describe('the operator’s file of banks', () => {
  test('no file, no bank; a bad one is named with its place', () => {
    expect(openBanks(undefined, { isPrivateAllowed: false }).size).toBe(0);
    expect(() => openBanks('/nincs/ilyen.json', { isPrivateAllowed: false })).toThrow(/cannot be read/);
    expect(() => profileAt(peer.url, { consentDays: 181 })).toThrow(/consentDays/);
    expect(() => profileAt(peer.url, { fetchesPerDay: 5 })).toThrow(/fetchesPerDay/);
    expect(() => profileAt(peer.url, { laterDays: 91 })).toThrow(/laterDays/);
    expect(() => profileAt(peer.url, { certificate: { cert: 'nincs.pem', key: 'nincs.key' } })).toThrow(
      /nincs.pem, which cannot be read: ENOENT/,
    );
  });

  test('`./hub start` refuses a bad file before anything opens', async () => {
    await using hub = spawnHub(['start'], { BANK_PROFILES: '/nincs/ilyen.json', HUB_DATA: '/nincs' });
    const [status] = await once(hub.child, 'exit');
    expect([status, hub.said()]).toEqual([2, expect.stringContaining('BANK_PROFILES /nincs/ilyen.json cannot be read')]);
  });

  test('without the operator’s word no bank is asked inside the house, nor without TLS', async () => {
    using profile = profileAt(peer.url);
    const { connector } = openBanks(profile.file, { isPrivateAllowed: false }).get('proba')!;
    await expect(connector.startConsent(wish())).rejects.toMatchObject({ kind: 'unreached', message: 'a bank is asked over TLS only' });
    using inside = profileAt('https://127.0.0.1:9');
    await expect(openBanks(inside.file, { isPrivateAllowed: false }).get('proba')!.connector.startConsent(wish())).rejects.toMatchObject({
      kind: 'unreached',
    });
  });
});
