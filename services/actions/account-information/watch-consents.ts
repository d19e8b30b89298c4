import { addDays, dayInBudapest } from '#services/domain/day.ts';
import { enqueueAll } from '#storage/queues/outbox.ts';
import { rows } from '#storage/sql.ts';
import { settleConsent } from './connect.ts';
import { type BankHouse, type Consent, consentColumns, endConsent, tell } from './consents.ts';

/** B-014, B-045: so long before its end a consent is said to expire, however long it was. */
const reminderDays = 8;
/** A bank that has not decided for so long will not. */
const undecidedHours = 24;
/** A job that was just enqueued has this long; then the account is due again. */
const roundHours = 6;
const batch = 500;

/**
 * What time alone changes in connections to banks: reminders 8 days before the end and on the last day, the end itself (B-014), ways to
 * the bank that nobody came back from (B-016), consents that a bank has not decided on, and those that it still has to delete (B-042).
 * Run every hour by any number of workers. Answers how many letters' occasions there were.
 */
export async function watchConsents(house: BankHouse, now = new Date()): Promise<number> {
  const today = dayInBudapest(now);
  const { database } = house;
  const told = await database.transaction(async (transaction) => {
    const due = await rows<Consent & { reminded: string | null }>(
      transaction,
      `select ${consentColumns}, reminded from ais_consents where state in ('valid', 'expiring') and (
         valid_until < $1::date
         or valid_until = $1::date and reminded is distinct from 'last-day'
         or valid_until <= $2::date and reminded is null)
       order by id limit $3 for update skip locked`,
      today,
      addDays(today, reminderDays),
      batch,
    );
    for (const consent of due) {
      if (consent.validUntil < today) {
        await endConsent(transaction, consent, { state: 'expired', isAtBank: false });
        await tell(transaction, house, consent, 'bank-expired');
        continue;
      }
      const isLast = consent.validUntil === today;
      await rows(
        transaction,
        `update ais_consents set state = 'expiring', reminded = $2, changed_at = now() where id = $1`,
        consent.id,
        isLast ? 'last-day' : 'early',
      );
      await tell(transaction, house, consent, isLast ? 'bank-last-day' : 'bank-expiring');
    }
    return due.length;
  });
  await database.transaction(async (transaction) => {
    const lost = await rows<Consent>(
      transaction,
      `select ${consentColumns} from ais_consents where state = 'redirected' and state_until < $1
         or state = 'authorised' and changed_at < $1::timestamptz - make_interval(hours => $2)
         or state = 'started' and created_at < $1::timestamptz - interval '1 hour'
       order by id limit $3 for update skip locked`,
      now,
      undecidedHours,
      batch,
    );
    for (const consent of lost) await endConsent(transaction, consent, { state: 'failed', because: 'no-return', isAtBank: true });
    // Jobs that gave up: the consent is still to be deleted at its bank.
    const undone = await rows<{ businessId: string; consentId: string }>(
      transaction,
      `update ais_consents set ending_since = now() where ending_since < $1::timestamptz - interval '24 hours'
       returning business_id as "businessId", id as "consentId"`,
      now,
    );
    await enqueueAll(transaction, 'bank-ending', undone);
  });
  const undecided = await rows<{ id: string }>(
    database,
    `select id from ais_consents where state = 'authorised' order by id limit $1`,
    batch,
  );
  for (const { id } of undecided) await settleConsent(house, id, null, now);
  return told;
}

/** Enqueues the accounts whose time has come; each is then due again only after a round, whatever becomes of the job. */
export function enqueueDueFetches({ database }: BankHouse, now = new Date()): Promise<number> {
  return database.transaction(async (transaction) => {
    const due = await rows<{ businessId: string; accountId: string }>(
      transaction,
      `update ais_accounts set next_at = $1::timestamptz + make_interval(hours => $2)
       where id in (select account.id from ais_accounts account
         join ais_consents consent on consent.id = consent_id and consent.state in ('valid', 'expiring')
         join businesses on businesses.id = account.business_id and businesses.ended_at is null
         where next_at <= $1 order by next_at limit $3 for update of account skip locked)
       returning business_id as "businessId", id as "accountId"`,
      now,
      roundHours,
      batch,
    );
    await enqueueAll(transaction, 'bank-fetch', due);
    return due.length;
  });
}
