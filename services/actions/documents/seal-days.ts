import type { Sequelize, Transaction } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import { appendAudit } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { hub } from '../house.ts';

type DayList = { businessId: string; day: Day; documents: number; list: string };

/** A day's files by their hash at receipt, deleted ones too: SHA-256 over the sorted hashes, a line each. */
const listSql = `
  select business_id as "businessId", day::text as day, count(*)::int as documents,
    encode(sha256(convert_to(string_agg(trim(sha256), E'\\n' order by sha256, id), 'UTF8')), 'hex') as list
  from (select *, (received_at at time zone 'Europe/Budapest')::date as day from documents) document`;

/**
 * Puts the list of each finished day's files into the chain of their business (LG-010): what came that day can no longer be
 * exchanged, added or taken out unseen. Run as often as one likes. Answers how many days were sealed.
 */
export async function sealDays(database: Sequelize): Promise<number> {
  const open = await rows<DayList>(
    database,
    `${listSql}
     where received_at > now() - interval '40 days' and day < (now() at time zone 'Europe/Budapest')::date
       and not exists (
         select from audit where chain_id = business_id and action = 'documents.sealed' and facts ->> 'day' = day::text)
     group by business_id, day order by business_id, day`,
  );
  let sealed = 0;
  for (const day of open) if (await database.transaction((transaction) => sealDay(transaction, day))) sealed += 1;
  return sealed;
}

async function sealDay(transaction: Transaction, { businessId, day, documents, list }: DayList): Promise<boolean> {
  // Also locks the business: of two workers one seals, and none seals what is being deleted.
  const business = await row(transaction, 'select 1 from businesses where id = $1 for update', businessId);
  const known = await row(
    transaction,
    `select 1 from audit where chain_id = $1 and action = 'documents.sealed' and facts ->> 'day' = $2`,
    businessId,
    day,
  );
  if (!business || known) return false;
  await appendAudit(transaction, businessId, { actor: hub, action: 'documents.sealed', facts: { day, documents, list } });
  return true;
}

/** Sealed days whose files are no longer those that came. */
export const brokenSeals = (place: Place): Promise<{ businessId: string; day: Day }[]> =>
  rows<{ businessId: string; day: Day }>(
    place,
    `select chain_id as "businessId", facts ->> 'day' as day
     from audit left join (${listSql} group by business_id, day) now on now."businessId" = chain_id and now.day = facts ->> 'day'
     where action = 'documents.sealed' and now.list is distinct from facts ->> 'list' order by 1, 2`,
  );
