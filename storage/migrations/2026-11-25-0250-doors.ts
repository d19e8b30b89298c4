import type { Migration } from '../migrate.ts';

/** Servers from which a business has us fetch files, and what is known of each door's rhythm. */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create table pulls (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      protocol text not null check (protocol in ('sftp', 'ftps')),
      host text not null check (host <> ''),
      port integer not null check (port between 1 and 65535),
      username text not null,
      password_sealed text not null,
      folder text not null,
      after_taking text not null check (after_taking in ('move', 'delete')),
      -- The server is known by this; a person accepted it once, any other is refused.
      host_key text,
      offered_key text,
      -- Started by the customer only, after reading what the service is (H-119).
      accepted_version text not null,
      accepted_by uuid,
      accepted_at timestamptz not null default now(),
      next_at timestamptz not null default now(),
      last_ok_at timestamptz,
      trouble text,
      trouble_since timestamptz,
      alarmed_at timestamptz,
      created_at timestamptz not null default now())`);
  await db.query(`create index on pulls (business_id)`);
  await db.query(`create index on pulls (next_at)`);
  await db.query(`
    create table door_watches (
      business_id uuid not null references businesses on delete cascade,
      door text not null,
      -- Days between two deliveries as a person set it; null: learnt from what came. 0: not watched.
      rhythm_days integer check (rhythm_days between 0 and 366),
      silent_since timestamptz,
      primary key (business_id, door))`);
  await db.query(`create index on intakes (business_id, door, received_at desc)`);
};
