import type { Migration } from '../migrate.ts';

/** Set in the transaction of the effect itself: a request whose answer was lost with its process is not carried out again. */
export const up: Migration = async ({ context: db }) => {
  await db.query(`alter table idempotency_keys add column done_at timestamptz`);
};
