import type { Migration } from '../migrate.ts';

/** How often somebody asked within a minute, counted for all processes together; losing it in a crash costs nothing. */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create unlogged table rates (
      key text not null,
      minute timestamptz not null,
      count integer not null,
      primary key (key, minute))`);
  // What happened to one document or person is looked up by its id (LG-026).
  await db.query(`create index audit_subject on audit (chain_id, subject_id, number) where subject_id is not null`);
};
