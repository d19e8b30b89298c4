import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeEach, describe, expect } from 'vitest';
import type { BankHouse } from '#services/actions/account-information/consents.ts';
import { fetchAccount } from '#services/actions/account-information/fetch-account.ts';
import { HandedOver, handOver } from '#services/actions/account-information/hand-over.ts';
import { fetchNow, stopFetching } from '#services/actions/account-information/stop.ts';
import { enqueueDueFetches } from '#services/actions/account-information/watch-consents.ts';
import { takeTurn } from '#services/actions/account-information/window.ts';
import { importStatements } from '#services/actions/bank/import-statement.ts';
import { runMatch } from '#services/actions/bank/run-match.ts';
import { addDays, dayInBudapest } from '#services/domain/day.ts';
import { type Log, plainError, silentLog } from '#services/platform/log.ts';
import { row, rows } from '#storage/sql.ts';
import { aLine, anItem, aPartner, aStatement, settledOf } from '#test/support/bank.ts';
import { anAccount, daysAgo, entry, ibans, profileAt, theBank } from '#test/support/bank-at-peer.ts';
import { aCustomer, accountNumbers, connected, linesOf, runBankJobs } from '#test/support/bank-connection.ts';
import { test } from '#test/support/database.ts';

const { peer, profile } = await theBank();
const many = Array.from({ length: 8 }, (_, index) => entry(index + 1, '100'));
beforeEach(async () => {
  await peer.tell('way/well');
  await peer.tell('clock/0');
  await peer.tell('accounts', [anAccount(ibans[0], many)]);
});

const hourMs = 3_600_000;
const later = (hours: number) => new Date(Date.now() + hours * hourMs);
const asked = async () => (await peer.log()).filter(({ path }) => path.endsWith('/transactions'));
const rounds = async () => (await asked()).filter(({ query }) => !query.includes('page='));
const accountAt = async (db: Parameters<typeof row>[0], businessId: string) =>
  (await row<{ id: string; trouble: string | null; nextAt: Date | null; failures: number; consentId: string; lastBookedOn: string | null }>(
    db,
    `select id, trouble, next_at as "nextAt", failures, consent_id as "consentId", last_booked_on::text as "lastBookedOn" from ais_accounts where business_id = $1`,
    businessId,
  ))!;
/** Connected with one account, its first fetch done. */
async function ready(db: Parameters<typeof aCustomer>[0], banks: BankHouse['banks'] = profile.banks, { isFetched = true } = {}) {
  const customer = await aCustomer(db, banks);
  const { consentId } = await connected(customer.house, customer.visitor, customer.businessId, peer, { accounts: [accountNumbers[0]!] });
  if (isFetched) await runBankJobs(customer.house);
  const account = await accountAt(db, customer.businessId);
  await peer.tell('forget');
  const round = (hours: number) =>
    fetchAccount(customer.house, silentLog, { businessId: customer.businessId, accountId: account.id }, later(hours));
  return { ...customer, consentId, account, round };
}

test('B-020 B-021 four rounds of the hub’s own in 24 hours, the fifth never leaves; attended ones are not counted', async ({ db }) => {
  const { house, businessId, visitor, consentId, round } = await ready(db);
  for (const hours of [1, 7, 13, 19, 24.5]) await round(hours);
  expect(await rounds()).toHaveLength(4);
  // The first of the four leaves the window 24 hours after it.
  expect((await accountAt(db, businessId)).nextAt!.getTime()).toBeCloseTo(later(25).getTime(), -5);
  await fetchNow(house, visitor, { businessId, id: consentId });
  await runBankJobs(house);
  expect((await rounds()).map(({ psu }) => psu)).toEqual([null, null, null, null, visitor.address]);
  await peer.tell('clock/1');
  await round(25.1);
  await round(25.2);
  expect(await rounds()).toHaveLength(6);
  expect((await rounds()).every(({ status }) => status === 200)).toBe(true);
  // Whoever asked ten minutes ago has gone on: no address is sent, and the round counts.
  await fetchAccount(
    house,
    silentLog,
    { businessId, accountId: (await accountAt(db, businessId)).id, attended: { address: '192.0.2.9', at: new Date().toISOString() } },
    later(49.3),
  );
  expect((await rounds()).at(-1)?.psu).toBeNull();
});

test('B-021 however rounds come, in turn or at once, never more than four in any 24 hours', { timeout: 60_000 }, async ({ db }) => {
  const { businessId, account } = await ready(db);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.integer({ min: 0, max: 3 * 24 * 60 }), { minLength: 1, maxLength: 3 }), { maxLength: 8 }),
      async (groups) => {
        await rows(db, 'delete from ais_fetches');
        const taken: number[] = [];
        // Time goes on: each group is later than the one before, those in a group ask at the same moment.
        for (const minute of groups.map((group) => ({ at: Math.min(...group), size: group.length })).sort((a, b) => a.at - b.at)) {
          const now = new Date(Date.parse('2026-11-20T00:00:00Z') + minute.at * 60_000);
          const turns = await Promise.all(
            Array.from({ length: minute.size }, () =>
              takeTurn(db, { id: account.id, businessId, consentId: account.consentId }, { isAttended: false, perDay: 4 }, now),
            ),
          );
          taken.push(...turns.flatMap((turn) => ('fetchId' in turn ? [minute.at] : [])));
        }
        for (const from of taken) expect(taken.filter((at) => at >= from && at < from + 24 * 60).length).toBeLessThanOrEqual(4);
      },
    ),
    { numRuns: 30 },
  );
});

test('B-022 B-046 90 days first; later rounds from the last booked day less three, and never older than 90 days', async ({ db }) => {
  await peer.tell('accounts', [anAccount(ibans[0], [entry(89, '100')])]);
  const { house, businessId, account, round } = await ready(db, profile.banks, { isFetched: false });
  const today = dayInBudapest(new Date());
  await runBankJobs(house);
  await round(7);
  // The youngest line leaves the 90 days: the law's limit holds, not the last booked day.
  await rows(db, 'update ais_accounts set last_booked_on = $2 where id = $1', account.id, daysAgo(200));
  await round(13);
  const from = (await asked()).map(({ query }) => new URLSearchParams(query).get('dateFrom'));
  expect(from).toEqual([addDays(today, -90), addDays(dayInBudapest(later(7)), -90), addDays(dayInBudapest(later(13)), -90)]);
  expect((await linesOf(db, businessId)).map(({ bookedOn }) => bookedOn)).toEqual([daysAgo(89)]);
});

test('B-024 B-025 booked lines only, each once however often it is fetched, with or without the bank’s id; twins stay two', async ({
  db,
}) => {
  const twin = { transactionId: undefined, remittanceInformationUnstructured: 'iker' };
  await peer.tell('accounts', [
    anAccount(ibans[0], [...many, entry(2, '5', twin), entry(2, '5', twin)], { pending: [entry(0, '999', { transactionId: 'FÜGGŐ' })] }),
  ]);
  const { businessId, round } = await ready(db);
  expect(await linesOf(db, businessId)).toHaveLength(10);
  for (const hours of [7, 13, 19]) await round(hours);
  const lines = await linesOf(db, businessId);
  expect(lines).toHaveLength(10);
  expect(lines.filter(({ memo }) => memo === 'iker')).toHaveLength(2);
  expect(JSON.stringify(lines.map(({ reference }) => reference))).not.toContain('FÜGGŐ');
  // One statement goes on from fetch to fetch, with no overlap to look at.
  expect(await rows(db, `select line_count as lines, origin from bank_statements where business_id = $1`, businessId)).toEqual([
    { lines: 10, origin: 'fetched' },
  ]);
});

describe('B-026 B-027 faults, counted', () => {
  test.for([
    ['breaks-in-the-middle', 'unreachable', 1],
    ['server-error', 'unreachable', 1],
    ['slow', 'unreachable', 1],
    ['cut', 'unreachable', 1],
    ['garbage', 'strange', 1],
    ['wrong-shape', 'strange', 1],
    ['endless', 'strange', 1],
    ['pages-without-end', 'strange', 1],
    ['blocked', 'refused', 1],
  ] as const)('%s: nothing half, the call counts, the next try waits, then all comes once', async ([way, trouble, counted], { db }) => {
    const { businessId, account, round } = await ready(db, profile.banks, { isFetched: false });
    await rows(db, `delete from jobs where name = 'bank-fetch'`);
    await peer.tell(`way/${way}`);
    await round(0);
    expect(await linesOf(db, businessId)).toEqual([]);
    expect(await rows(db, 'select 1 from ais_balances where business_id = $1', businessId)).toEqual([]);
    const noted = await accountAt(db, businessId);
    expect(noted).toMatchObject({ trouble, failures: 1, lastBookedOn: null });
    expect(noted.nextAt!.getTime() - later(0).getTime()).toBeGreaterThan(14 * 60_000);
    expect(await rows(db, 'select 1 from ais_fetches where account_id = $1', account.id)).toHaveLength(counted);
    await peer.tell('way/well');
    await round(1);
    expect(await linesOf(db, businessId)).toHaveLength(many.length);
    expect(await accountAt(db, businessId)).toMatchObject({ trouble: null, failures: 0 });
  });

  test('killed in the middle of the pages, three times: nothing half, nothing doubled, and each call that left is counted', {
    timeout: 60_000,
  }, async ({ db, databaseUrl }) => {
    using patient = profileAt(peer.url, { patienceSeconds: 60 });
    const { businessId, account, round } = await ready(db, patient.banks, { isFetched: false });
    await rows(db, `delete from jobs where name = 'bank-fetch'`);
    await peer.tell('way/slow-in-the-middle');
    const script = fileURLToPath(new URL('../../../support/fetch-account.ts', import.meta.url));
    for (let kills = 1; kills <= 3; kills += 1) {
      await peer.tell('forget');
      const child = spawn(process.execPath, [script, databaseUrl, patient.file, businessId, account.id], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      // The first page is here, the second is awaited.
      await expect.poll(async () => (await asked()).length, { timeout: 20_000 }).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 200));
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(await linesOf(db, businessId)).toEqual([]);
      expect(await rows(db, 'select 1 from bank_statements where business_id = $1', businessId)).toEqual([]);
      expect(await rows(db, 'select 1 from ais_fetches where account_id = $1', account.id)).toHaveLength(kills);
    }
    await peer.tell('way/well');
    await round(0.1);
    expect(await linesOf(db, businessId)).toHaveLength(many.length);
    // Three kills and one whole fetch are the four of the day.
    await round(0.2);
    expect(await rows(db, 'select 1 from ais_fetches where account_id = $1', account.id)).toHaveLength(4);
    expect(await linesOf(db, businessId)).toHaveLength(many.length);
  });

  test('a bank that is not there was not asked: nothing counts; each failure doubles the wait, six hours at the most', async ({ db }) => {
    using gone = profileAt('http://127.0.0.1:9');
    const { house, businessId, account } = await ready(db);
    const away = { ...house, banks: gone.banks };
    const waits = [];
    for (let tries = 1; tries <= 7; tries += 1) {
      await fetchAccount(away, silentLog, { businessId, accountId: account.id }, later(1));
      waits.push(Math.round(((await accountAt(db, businessId)).nextAt!.getTime() - later(1).getTime()) / 60_000));
    }
    expect(waits).toEqual([15, 30, 60, 120, 240, 360, 360]);
    expect(await rows(db, 'select 1 from ais_fetches where account_id = $1 and not is_attended', account.id)).toEqual([]);
  });

  test('429 is not tried again before the window frees', async ({ db }) => {
    const { house, businessId, round } = await ready(db);
    await peer.tell('way/too-many');
    await round(1);
    await peer.tell('way/well');
    expect(await accountAt(db, businessId)).toMatchObject({ trouble: 'too-many' });
    expect(await enqueueDueFetches(house, later(2.9))).toBe(0);
    expect(await enqueueDueFetches(house, later(3.1))).toBe(1);
  });

  test('revoked in the middle of the pages: nothing of it is kept, and all fetching ends', async ({ db }) => {
    const { house, businessId, consentId, round } = await ready(db);
    const before = await linesOf(db, businessId);
    await peer.tell('accounts', [anAccount(ibans[0], [...many, ...Array.from({ length: 6 }, () => entry(0, '7'))])]);
    await peer.tell('way/revoked-in-the-middle');
    await round(1);
    expect(await linesOf(db, businessId)).toEqual(before);
    expect(await row(db, 'select state from ais_consents where id = $1', consentId)).toEqual({ state: 'revoked_at_bank' });
    expect(await enqueueDueFetches(house, later(48))).toBe(0);
  });

  test('stopped in the middle of a fetch: what comes after the stop is dropped (B-039)', async ({ db }) => {
    const { house, businessId, visitor, consentId, round } = await ready(db, profile.banks, { isFetched: false });
    await rows(db, `delete from jobs where name = 'bank-fetch'`);
    // Held at the last step: the fetch has every page, and waits for the books.
    const holding = await db.transaction();
    await row(holding, 'select id from businesses where id = $1 for no key update', businessId);
    const fetching = round(0);
    await expect.poll(async () => (await asked()).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
    await rows(db, `update ais_consents set state = 'revoked_by_user' where id = $1`, consentId);
    await holding.commit();
    await fetching;
    expect(await linesOf(db, businessId)).toEqual([]);
    await rows(db, `update ais_consents set state = 'valid' where id = $1`, consentId);
    await stopFetching(house, visitor, { businessId, id: consentId });
    await round(1);
    expect(await linesOf(db, businessId)).toEqual([]);
  });
});

test('B-030 B-029 what crosses is five fields and two ids, and the gate takes no other message', async ({ db }) => {
  const { businessId } = await ready(db);
  const kept = await row<Record<string, unknown>>(db, 'select * from bank_transactions where business_id = $1 limit 1', businessId);
  const { booked_on, amount_minor, currency, counterparty_name, counterparty_account, memo, bank_reference, ...rest } = kept!;
  for (const five of [booked_on, amount_minor, currency, counterparty_name, counterparty_account, memo, bank_reference])
    expect(five).not.toBeNull();
  expect([rest['value_on'], rest['type'], rest['end_to_end_id'], rest['balance_minor'], rest['gross_minor'], rest['raw']]).toEqual([
    null,
    null,
    null,
    null,
    null,
    {},
  ]);

  const transaction = {
    transactionId: 'T',
    amount: { minor: 1n, currency: 'HUF' },
    bookedOn: '2026-11-20',
    memo: null,
    counterpartyName: null,
    counterpartyAccount: null,
  };
  const message = { accountId: accountNumbers[0]!, transactions: [transaction] };
  expect(Object.keys(HandedOver.shape)).toEqual(['accountId', 'transactions']);
  expect(Object.keys(HandedOver.shape.transactions.element.shape)).toEqual(Object.keys(transaction));
  expect(HandedOver.safeParse(message).success).toBe(true);
  const over: HandedOver = JSON.parse('{}');
  Object.assign(over, message, { transactions: [{ ...transaction, balance: 5n }] });
  await expect(db.transaction((place) => handOver(place, businessId, { from: '2026-11-20', to: '2026-11-20' }, over))).rejects.toThrow(
    /balance/,
  );
  const short: Record<string, unknown> = { ...transaction };
  delete short['memo'];
  expect(HandedOver.safeParse({ ...message, transactions: [short] }).success).toBe(false);
});

test('B-032 nothing secret in the log, whatever goes wrong', async ({ db }) => {
  const written: string[] = [];
  const log: Log = {
    ...silentLog,
    warn: (facts, words) => void written.push(JSON.stringify([facts, plainError((facts as { error: unknown }).error), words])),
  };
  const { house, businessId, account } = await ready(db);
  const atBank = (await peer.consents()).at(-1)!.id;
  for (const [index, way] of ['server-error', 'garbage', 'wrong-shape', 'blocked'].entries()) {
    await peer.tell(`way/${way}`);
    await fetchAccount(house, log, { businessId, accountId: account.id }, later(30 * (index + 1)));
  }
  expect(written).toHaveLength(4);
  for (const word of [atBank, 'Vevő', 'közlemény', accountNumbers[0]!, ibans[0], 'Bearer']) expect(written.join()).not.toContain(word);
});

test('B-065 a history uploaded before or after is the same list: what both tell stands once, twins and strangers stay apart', async ({
  db,
}) => {
  const sameDay = daysAgo(2);
  const byBank = [
    entry(2, '5000', { debtorName: 'Anna Kft.', remittanceInformationUnstructured: 'TAGDIJ' }),
    entry(2, '5000', { debtorName: 'Béla Bt.', debtorAccount: undefined, remittanceInformationUnstructured: 'tagdij' }),
    entry(2, '9000', { debtorName: 'Csak Bank', debtorAccount: undefined }),
  ];
  const byFile = [
    aLine(500_000n, {
      bookedOn: sameDay,
      counterpartyName: 'ANNA KFT',
      counterpartyAccount: '999000090000000300000007',
      memo: 'Tagdíj',
      bankReference: 'F-1',
    }),
    aLine(500_000n, { bookedOn: sameDay, counterpartyName: 'BÉLA BT.', memo: 'Tagdíj', bankReference: 'F-2' }),
    aLine(500_000n, { bookedOn: sameDay, counterpartyName: 'Cili Zrt.', memo: 'Tagdíj', bankReference: 'F-3' }),
  ];
  for (const order of ['file first', 'bank first']) {
    await peer.tell('accounts', [anAccount(ibans[0], byBank)]);
    const { house, businessId, round } = await ready(db, profile.banks, { isFetched: false });
    const upload = () =>
      importStatements(
        db,
        { businessId, actor: { kind: 'hub', id: null } },
        { format: 'test', statements: [aStatement(byFile, { account: accountNumbers[0]!, from: sameDay, to: sameDay })], documentId: null },
      );
    if (order === 'file first') await upload();
    await runBankJobs(house);
    if (order === 'bank first') await upload();
    const told = async () =>
      (
        await rows<{ name: string }>(
          db,
          'select counterparty_name as name from bank_transactions where business_id = $1 order by lower(counterparty_name)',
          businessId,
        )
      ).map(({ name }) => name.toLowerCase().slice(0, 4));
    expect(await told(), order).toEqual(['anna', 'béla', 'cili', 'csak']);
    await round(7);
    await upload();
    expect(await told(), order).toEqual(['anna', 'béla', 'cili', 'csak']);
  }
});

test('a fetched line settles its invoice like any other', async ({ db }) => {
  await peer.tell('accounts', [anAccount(ibans[0], [entry(1, '1270', { remittanceInformationUnstructured: 'SZ-2026-77' })])]);
  const { house, businessId } = await ready(db, profile.banks, { isFetched: false });
  const partnerId = await aPartner(businessId, 'Vevő Bt.');
  const item = await anItem(db, businessId, { gross: 127_000n, number: 'SZ-2026-77', partnerId, issuedOn: daysAgo(20), dueOn: daysAgo(5) });
  await runBankJobs(house);
  expect(await row(db, `select 1 from jobs where name = 'match' and business_id = $1`, businessId)).toBeDefined();
  await runMatch(db, businessId);
  expect(await settledOf(db, item)).toBe('127000');
});
