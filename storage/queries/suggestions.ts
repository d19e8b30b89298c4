import type { Sequelize } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import type { Evidence, MatchRule } from '#services/domain/matching.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type Place, row, rows } from '../sql.ts';

/** As the matcher gave it; amounts are minor units of the item's currency, as text. */
export type StoredCandidate = {
  rule: MatchRule;
  confidence: number;
  allocations: { item: string; amount: string; taken?: string }[];
  evidence: Evidence[];
};
export type SuggestionRow = { transaction: string; candidates: StoredCandidate[] };

/** Lines that still wait for a person: not settled, not private, not set aside, no part of a collector's report. */
export const isWaiting = 'line.settled_minor <> line.amount_minor and not line.is_private and not line.nothing_fits and not line.in_report';

/** Stored suggestions by the line's day, newest first. What does not fit any more is left out by `fitting`. */
export async function listSuggestions(
  database: Sequelize,
  businessId: string,
  filter: { rule?: string | undefined; transaction?: string | undefined; accountId?: string | undefined },
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ rows: SuggestionRow[]; next: string | null }> {
  const [day, id] = decodeCursor(cursor);
  const found = await rows<SuggestionRow & { bookedOn: Day }>(
    database,
    `select line.id as transaction, line.booked_on::text as "bookedOn", candidates
     from match_suggestions join bank_transactions line on line.id = transaction_id
     where line.business_id = $1 and ${isWaiting} and ($2::date is null or (line.booked_on, line.id) < ($2, $3::uuid))
       and ($4::text is null or rule = $4) and ($5::uuid is null or line.id = $5)
       and ($6::uuid is null or line.account_id = $6)
     order by line.booked_on desc, line.id desc limit $7`,
    businessId,
    day,
    id,
    filter.rule ?? null,
    filter.transaction ?? null,
    filter.accountId ?? null,
    limit + 1,
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: found.length > limit && last ? encodeCursor(last.bookedOn, last.transaction) : null };
}

/** Pairs of these lines that a person refused. */
export const refusedOf = (
  place: Place,
  businessId: string,
  transactions: readonly string[],
): Promise<{ transaction: string; item: string }[]> =>
  rows(
    place,
    'select transaction_id as transaction, invoice_id as item from refused_pairs where business_id = $1 and transaction_id = any($2::uuid[])',
    businessId,
    transactions,
  );

export type Progress = {
  lines: number;
  settled: number;
  suggested: number;
  unmatched: number;
  nothingFits: number;
  isRunning: boolean;
  lastRunAt: Date | null;
  /** What is suggested by which rule, most first. */
  rules: { rule: MatchRule; count: number }[];
  /** What waits per currency, minor units as text; the currency with most lines first. */
  waiting: { currency: string; lines: number; in: string; out: string }[];
};

/** How many lines stand where; private ones are counted nowhere. The lines are read once for all of it. */
export const progressOf = async (database: Sequelize, businessId: string, accountId: string | undefined): Promise<Progress> =>
  (await row<Progress>(
    database,
    `with lines as materialized (
       select trim(line.currency) as currency, amount_minor - settled_minor as rest, line.nothing_fits, (${isWaiting}) as waits, suggested.rule
       from bank_transactions line left join match_suggestions suggested on suggested.transaction_id = line.id
       where line.business_id = $1 and not line.is_private and not line.in_report and ($2::uuid is null or line.account_id = $2))
     select count(*)::int as lines, count(*) filter (where rest = 0)::int as settled,
       count(*) filter (where waits and rule is not null)::int as suggested, count(*) filter (where waits and rule is null)::int as unmatched,
       count(*) filter (where nothing_fits and rest <> 0)::int as "nothingFits",
       exists (select from jobs where name = 'match' and business_id = $1 and failed_at is null) as "isRunning",
       (select ran_at from match_runs where business_id = $1) as "lastRunAt",
       (select coalesce(jsonb_agg(each order by each.count desc, each.rule), '[]')
        from (select rule, count(*)::int as count from lines where waits and rule is not null group by rule) each) as rules,
       (select coalesce(jsonb_agg(each order by each.lines desc, each.currency), '[]')
        from (select currency, count(*)::int as lines, coalesce(sum(rest) filter (where rest > 0), 0)::bigint::text as "in",
                coalesce(sum(rest) filter (where rest < 0), 0)::bigint::text as "out"
              from lines where waits group by currency) each) as waiting
     from lines`,
    businessId,
    accountId ?? null,
  ))!;
