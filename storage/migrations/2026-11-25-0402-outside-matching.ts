import type { Migration } from '../migrate.ts';

/** Who accepted that an outside service matches a business's history (H-103, H-104). What was given and withdrawn stays to be seen. */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create table matching_consents (
      id uuid primary key default gen_random_uuid(),
      business_id uuid not null references businesses on delete cascade,
      side text not null check (side in ('business', 'accountant')),
      -- The accountant's counts for this engagement only: the next accountant is asked anew.
      engagement_id uuid references engagements on delete cascade,
      given_by uuid,
      given_at timestamptz not null default clock_timestamp(),
      withdrawn_at timestamptz,
      check ((side = 'accountant') = (engagement_id is not null)))`);
  await db.query(
    `create unique index on matching_consents (business_id, side, coalesce(engagement_id, business_id)) where withdrawn_at is null`,
  );
};
