import type { Sequelize } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import type { Evidence } from '#services/domain/matching.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { rows } from '../sql.ts';

export type SettlementRow = {
  id: string;
  source: 'transaction' | 'pushed' | 'entered' | 'set-off';
  transaction: string | null;
  rule: string;
  confidence: number | null;
  evidence: Evidence[];
  paidOn: Day | null;
  method: 'cash' | 'card' | 'transfer' | 'other' | null;
  note: string | null;
  difference: 'rounding' | 'fee' | null;
  byMachine: boolean;
  createdAt: Date;
  /** Minor units of the item's currency, as text. */
  parts: { item: string; amount: string }[];
  /** What the items got beyond what was taken of the line, in its currency: commission or bank charge. */
  fee: bigint | null;
  currency: string | null;
  exactAt: string;
};
export type SettlementFilter = {
  id?: string | undefined;
  transaction?: string | undefined;
  item?: string | undefined;
  source?: string | undefined;
  by?: 'machine' | 'person' | undefined;
};

/** A page of settlements, newest first. */
export async function listSettlements(
  database: Sequelize,
  businessId: string,
  filter: SettlementFilter,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ rows: SettlementRow[]; next: string | null }> {
  const [at, after] = decodeCursor(cursor);
  const found = await rows<SettlementRow>(
    database,
    `select id, source, transaction_id as transaction, rule, confidence, evidence, paid_on::text as "paidOn", method, note, difference,
       by_machine as "byMachine", created_at as "createdAt", created_at::text as "exactAt",
       (select jsonb_agg(jsonb_build_object('item', invoice_id, 'amount', amount_minor::text) order by invoice_id)
        from allocations where settlement_id = settlements.id) as parts,
       (select currency from bank_transactions line where line.id = settlements.transaction_id) as currency,
       case when difference = 'fee' and transaction_id is not null then (
         select sum(case item.direction when 'receivable' then amount_minor else -amount_minor end - taken_minor)::bigint
         from allocations join invoices item on item.id = invoice_id where settlement_id = settlements.id) end as fee
     from settlements
     where business_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid)) and ($4::uuid is null or id = $4)
       and ($5::uuid is null or transaction_id = $5) and ($6::text is null or source = $6)
       and ($7::text is null or by_machine = ($7 = 'machine'))
       and ($8::uuid is null or exists (select from allocations where settlement_id = settlements.id and invoice_id = $8))
     order by created_at desc, id desc limit $9`,
    businessId,
    at,
    after,
    filter.id ?? null,
    filter.transaction ?? null,
    filter.source ?? null,
    filter.by ?? null,
    filter.item ?? null,
    limit + 1,
  );
  const page = found.slice(0, limit).map((each) => ({ ...each, parts: each.parts ?? [] }));
  const last = page.at(-1);
  return { rows: page, next: found.length > limit && last ? encodeCursor(last.exactAt, last.id) : null };
}
