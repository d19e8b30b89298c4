import type { Sequelize } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { rows } from '../sql.ts';

export type AccountRow = {
  id: string;
  account: string;
  lines: number;
  from: Day | null;
  to: Day | null;
  lastImportAt: Date | null;
  hasMapping: boolean;
  isCollector: boolean;
};

/** A business's accounts with what is known of them; private lines are counted for nobody. */
export const listAccounts = (database: Sequelize, businessId: string): Promise<AccountRow[]> =>
  rows<AccountRow>(
    database,
    `select account.id, account.account, account.is_collector as "isCollector", line.lines, line."from", line."to",
       (select max(imported_at) from bank_statements where account_id = account.id) as "lastImportAt",
       exists (select from column_mappings where account_id = account.id) as "hasMapping"
     from bank_accounts account, lateral (
       select count(*)::int as lines, min(booked_on)::text as "from", max(booked_on)::text as "to"
       from bank_transactions where account_id = account.id and not is_private) line
     where account.business_id = $1 order by account.account`,
    businessId,
  );

export type BalanceRow = { accountId: string; currency: string; balance: bigint; on: Day };

/** The last balance that a statement gives, per account and currency (B-038). */
export const balancesOf = (database: Sequelize, businessId: string): Promise<BalanceRow[]> =>
  rows<BalanceRow>(
    database,
    `select distinct on (account_id, currency) account_id as "accountId", currency, closing_minor as balance, to_day::text as "on"
     from bank_statements where business_id = $1 and closing_minor is not null and currency is not null and to_day is not null
     order by account_id, currency, to_day desc, imported_at desc`,
    businessId,
  );

/** Amounts are minor units of `currency`. */
export type StatementRow = {
  id: string;
  accountId: string;
  account: string;
  documentId: string | null;
  format: string;
  currency: string | null;
  from: Day | null;
  to: Day | null;
  opening: bigint | null;
  closing: bigint | null;
  balances: boolean | null;
  lines: number;
  added: number;
  source: 'uploaded' | 'fetched';
  importedAt: Date;
  exactAt: string;
};

/** A page of imported statements, newest first. */
export async function listStatements(
  database: Sequelize,
  businessId: string,
  { accountId }: { accountId?: string | undefined },
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ rows: StatementRow[]; next: string | null }> {
  const found = await rows<StatementRow>(
    database,
    `select statement.id, account_id as "accountId", account.account, document_id as "documentId", format, currency, from_day::text as "from", to_day::text as "to",
       opening_minor as opening, closing_minor as closing, balances, line_count as lines, new_count as added, origin as source,
       imported_at as "importedAt", imported_at::text as "exactAt"
     from bank_statements statement join bank_accounts account on account.id = account_id
     where statement.business_id = $1 and ($2::timestamptz is null or (imported_at, statement.id) < ($2, $3::uuid)) and ($4::uuid is null or account_id = $4)
     order by imported_at desc, statement.id desc limit $5`,
    businessId,
    ...decodeCursor(cursor),
    accountId ?? null,
    limit + 1,
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: found.length > limit && last ? encodeCursor(last.exactAt, last.id) : null };
}
