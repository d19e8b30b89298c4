import type { Sequelize } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import { rows } from '../sql.ts';

/** Whose items the other lines of one counterparty settled. `daysAfterDue`: the median, negative when paid before; null without due days. */
export type PaidFor = {
  partnerId: string | null;
  partnerName: string | null;
  settlements: number;
  since: Day;
  last: Day;
  daysAfterDue: number | null;
};

/** More partners than these say nothing of the payer. */
const mostPartners = 4;

/** What one counterparty's money settled before: by its account, or by its name where the bank gives no account. */
export const paidForBy = (database: Sequelize, businessId: string, transaction: string): Promise<PaidFor[]> =>
  rows(
    database,
    `select item.partner_id as "partnerId", min(partner.name) as "partnerName", count(distinct settlement.id)::int as settlements,
       min(other.booked_on)::text as since, max(other.booked_on)::text as last,
       round(percentile_cont(0.5) within group (order by other.booked_on - item.due_on))::int as "daysAfterDue"
     from bank_transactions line
       join bank_transactions other on other.business_id = line.business_id and other.id <> line.id and not other.is_private
         and case when line.counterparty_account is null then other.counterparty_name = line.counterparty_name
           else other.counterparty_account = line.counterparty_account end
       join settlements settlement on settlement.transaction_id = other.id
       join allocations part on part.settlement_id = settlement.id
       join invoices item on item.id = part.invoice_id
       left join partners partner on partner.id = item.partner_id
     where line.business_id = $1 and line.id = $2
     group by item.partner_id order by settlements desc, item.partner_id limit ${mostPartners}`,
    businessId,
    transaction,
  );

export type LearntOfPayer = { kind: 'account' | 'name'; partnerId: string; partnerName: string | null; times: number };

/** What confirmations taught of a payer's account and name. `account` is written as the matcher compares it. */
export const learntOfPayer = (
  database: Sequelize,
  businessId: string,
  { account, name }: { account: string | null; name: string | null },
): Promise<LearntOfPayer[]> =>
  rows(
    database,
    `select memory.kind, memory.partner_id as "partnerId", partner.name as "partnerName", memory.times
     from match_memory memory join partners partner on partner.id = memory.partner_id
     where memory.business_id = $1 and ((memory.kind = 'account' and memory.value = $2) or (memory.kind = 'name' and memory.value = $3))
     order by memory.kind, memory.times desc, memory.id limit ${2 * mostPartners}`,
    businessId,
    account,
    name,
  );
