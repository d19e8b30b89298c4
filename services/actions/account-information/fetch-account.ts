import type { Transaction } from 'sequelize';
import { type BanksBalance, type BanksLine, BankTrouble } from '#services/connectors/bank/connector.ts';
import type { Bank } from '#services/connectors/bank/open-banks.ts';
import { isLive } from '#services/domain/bank-consent.ts';
import { addDays, type Day, dayInBudapest } from '#services/domain/day.ts';
import type { Log } from '#services/platform/log.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import type { PayloadOf } from '#storage/queues/queues.ts';
import { row, rows } from '#storage/sql.ts';
import { type BankHouse, type Consent, consentColumns, endConsent, openKeys, sealKeys, tell } from './consents.ts';
import { handOver } from './hand-over.ts';
import { giveTurnBack, takeTurn } from './window.ts';

type Account = {
  id: string;
  businessId: string;
  consentId: string;
  account: string;
  resourceId: string;
  lastBookedOn: Day | null;
  fetchedAt: Date | null;
  failures: number;
};

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A person who asked so long ago has gone on: what is fetched then is the hub's own round. */
const attendedMs = 10 * minuteMs;
/** So long after the customer's strong authentication the bank may be asked for older days (B-046). */
const freshMs = 60 * minuteMs;
const lawfulDays = 90;
/** Bookings of the last days may still come (B-015). */
const againDays = 3;
/** What is kept at all (B-033). */
const keptDays = 548;
const firstWaitMs = 15 * minuteMs;
const longestWaitMs = 6 * 60 * minuteMs;

/**
 * Fetches one account once: every page of its booked lines and its balances, or nothing (B-026). Run twice it changes nothing; killed
 * anywhere it leaves nothing half. A bank's trouble is noted with the time of the next try, never thrown: the queue would try again
 * without asking the window.
 */
export async function fetchAccount(house: BankHouse, log: Log, job: PayloadOf<'bank-fetch'>, now = new Date()): Promise<void> {
  const { database } = house;
  const account = await row<Account>(
    database,
    `select id, business_id as "businessId", consent_id as "consentId", account, resource_id as "resourceId",
       last_booked_on::text as "lastBookedOn", fetched_at as "fetchedAt", failures from ais_accounts where id = $1 and business_id = $2`,
    job.accountId,
    job.businessId,
  );
  const consent = account && (await row<Consent>(database, `select ${consentColumns} from ais_consents where id = $1`, account.consentId));
  if (!account || !consent || !isLive(consent.state)) return;
  const bank = house.banks.get(consent.bank);
  if (!bank) return note(house, account, { trouble: 'not-offered', nextAt: new Date(now.getTime() + longestWaitMs) });
  const { attended } = job;
  const address = attended && now.getTime() - Date.parse(attended.at) < attendedMs ? attended.address : null;
  const perDay = bank.profile.fetchesPerDay;
  const turn = await takeTurn(database, account, { isAttended: address !== null, perDay }, now);
  if ('freeAt' in turn) return note(house, account, { nextAt: turn.freeAt });
  try {
    const days = daysToAsk(account, consent, bank, now);
    const got = await askBank(house, bank, consent, account, days, address);
    await keep(house, account, got, now, new Date(now.getTime() + dayMs / perDay));
  } catch (error) {
    if (!(error instanceof BankTrouble)) throw error;
    log.warn({ error, accountId: account.id, consentId: consent.id, bank: consent.bank }, 'an account could not be fetched');
    if (error.kind === 'unreached') await giveTurnBack(database, turn.fetchId);
    await heed(house, account, consent, error, now);
  }
}

/** From the last fetched booking day less three, else from as far back as the bank and the law allow at this moment. */
function daysToAsk({ lastBookedOn, fetchedAt }: Account, { authorisedAt }: Consent, { profile }: Bank, now: Date): { from: Day; to: Day } {
  const to = dayInBudapest(now);
  const isFresh =
    authorisedAt !== null && now.getTime() - authorisedAt.getTime() < freshMs && (fetchedAt === null || fetchedAt < authorisedAt);
  const since = lastBookedOn === null ? addDays(to, -profile.firstDays) : addDays(lastBookedOn, -againDays);
  const oldest = addDays(to, -(isFresh ? keptDays : profile.laterDays));
  return { from: since > oldest ? since : oldest, to };
}

type Got = { lines: BanksLine[]; balances: BanksBalance[]; days: { from: Day; to: Day } };

async function askBank(
  house: BankHouse,
  { connector }: Bank,
  consent: Consent,
  { resourceId }: Account,
  days: { from: Day; to: Day },
  address: string | null,
): Promise<Got> {
  const held = await openKeys(house, consent);
  if (!held) throw new BankTrouble('consent-ended', 'the keys of this consent were destroyed');
  const keys = await connector.renewed(held);
  if (keys !== held)
    await row(
      house.database,
      'update ais_consents set keys_sealed = $2 where id = $1 and keys_sealed is not null',
      consent.id,
      await sealKeys(house.database, house, consent.id, keys),
    );
  const balances = await connector.balances(keys, resourceId, address);
  const lawful = { from: addDays(days.to, -lawfulDays), to: days.to };
  try {
    return { lines: await connector.booked(keys, resourceId, days, address), balances, days };
  } catch (error) {
    // A bank that gives no older days gives what the law says; the gap is seen in the list of statements.
    if (!(error instanceof BankTrouble) || error.code !== 'PERIOD_INVALID' || days.from >= lawful.from) throw error;
    return { lines: await connector.booked(keys, resourceId, lawful, address), balances, days: lawful };
  }
}

/** All of a fetch in one transaction; nothing of it when the consent was stopped meanwhile (B-039). */
function keep({ database }: BankHouse, account: Account, { lines, balances, days }: Got, now: Date, nextAt: Date): Promise<void> {
  return database.transaction(async (transaction) => {
    await holdBooks(transaction, account.businessId);
    const live = await row(
      transaction,
      `select 1 from ais_consents consent join ais_accounts account on account.consent_id = consent.id
       where account.id = $1 and consent.id = $2 and consent.state in ('valid', 'expiring') for share of consent`,
      account.id,
      account.consentId,
    );
    if (!live) return;
    await handOver(transaction, account.businessId, days, {
      accountId: account.account,
      transactions: lines.map(({ amount, currency, ...line }) => ({ ...line, amount: { minor: amount, currency } })),
    });
    await keepBalances(transaction, account, balances, now);
    const youngest = lines.reduce<Day | null>((last, { bookedOn }) => (last === null || bookedOn > last ? bookedOn : last), null);
    await row(
      transaction,
      `update ais_accounts set last_booked_on = greatest(last_booked_on, $2::date), fetched_at = $3, next_at = $4, trouble = null, failures = 0 where id = $1`,
      account.id,
      youngest,
      now,
      nextAt,
    );
  });
}

async function keepBalances(
  transaction: Transaction,
  { id, businessId }: Account,
  balances: readonly BanksBalance[],
  now: Date,
): Promise<void> {
  await row(transaction, 'delete from ais_balances where account_id = $1', id);
  await rows(
    transaction,
    `insert into ais_balances (account_id, business_id, kind, currency, amount_minor, at, fetched_at)
     select $1, $2, kind, currency, amount, at, $4 from jsonb_to_recordset($3::jsonb) as told (kind text, currency text, amount bigint, at timestamptz)
     on conflict do nothing`,
    id,
    businessId,
    JSON.stringify(balances.map((each) => ({ ...each, amount: each.amount.toString() }))),
    now,
  );
}

/** What a bank's trouble means for the next time. */
async function heed(
  house: BankHouse,
  account: Account,
  consent: Consent,
  { kind, code, retryAfterSeconds }: BankTrouble,
  now: Date,
): Promise<void> {
  if (kind === 'consent-ended')
    return house.database.transaction(async (transaction) => {
      const state = code === 'CONSENT_EXPIRED' || code === 'TOKEN_EXPIRED' ? 'expired' : 'revoked_at_bank';
      const live = await row(
        transaction,
        `select 1 from ais_consents where id = $1 and state in ('valid', 'expiring') for update`,
        consent.id,
      );
      if (!live) return;
      await endConsent(transaction, consent, { state, because: code, isAtBank: false });
      await tell(transaction, house, consent, 'bank-consent-ended');
    });
  // Not before the window frees, whatever a round of ours would be (B-027).
  if (kind === 'too-many') {
    const waitMs = retryAfterSeconds === null ? dayMs : retryAfterSeconds * 1000;
    return note(house, account, { trouble: kind, nextAt: new Date(now.getTime() + waitMs) });
  }
  const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(account.failures, 10));
  const trouble = kind === 'unreached' || kind === 'away' ? 'unreachable' : kind;
  await note(house, account, { trouble, nextAt: new Date(now.getTime() + waitMs), isFailure: true });
}

/** Unless the account went to another consent meanwhile. */
async function note(
  { database }: BankHouse,
  { id, consentId }: Account,
  { trouble, nextAt, isFailure = false }: { trouble?: string; nextAt: Date; isFailure?: boolean },
): Promise<void> {
  await row(
    database,
    `update ais_accounts set next_at = $3, trouble = coalesce($4, trouble), failures = failures + $5 where id = $1 and consent_id = $2 and next_at is not null`,
    id,
    consentId,
    nextAt,
    trouble ?? null,
    isFailure ? 1 : 0,
  );
}
