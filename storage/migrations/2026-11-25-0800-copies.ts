import type { Migration } from '../migrate.ts';

/** Plain FTP once a person accepted what it means, and copies of the documents to a business's own server (H-119, H-120). */
export const up: Migration = async ({ context: db }) => {
  await db.query(`alter table pulls drop constraint pulls_protocol_check`);
  await db.query(`alter table pulls add check (protocol in ('sftp', 'ftps', 'ftp'))`);
  // Which warning was accepted; nobody is let to plain FTP without.
  await db.query(`alter table pulls add column plain_accepted text, add check (protocol <> 'ftp' or plain_accepted is not null)`);
  await db.query(`
    create table outlets (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      protocol text not null check (protocol in ('sftp', 'ftps', 'ftp')),
      host text not null check (host <> ''),
      port integer not null check (port between 1 and 65535),
      username text not null,
      password_sealed text not null,
      folder text not null,
      -- Of the names of the folders.
      language text not null check (language in ('hu', 'en')),
      -- Documents that came before are not sent; null: the past too.
      since timestamptz,
      host_key text,
      offered_key text,
      accepted_version text not null,
      plain_accepted text,
      accepted_by uuid,
      accepted_at timestamptz not null default now(),
      -- How far in the change feed it has been seen which documents there are.
      cursor text,
      next_at timestamptz not null default now(),
      failures integer not null default 0,
      last_ok_at timestamptz,
      trouble text,
      trouble_since timestamptz,
      alarmed_at timestamptz,
      created_at timestamptz not null default now(),
      check (protocol <> 'ftp' or plain_accepted is not null))`);
  await db.query(`create index on outlets (business_id)`);
  await db.query(`create index on outlets (next_at)`);
  await db.query(`
    create table copies (
      outlet_id uuid not null references outlets on delete cascade,
      document_id uuid not null references documents on delete cascade,
      business_id uuid not null references businesses on delete cascade,
      number bigint generated always as identity,
      -- Written down before the server is asked, so that after a kill it is known what may be there.
      path text,
      temporary text,
      because text,
      done_at timestamptz,
      primary key (outlet_id, document_id))`);
  await db.query(`create index on copies (outlet_id, number) where done_at is null`);
  await db.query(`create index on copies (document_id)`);
};
