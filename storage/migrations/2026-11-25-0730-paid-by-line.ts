import type { Migration } from '../migrate.ts';

/** The sender's id of the bank's transaction that made a pushed payment: one transaction may pay several invoices, so it is no key. */
export const up: Migration = async ({ context: db }) => {
  await db.query('alter table settlements add column bank_reference text');
  await db.query('create index on settlements (business_id, bank_reference) where bank_reference is not null and transaction_id is null');
};
