import type { Migration } from '../migrate.ts';

/** A large group download is made by a job and kept as an object until its link ends. */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    alter table exports
      add column state text not null default 'ready' check (state in ('preparing', 'ready', 'failed')),
      -- Files that the job has put in so far.
      add column progress integer not null default 0,
      add column sees_private boolean not null default false,
      add column sha256 char(64),
      add column size bigint,
      -- Which documents are in the ZIP, and which only by name; it is handed out while that is still what the asker may have.
      add column fingerprint text,
      add column failure text`);
  await db.query(`create index on exports (expires_at) where sha256 is not null`);
};
