import type { Sequelize } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import { type Place, row, rows } from '../sql.ts';
import { type Viewer, visibleTo } from './documents.ts';
import { openItems } from './open-items.ts';

/** The documents that came on a day in Budapest, of those the viewer may see; deleted ones aside. */
export async function arrivedOn(database: Sequelize, businessId: string, { seesBank }: Viewer, day: Day): Promise<number> {
  const found = await row<{ count: number }>(
    database,
    `select count(*)::int as count from documents d where d.business_id = $1 and d.state <> 'deleted' and ${visibleTo('$2')}
       and d.received_at >= $3::date::timestamp at time zone 'Europe/Budapest'
       and d.received_at < ($3::date + 1)::timestamp at time zone 'Europe/Budapest'`,
    businessId,
    seesBank,
    day,
  );
  return found?.count ?? 0;
}

/** What is late for longest; amounts are minor units. */
export type LateItem = { id: string; partnerName: string | null; dueOn: Day; open: bigint };
export type OwedRow = { direction: 'receivable' | 'payable'; currency: string; total: bigint; late: bigint };

/** What is owed each way and in each currency, and how much of it is late. Pro formas owe nothing: they ask. */
export const owedIn = (place: Place, businessId: string, today: Day): Promise<OwedRow[]> =>
  rows<OwedRow>(
    place,
    `select direction, currency, sum(open)::bigint as total, coalesce(sum(open) filter (where status = 'late'), 0)::bigint as late
     from (${openItems}) item where open <> 0 and kind <> 'pro-forma'
     group by direction, currency order by direction, currency <> 'HUF', currency`,
    businessId,
    today,
  );

/** The three items that are late for longest, one way and in one currency. */
export const longestLate = (
  database: Sequelize,
  businessId: string,
  today: Day,
  { direction, currency }: Pick<OwedRow, 'direction' | 'currency'>,
): Promise<LateItem[]> =>
  rows<LateItem>(
    database,
    `select id, "partnerName", "dueOn"::text as "dueOn", open from (${openItems}) item
     where status = 'late' and kind = 'invoice' and direction = $3 and currency = $4 order by "dueOn", id limit 3`,
    businessId,
    today,
    direction,
    currency,
  );
