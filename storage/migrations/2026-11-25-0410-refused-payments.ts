import type { Migration } from '../migrate.ts';

/** Payments of a program's list that a person took back: the same list, sent again, does not bring them back (promise 6). */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create table refused_payments (
      business_id uuid not null references businesses on delete cascade,
      reference text not null,
      refused_by uuid,
      refused_at timestamptz not null default clock_timestamp(),
      primary key (business_id, reference))`);
};
