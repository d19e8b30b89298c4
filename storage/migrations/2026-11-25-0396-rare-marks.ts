import type { Migration } from '../migrate.ts';

/** Few items carry these marks, and lists of them are asked for: without an index of their own the whole business is read through. */
export const up: Migration = async ({ context: db }) => {
  await db.query('create index on invoices (business_id, created_at desc, id desc) where possible_duplicate');
  await db.query('create index on invoices (business_id, created_at desc, id desc) where known_accounts is not null');
};
