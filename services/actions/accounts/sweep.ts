import type { Transaction } from 'sequelize';
import { row } from '#storage/sql.ts';
import type { House } from '../house.ts';
import { warnOfSeparations } from '../leaving/separations.ts';
import { activationHours } from './registration.ts';

const notHeld = 'not exists (select from legal_holds hold where hold.business_id = exports.business_id and hold.lifted_at is null)';

/** What has served its time, and how each of it goes; `returning 1` is added to count. */
const expired = {
  sessions: `delete from sessions where expires_at < now() or seen_at < now() - interval '14 days'`,
  tokens: 'delete from access_tokens where expires_at < now()',
  throttles: `delete from throttles where last_at < now() - interval '1 day'`,
  rates: `delete from rates where minute < now() - interval '1 hour'`,
  repeatedRequests: `delete from idempotency_keys where created_at < now() - interval '24 hours'`,
  exports: `delete from exports where expires_at < now() - interval '30 days' and ${notHeld}`,
  // Fetched bank lines leave 18 months after they were booked, those that an uploaded file holds too stay with it (B-033, B-034).
  fetchedLines: `delete from statement_lines using bank_statements statement, bank_transactions line
    where statement.id = statement_lines.statement_id and statement.origin = 'fetched' and line.id = statement_lines.transaction_id
      and line.booked_on < ((now() at time zone 'Europe/Budapest')::date - interval '18 months')
      and not exists (select from legal_holds hold where hold.business_id = statement.business_id and hold.lifted_at is null)`,
  // Nobody confirmed in time: the registration goes with all it brought (H-012), the mail's record too if nobody has the address.
  mailsOfPending: `delete from mails using accountants firm where firm.state = 'pending' and firm.created_at < now() - interval '${activationHours} hours'
    and mails.recipient = firm.email and not exists (select from users where users.email = firm.email)`,
  linksOfPending: `delete from links using accountants firm where firm.state = 'pending' and firm.created_at < now() - interval '${activationHours} hours'
    and links.subject_id = firm.id`,
  registrations: `delete from accountants where state = 'pending' and created_at < now() - interval '${activationHours} hours'`,
  links: `delete from links where expires_at < now() - interval '30 days'`,
  // Logs are kept for a year (LG-026).
  mails: `delete from mails where created_at < now() - interval '1 year'`,
  invitations: `update invitations set state = 'expired', closed_at = expires_at where state in ('sent', 'opened') and expires_at <= now()`,
} as const;

export type Swept = Record<keyof typeof expired | 'separationsWarned', number>;

/**
 * What time alone changes; run every hour by any number of workers. Answers counts, never contents (LG-008). A dry run does
 * all of it and takes it back, so it counts exactly what a real one would.
 */
export async function sweepAccounts(house: House, operatorEmail: string | null, { isDry = false } = {}): Promise<Swept> {
  const transaction = await house.database.transaction();
  try {
    const swept = await sweptIn(transaction, house, operatorEmail);
    await (isDry ? transaction.rollback() : transaction.commit());
    return swept;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

async function sweptIn(transaction: Transaction, house: House, operatorEmail: string | null): Promise<Swept> {
  const counts: Partial<Swept> = {};
  for (const [name, sql] of Object.entries(expired) as [keyof typeof expired, string][]) {
    const gone = await row<{ count: number }>(transaction, `with gone as (${sql} returning 1) select count(*)::int as count from gone`);
    counts[name] = gone?.count ?? 0;
  }
  return { ...counts, separationsWarned: await warnOfSeparations(transaction, house, operatorEmail) } as Swept;
}
