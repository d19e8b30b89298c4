import type { Migration } from '../migrate.ts';

/** What a person entered beside a photographed voucher (H-074): it outranks what is recognised. */
export const up: Migration = async ({ context: db }) => {
  await db.query('alter table documents add column entered jsonb');
};
