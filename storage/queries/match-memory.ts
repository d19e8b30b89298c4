import type { Sequelize } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { rows } from '../sql.ts';

type Paging = { limit: number; cursor?: string | undefined };

function pageOf<Row extends { id: string; exactAt: string }>(found: Row[], limit: number): { rows: Row[]; next: string | null } {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: found.length > limit && last ? encodeCursor(last.exactAt, last.id) : null };
}

export type MemoryRow = {
  id: string;
  kind: 'account' | 'name' | 'reference' | 'fee';
  partnerId: string;
  partnerName: string | null;
  value: string;
  currency: string | null;
  times: number;
  lastAt: Date;
  exactAt: string;
};

/** What the matcher learnt from a business's people, newest first. */
export async function listMemory(database: Sequelize, businessId: string, { limit, cursor }: Paging) {
  const found = await rows<MemoryRow>(
    database,
    `select memory.id, kind, partner_id as "partnerId", partner.name as "partnerName", value, currency, times, last_at as "lastAt", last_at::text as "exactAt"
     from match_memory memory join partners partner on partner.id = partner_id
     where memory.business_id = $1 and ($2::timestamptz is null or (last_at, memory.id) < ($2, $3::uuid))
     order by last_at desc, memory.id desc limit $4`,
    businessId,
    ...decodeCursor(cursor),
    limit + 1,
  );
  return pageOf(found, limit);
}

export type RefusalRow = {
  id: string;
  transaction: string;
  bookedOn: Day;
  amount: bigint;
  currency: string;
  counterpartyName: string | null;
  item: string;
  number: string | null;
  partnerName: string | null;
  refusedAt: Date;
  exactAt: string;
};

/** Pairs that a person refused or undid, newest first; those of private lines only for who may see them (B-037). */
export async function listRefusals(
  database: Sequelize,
  businessId: string,
  { seesPrivate }: { seesPrivate: boolean },
  { limit, cursor }: Paging,
) {
  const found = await rows<RefusalRow>(
    database,
    `select pair.id, line.id as transaction, line.booked_on::text as "bookedOn", line.amount_minor as amount, line.currency,
       line.counterparty_name as "counterpartyName", item.id as item, item.number,
       case item.direction when 'payable' then item.supplier_name else item.customer_name end as "partnerName",
       refused_at as "refusedAt", refused_at::text as "exactAt"
     from refused_pairs pair join bank_transactions line on line.id = transaction_id join invoices item on item.id = invoice_id
     where pair.business_id = $1 and ($2::boolean or not line.is_private) and ($3::timestamptz is null or (refused_at, pair.id) < ($3, $4::uuid))
     order by refused_at desc, pair.id desc limit $5`,
    businessId,
    seesPrivate,
    ...decodeCursor(cursor),
    limit + 1,
  );
  return pageOf(found, limit);
}
