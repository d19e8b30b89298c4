import { beforeEach, expect } from 'vitest';
import { comeBack, connectBank } from '#services/actions/account-information/connect.ts';
import { endAtBank, stopFetching } from '#services/actions/account-information/stop.ts';
import { enqueueDueFetches, watchConsents } from '#services/actions/account-information/watch-consents.ts';
import { startDeletion } from '#services/actions/leaving/delete-business.ts';
import { addDays, dayInBudapest } from '#services/domain/day.ts';
import { row, rows } from '#storage/sql.ts';
import { anAccount, entry, ibans, profileAt, theBank } from '#test/support/bank-at-peer.ts';
import { aCustomer, accountNumbers, connected, linesOf, runBankJobs } from '#test/support/bank-connection.ts';
import { test } from '#test/support/database.ts';
import { mailsTo, visitorOf } from '#test/support/office.ts';

const { peer, profile } = await theBank();
beforeEach(async () => {
  await peer.tell('way/well');
  await peer.tell('clock/0');
  await peer.tell('accounts', [anAccount(ibans[0], [entry(1, '100'), entry(40, '200')]), anAccount(ibans[1], [entry(3, '-300')])]);
});

const dayMs = 86_400_000;
const later = (days: number) => new Date(Date.now() + days * dayMs);
const stateOf = async (db: Parameters<typeof row>[0], id: string) =>
  (await row<{ state: string; because: string | null; keys: string | null }>(
    db,
    'select state, because, keys_sealed as keys from ais_consents where id = $1',
    id,
  ))!;
const subjects = async (house: Parameters<typeof mailsTo>[0], email: string) => (await mailsTo(house, email)).map(({ subject }) => subject);

test('B-008 B-009 B-010 B-012 two permissions, the accounts, the first fetch, and a mail that says so', async ({ db }) => {
  const { house, business, businessId, visitor } = await aCustomer(db, profile.banks);
  await expect(connectBank(house, visitor, businessId, { bank: 'masik', accounts: accountNumbers })).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(connectBank(house, visitor, businessId, { bank: 'proba', accounts: ['117000240000000200000000'] })).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(connectBank(house, visitor, businessId, { bank: 'proba', accounts: [] })).rejects.toMatchObject({ code: 'invalid-request' });
  const { state } = await connected(house, visitor, businessId, peer);
  expect(state).toBe('valid');
  expect(await runBankJobs(house)).toBe(2);
  expect((await linesOf(db, businessId)).map(({ amount }) => amount)).toEqual([20_000n, -30_000n, 10_000n]);
  const mail = (await mailsTo(house, business.email)).find(({ subject }) => subject.includes('él a kapcsolat'));
  expect(mail?.text).toContain(addDays(dayInBudapest(new Date()), 180));
  expect(mail?.text).toContain(`/b/${businessId}/settings/banks`);
});

test('B-032 keys are sealed with a key of their own and stand in no table, mail or job in clear; they go with the consent', async ({
  db,
}) => {
  const { house, businessId, visitor } = await aCustomer(db, profile.banks);
  const { consentId } = await connected(house, visitor, businessId, peer);
  const atBank = (await peer.consents()).at(-1)!.id;
  const tables = await rows<{ name: string }>(
    db,
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  for (const { name } of tables)
    expect(await row(db, `select 1 from "${name}" each where position($1 in each::text) > 0`, atBank), name).toBeUndefined();
  expect(await row(db, 'select 1 from data_keys where owner_id = $1', consentId)).toBeDefined();
  await stopFetching(house, visitor, { businessId, id: consentId });
  await runBankJobs(house);
  expect(await row(db, 'select 1 from data_keys where owner_id = $1', consentId)).toBeUndefined();
  expect((await stateOf(db, consentId)).keys).toBeNull();
});

test('B-016 the way back is for one use, one browser and one hour; anything else ends in failed and keeps nothing', async ({ db }) => {
  const { house, business, businessId, visitor } = await aCustomer(db, profile.banks);
  const begin = async () => {
    const { id, redirectTo } = await connectBank(house, visitor, businessId, { bank: 'proba', accounts: accountNumbers });
    const back = await peer.decide(redirectTo, 'yes');
    return { id, state: back.searchParams.get('state')!, atBank: redirectTo.split('/').at(-1)! };
  };
  const bankSays = async (id: string) => (await peer.consents()).find((each) => each.id === id)?.status;
  const refused = { code: 'link-not-valid' };

  const wrong = await begin();
  await expect(comeBack(house, visitor, { state: 'nem-ez', code: null })).rejects.toMatchObject(refused);
  expect(await stateOf(db, wrong.id)).toMatchObject({ state: 'failed', because: 'wrong-state' });
  await expect(comeBack(house, visitor, { state: wrong.state, code: null })).rejects.toMatchObject(refused);

  const otherBrowser = await begin();
  const elsewhere = await visitorOf(house, business.email);
  await expect(comeBack(house, elsewhere, { state: otherBrowser.state, code: null })).rejects.toMatchObject(refused);
  // The stranger's browser had nothing under way; the one that went can still come back, once.
  expect((await comeBack(house, visitor, { state: otherBrowser.state, code: null })).state).toBe('valid');
  await expect(comeBack(house, visitor, { state: otherBrowser.state, code: null })).rejects.toMatchObject(refused);
  expect((await stateOf(db, otherBrowser.id)).state).toBe('valid');

  const old = await begin();
  await expect(comeBack(house, visitor, { state: old.state, code: null }, later(0.05))).rejects.toMatchObject(refused);
  const lost = await begin();
  await watchConsents(house, later(0.05));
  expect(await stateOf(db, lost.id)).toMatchObject({ state: 'failed', because: 'no-return' });
  await runBankJobs(house);
  // What was given at the bank all the same is deleted there.
  for (const { atBank } of [wrong, old, lost]) expect(await bankSays(atBank)).toBe('terminatedByTpp');
  expect(await rows(db, `select 1 from ais_accounts where consent_id = any($1)`, [wrong.id, old.id, lost.id])).toEqual([]);
});

test('the customer says no at the bank, or the bank has not decided yet', async ({ db }) => {
  const { house, businessId, visitor } = await aCustomer(db, profile.banks);
  const { redirectTo } = await connectBank(house, visitor, businessId, { bank: 'proba', accounts: accountNumbers });
  const no = await peer.decide(redirectTo, 'no');
  expect((await comeBack(house, visitor, { state: no.searchParams.get('state')!, code: null })).state).toBe('rejected');

  await peer.tell('way/half-authorised');
  const half = await connected(house, visitor, businessId, peer);
  expect(half.state).toBe('authorised');
  expect(await runBankJobs(house)).toBe(1); // the refused consent is deleted at the bank
  await watchConsents(house);
  expect((await stateOf(db, half.consentId)).state).toBe('authorised');
  await watchConsents(house, later(2));
  expect((await stateOf(db, half.consentId)).state).toBe('failed');
});

test('B-014 B-045 letters 8 days before the end, on the last day and after it, each once, for 180 days and for 90', async ({ db }) => {
  using ninety = profileAt(peer.url, { consentDays: 90 });
  for (const [banks, days] of [
    [profile.banks, 180],
    [ninety.banks, 90],
  ] as const) {
    const { house, business, businessId, visitor } = await aCustomer(db, banks);
    const { consentId } = await connected(house, visitor, businessId, peer);
    const seen: string[] = [];
    const today = dayInBudapest(new Date());
    for (const day of [1, days - 9, days - 8, days - 8, days - 1, days, days, days + 1, days + 2]) {
      // At noon: clocks change within half a year.
      await watchConsents(house, new Date(`${addDays(today, day)}T11:00:00Z`));
      for (const subject of (await subjects(house, business.email)).filter((each) => each.includes('hozzájárulás')))
        if (!seen.some((each) => each.endsWith(subject))) seen.push(`${days - day}: ${subject}`);
    }
    const end = addDays(today, days);
    expect(seen).toEqual([
      `8: ${business.name}: ${end} napján lejár a banki hozzájárulás (Próba Bank)`,
      `0: ${business.name}: ma jár le a banki hozzájárulás (Próba Bank)`,
      `-1: ${business.name}: lejárt a banki hozzájárulás (Próba Bank)`,
    ]);
    expect((await subjects(house, business.email)).filter((each) => each.includes('hozzájárulás'))).toHaveLength(3);
    expect(await stateOf(db, consentId)).toMatchObject({ state: 'expired', keys: null });
    expect(await enqueueDueFetches(house, later(days + 2))).toBe(0);
  }
});

test('B-015 a renewal goes on from the last booked day less three: nothing is lost, nothing doubled, the old consent is deleted', async ({
  db,
}) => {
  const { house, businessId, visitor } = await aCustomer(db, profile.banks);
  const first = await connected(house, visitor, businessId, peer);
  await runBankJobs(house);
  const before = await linesOf(db, businessId);
  const late = entry(3, '700', { remittanceInformationUnstructured: 'későn könyvelt' });
  const booked = (await linesOf(db, businessId)).map(({ reference }) => reference);
  await peer.tell('accounts', [
    anAccount(ibans[0], [
      entry(0, '50'),
      late,
      entry(1, '100', { transactionId: booked[2], remittanceInformationUnstructured: before[2]!.memo }),
    ]),
    anAccount(ibans[1], []),
  ]);
  await peer.tell('forget');
  const second = await connected(house, visitor, businessId, peer);
  await runBankJobs(house);
  const asked = (await peer.log())
    .filter(({ path }) => path.endsWith('/transactions'))
    .map(({ query }) => new URLSearchParams(query).get('dateFrom'));
  const today = dayInBudapest(new Date());
  expect(asked.sort()).toEqual([addDays(today, -6), addDays(today, -4)]);
  expect(await linesOf(db, businessId)).toHaveLength(before.length + 2);
  expect(await stateOf(db, first.consentId)).toMatchObject({ state: 'expired', because: 'renewed', keys: null });
  expect((await stateOf(db, second.consentId)).state).toBe('valid');
  expect((await peer.consents()).slice(-2).map(({ status }) => status)).toEqual(['terminatedByTpp', 'valid']);
});

test('B-039 B-042 a stop ends the fetching at once and keeps what came; the bank is told until it answers', async ({ db }) => {
  const { house, businessId, visitor } = await aCustomer(db, profile.banks);
  const { consentId } = await connected(house, visitor, businessId, peer);
  await runBankJobs(house);
  const atBank = (await peer.consents()).at(-1)!;
  await peer.tell('way/keeps-consents');
  await stopFetching(house, visitor, { businessId, id: consentId });
  await peer.tell('forget');
  await expect(endAtBank(house, { businessId, consentId })).rejects.toMatchObject({ kind: 'away' });
  expect((await stateOf(db, consentId)).state).toBe('revoked_by_user');
  expect(await enqueueDueFetches(house, later(3))).toBe(0);
  await expect(stopFetching(house, visitor, { businessId, id: consentId })).rejects.toMatchObject({ code: 'conflict' });
  // The job gave up: it is asked again a day later.
  await rows(db, `delete from jobs where name = 'bank-ending'`);
  await watchConsents(house, later(2));
  await peer.tell('way/well');
  await runBankJobs(house);
  expect((await peer.log()).filter(({ method }) => method === 'DELETE').map(({ status }) => status)).toEqual([503, 204]);
  expect((await peer.consents()).find(({ id }) => id === atBank.id)?.status).toBe('terminatedByTpp');
  expect(await linesOf(db, businessId)).toHaveLength(3);
});

test('a business is not deleted while a bank is connected: with the keys gone, the consent would live on at the bank', async ({ db }) => {
  const { house, business, businessId, visitor } = await aCustomer(db, profile.banks);
  await rows(db, 'update engagements set ended_at = now() where business_id = $1', businessId);
  const { consentId } = await connected(house, visitor, businessId, peer);
  const erase = () => startDeletion(house, visitor, businessId, { name: business.name });
  await expect(erase()).rejects.toMatchObject({ code: 'bank-connected' });
  await stopFetching(house, visitor, { businessId, id: consentId });
  await expect(erase()).rejects.toMatchObject({ code: 'bank-connected' });
  await runBankJobs(house);
  expect(await erase()).toMatch(/^[0-9a-f-]{36}$/);
});

test('B-018 a consent that the bank calls ended stops everything, and both parties are told', async ({ db }) => {
  const { house, business, firm, businessId, visitor } = await aCustomer(db, profile.banks);
  const { consentId } = await connected(house, visitor, businessId, peer);
  await runBankJobs(house);
  await peer.tell(`revoke/${(await peer.consents()).at(-1)!.id}`);
  await enqueueDueFetches(house, later(0.5));
  await runBankJobs(house, later(0.5));
  expect(await stateOf(db, consentId)).toMatchObject({ state: 'revoked_at_bank', because: 'CONSENT_INVALID', keys: null });
  for (const email of [business.email, firm.email])
    expect((await subjects(house, email)).filter((each) => each.includes('már nem él'))).toHaveLength(1);
  await peer.tell('forget');
  expect(await enqueueDueFetches(house, later(5))).toBe(0);
  expect(await peer.log()).toEqual([]);
});
