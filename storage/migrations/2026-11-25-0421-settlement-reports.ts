import type { Migration } from '../migrate.ts';

/**
 * Accounts that only collect: a card acquirer's, courier's or payment service's report reads as the history of such an account. Its lines
 * settle nothing by themselves; the bank's one line that pays them out is taken apart by them (docs/adr/0076).
 */
export const up: Migration = async ({ context: db }) => {
  await db.query(`alter table bank_accounts add column is_collector boolean not null default false`);
  await db.query(`alter table bank_transactions
    add column in_report boolean not null default false,
    -- Before the collector's commission; null where the file has one amount only.
    add column gross_minor bigint`);
  await db.query(`update bank_accounts set is_collector = true where exists (
    select from bank_statements where account_id = bank_accounts.id and format in ('simplepay-report', 'stripe-balance', 'stripe-transactions'))`);
  await db.query(`update bank_transactions set in_report = true where settled_minor = 0
    and account_id in (select id from bank_accounts where is_collector)`);
  await db.query(`create index on bank_transactions (business_id) where in_report`);
};
