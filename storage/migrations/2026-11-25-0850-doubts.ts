import type { Migration } from '../migrate.ts';

/** Which fields of a waiting item are doubtful and why, so that lists can say so without what was read from its files. */
export const up: Migration = async ({ context: db }) => {
  await db.query('alter table invoices add column doubts jsonb');
};
