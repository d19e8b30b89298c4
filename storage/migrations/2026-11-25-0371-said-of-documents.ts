import type { Migration } from '../migrate.ts';

/** What a person said of a file as a whole: its kind, and the pages of each voucher in it. It outranks every reading. */
export const up: Migration = async ({ context: db }) => {
  await db.query('alter table documents add column said jsonb');
};
