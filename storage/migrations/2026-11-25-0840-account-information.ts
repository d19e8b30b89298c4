import type { Migration } from '../migrate.ts';

/**
 * What is known of connections to banks: consents with their keys, the accounts under them, balances, and when each was asked for.
 * A side of its own (docs/adr/0090): no table of the matching side refers to it, and of what a bank tells only five fields leave it.
 */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create table ais_consents (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      -- The id of the bank's profile.
      bank text not null,
      state text not null check (state in ('started', 'redirected', 'authorised', 'valid', 'expiring', 'expired', 'rejected',
        'revoked_by_user', 'revoked_at_bank', 'failed')),
      because text,
      accounts text[] not null,
      asked_by uuid,
      -- The one-use state of the way back, and the session of the browser that went (B-016).
      state_hash text unique,
      session_id uuid,
      state_until timestamptz,
      -- Sealed with a data key of this consent alone; null once nothing opens with them any more.
      keys_sealed text,
      valid_until date not null,
      authorised_at timestamptz,
      reminded text check (reminded in ('early', 'last-day')),
      -- Since when the consent is to be deleted at the bank (B-042).
      ending_since timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      changed_at timestamptz not null default clock_timestamp())`);
  await db.query(`create index on ais_consents (business_id, created_at desc)`);
  await db.query(`create index on ais_consents (session_id) where state = 'redirected'`);
  // A consent's key leaves with it, whoever removes it.
  await db.query(`
    create function drop_consent_key() returns trigger language plpgsql as $$
    begin delete from data_keys where owner_id = old.id; return old; end $$`);
  await db.query(`create trigger drop_consent_key after delete on ais_consents for each row execute function drop_consent_key()`);

  await db.query(`
    create table ais_accounts (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      consent_id uuid not null references ais_consents on delete cascade,
      account text not null,
      -- Null: an account of several currencies.
      currency text,
      resource_id text not null,
      -- Of the last whole fetch: its youngest booking day (B-015), and when it was.
      last_booked_on date,
      fetched_at timestamptz,
      -- When the hub asks next by itself; null: not at all.
      next_at timestamptz,
      trouble text,
      -- Failures since the last whole fetch: each doubles the wait (B-027).
      failures integer not null default 0,
      unique nulls not distinct (business_id, account, currency))`);
  await db.query(`create index on ais_accounts (consent_id)`);
  await db.query(`create index on ais_accounts (next_at)`);

  await db.query(`
    create table ais_balances (
      account_id uuid not null references ais_accounts on delete cascade,
      business_id uuid not null references businesses on delete cascade,
      kind text not null,
      currency text not null,
      amount_minor bigint not null,
      -- The bank's own time of it.
      at timestamptz,
      fetched_at timestamptz not null,
      primary key (account_id, kind, currency))`);
  await db.query(`create index on ais_balances (business_id)`);

  await db.query(`
    create table ais_fetches (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      account_id uuid not null references ais_accounts on delete cascade,
      consent_id uuid not null references ais_consents on delete cascade,
      is_attended boolean not null,
      -- Before the call leaves: the sliding window counts these (B-021).
      at timestamptz not null)`);
  await db.query(`create index on ais_fetches (account_id, consent_id, at)`);
  await db.query(`create index on ais_fetches (consent_id)`);
  await db.query(`create index on ais_fetches (business_id)`);

  // The same line told by a file and by the bank has a key in the words of each (B-065).
  await db.query(`
    create table bank_transaction_keys (
      account_id uuid not null references bank_accounts on delete cascade,
      key_sha256 char(64) not null,
      business_id uuid not null references businesses on delete cascade,
      transaction_id uuid not null references bank_transactions on delete cascade,
      primary key (account_id, key_sha256))`);
  await db.query(`create index on bank_transaction_keys (transaction_id)`);
  await db.query(`create index on bank_transaction_keys (business_id)`);
};
