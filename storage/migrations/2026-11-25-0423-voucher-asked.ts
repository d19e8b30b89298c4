import type { Migration } from '../migrate.ts';

/** When somebody asked the client for the voucher of a bank line; once, for ever. */
export const up: Migration = async ({ context: db }) => {
  await db.query(`alter table bank_transactions add column voucher_asked_at timestamptz, add column voucher_asked_by uuid`);
};
