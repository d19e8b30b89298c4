import type { Migration } from '../migrate.ts';

/** What the register knows beyond an invoice's own fields: its place in a batch, a supplier's strange account, what an import did. */
export const up: Migration = async ({ context: db }) => {
  // One modification may change several invoices under one number (NAV's batchIndex); zero: no batch.
  await db.query(`alter table invoice_sources add column batch_index integer not null default 0 check (batch_index >= 0)`);
  // The accounts that were known when the invoice named another one; null: nothing to ask about.
  await db.query(`alter table invoices add column known_accounts text[]`);
  // A data file's invoices one by one: what became of each (H-091).
  await db.query(`alter table documents add column import_report jsonb`);
};
