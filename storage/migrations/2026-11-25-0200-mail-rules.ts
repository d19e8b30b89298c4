import type { Migration } from '../migrate.ts';

/** What a business says of the mails it gets: senders to take or to leave (H-068), passwords of its suppliers' files (H-071). */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create table sender_rules (
      business_id uuid not null references businesses on delete cascade,
      -- An address, or a domain with everything below it.
      pattern text not null check (pattern = lower(pattern) and pattern <> ''),
      list text not null check (list in ('allow', 'block')),
      created_by uuid,
      created_at timestamptz not null default now(),
      primary key (business_id, pattern))`);
  await db.query(`
    create table file_passwords (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      note text not null,
      sealed text not null,
      created_by uuid,
      created_at timestamptz not null default now())`);
  await db.query(`create index on file_passwords (business_id)`);
  // Whether the same bytes came before.
  await db.query(`create index on intakes (business_id, raw_sha256)`);
  await db.query(`create index on intakes (raw_keep_until) where raw_kept and raw_keep_until is not null`);
};
