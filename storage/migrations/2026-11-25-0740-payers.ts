import type { Migration } from '../migrate.ts';

/** The other lines of one counterparty are looked up while an accountant waits. */
export const up: Migration = async ({ context: db }) => {
  await db.query(`create index on bank_transactions (business_id, counterparty_account)`);
  await db.query(`create index on bank_transactions (business_id, counterparty_name) where counterparty_account is null`);
};
