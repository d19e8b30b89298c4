import { firmRoles, givenBusinessRoles } from '#services/domain/permissions.ts';
import { firstDeclaration, firstTerms } from '../first-terms.ts';
import type { Migration } from '../migrate.ts';

const oneOf = (column: string, words: readonly string[]): string => `check (${column} in (${words.map((word) => `'${word}'`).join(', ')}))`;

/** People, firms, engagements, ways in, terms, audit, secrets and leaving. */
export const up: Migration = async ({ context: db }) => {
  await people(db);
  await firms(db);
  await waysIn(db);
  await terms(db);
  await audit(db);
  await outgoing(db);
  await leaving(db);
};

type Database = Parameters<Migration>[0]['context'];

async function people(db: Database): Promise<void> {
  await db.query(`
    create table users (
      id uuid primary key,
      email text not null check (email = lower(email)),
      name text,
      language text not null default 'hu' ${oneOf('language', ['hu', 'en'])},
      password_hash text,
      totp_sealed text,
      totp_confirmed_at timestamptz,
      -- The last time step that was used: a code works once.
      totp_step bigint not null default 0,
      created_at timestamptz not null default now())`);
  await db.query(`create unique index users_email on users (email)`);
  await db.query(`
    create table recovery_codes (
      user_id uuid not null references users on delete cascade,
      code_hash text not null,
      used_at timestamptz,
      primary key (user_id, code_hash))`);
  await db.query(`
    create table business_members (
      business_id uuid not null references businesses on delete cascade,
      user_id uuid not null references users on delete cascade,
      role text not null ${oneOf('role', givenBusinessRoles)},
      created_at timestamptz not null default now(),
      primary key (business_id, user_id))`);
  await db.query(`create index on business_members (user_id)`);
}

async function firms(db: Database): Promise<void> {
  await db.query(`
    create table accountants (
      id uuid primary key,
      name text not null check (name <> ''),
      tax_number text not null,
      base_number char(8) not null check (base_number ~ '^[0-9]{8}$'),
      billing_address text not null,
      contact_name text not null,
      email text not null,
      language text not null default 'hu' ${oneOf('language', ['hu', 'en'])},
      state text not null default 'pending' ${oneOf('state', ['pending', 'active', 'ended'])},
      ended_because text,
      terms_version text not null,
      registered_from text,
      created_at timestamptz not null default now(),
      activated_at timestamptz,
      ended_at timestamptz)`);
  // Pending ones may share a tax number: a stranger's unconfirmed registration must not block the firm's own (H-016).
  await db.query(`create unique index accountants_base_number on accountants (base_number) where state = 'active'`);
  await db.query(`create index on accountants (created_at) where state = 'pending'`);
  await db.query(`
    create table firm_members (
      accountant_id uuid not null references accountants on delete cascade,
      user_id uuid not null references users on delete cascade,
      role text not null ${oneOf(
        'role',
        firmRoles.filter((role) => role !== 'program'),
      )},
      created_at timestamptz not null default now(),
      primary key (accountant_id, user_id))`);
  await db.query(`create index on firm_members (user_id)`);
  await db.query(`
    create table firm_member_clients (
      accountant_id uuid not null,
      user_id uuid not null,
      business_id uuid not null references businesses on delete cascade,
      primary key (accountant_id, user_id, business_id),
      foreign key (accountant_id, user_id) references firm_members on delete cascade)`);
  await db.query(`create index on firm_member_clients (business_id)`);
  await db.query(`
    create table engagements (
      id uuid primary key,
      accountant_id uuid not null references accountants,
      business_id uuid not null references businesses on delete cascade,
      began_by text not null ${oneOf('began_by', ['invitation', 'declaration', 'self', 'business'])},
      started_at timestamptz not null default now(),
      ended_at timestamptz)`);
  // A business is a client of exactly one accountant at a time (H-001).
  await db.query(`create unique index engagements_current on engagements (business_id) where ended_at is null`);
  await db.query(`create index on engagements (accountant_id, business_id)`);
  await db.query(`
    create table declarations (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      accountant_id uuid not null references accountants,
      text_version text not null,
      user_id uuid,
      key_id uuid,
      declared_at timestamptz not null default now())`);
  await db.query(`create index on declarations (business_id)`);
  await db.query(`
    create table invitations (
      id uuid primary key,
      accountant_id uuid not null references accountants,
      business_id uuid references businesses on delete cascade,
      email text not null,
      name text,
      base_number char(8),
      tax_number text,
      language text not null default 'hu',
      state text not null default 'sent' ${oneOf('state', ['sent', 'opened', 'accepted', 'expired', 'withdrawn'])},
      because text,
      sent_at timestamptz not null default now(),
      opened_at timestamptz,
      expires_at timestamptz not null,
      closed_at timestamptz)`);
  await db.query(`create index on invitations (accountant_id, sent_at desc, id desc)`);
  await db.query(`create index on invitations (business_id)`);
  await db.query(`
    create table person_invitations (
      id uuid primary key,
      business_id uuid references businesses on delete cascade,
      accountant_id uuid references accountants on delete cascade,
      email text not null,
      role text not null,
      clients uuid[] not null default '{}',
      created_at timestamptz not null default now(),
      check (num_nonnulls(business_id, accountant_id) = 1))`);
  await db.query(`create unique index on person_invitations (coalesce(business_id, accountant_id), email)`);
  await db.query(`
    create table business_settings (
      business_id uuid not null references businesses on delete cascade,
      name text not null,
      valid_from date not null,
      value jsonb not null,
      set_by uuid,
      set_at timestamptz not null default now(),
      primary key (business_id, name, valid_from))`);
}

async function waysIn(db: Database): Promise<void> {
  // Only the hash of what a mail carries; one use each.
  await db.query(`
    create table links (
      token_hash text primary key,
      purpose text not null ${oneOf('purpose', ['activation', 'password', 'invitation', 'joining'])},
      subject_id uuid not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz)`);
  await db.query(`create index on links (subject_id, purpose)`);
  await db.query(`
    create table devices (
      id uuid primary key,
      user_id uuid not null references users on delete cascade,
      token_hash text not null unique,
      name text not null,
      created_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      -- Until then this browser is not asked for the second factor.
      remembered_until timestamptz)`);
  await db.query(`create index on devices (user_id)`);
  await db.query(`
    create table sessions (
      id uuid primary key,
      token_hash text not null unique,
      user_id uuid not null references users on delete cascade,
      device_id uuid references devices on delete set null,
      device_name text not null,
      address text,
      created_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      expires_at timestamptz not null)`);
  await db.query(`create index on sessions (user_id)`);
  await db.query(`
    create table throttles (
      key text primary key,
      failures integer not null,
      last_at timestamptz not null)`);
  await db.query(`
    create table security_keys (
      id uuid primary key,
      accountant_id uuid not null references accountants on delete cascade,
      name text not null,
      key_hash text not null unique,
      hint text not null,
      created_by uuid,
      created_at timestamptz not null default now(),
      last_used_at timestamptz,
      ends_at timestamptz,
      revoked_at timestamptz)`);
  await db.query(`create index on security_keys (accountant_id)`);
  await db.query(`
    create table access_tokens (
      token_hash text primary key,
      key_id uuid not null references security_keys on delete cascade,
      expires_at timestamptz not null)`);
  await db.query(`create index on access_tokens (expires_at)`);
  await db.query(`
    create table business_keys (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      name text not null,
      key_hash text not null unique,
      hint text not null,
      created_by uuid,
      created_at timestamptz not null default now(),
      last_used_at timestamptz,
      paused_at timestamptz,
      ends_at timestamptz,
      revoked_at timestamptz)`);
  await db.query(`create index on business_keys (business_id)`);
  await db.query(`
    create table data_keys (
      id uuid primary key,
      -- The business or the user whose secrets it seals; removing the row makes them unreadable for good.
      owner_id uuid not null unique,
      master_key_id text not null,
      wrapped text not null,
      created_at timestamptz not null default now())`);
}

async function terms(db: Database): Promise<void> {
  await db.query(`
    create table terms (
      version text primary key,
      effective_at timestamptz not null,
      hu text not null,
      en text not null,
      declaration jsonb not null)`);
  await db.query(`
    create table terms_acceptances (
      id uuid primary key,
      user_id uuid references users on delete cascade,
      accountant_id uuid references accountants,
      business_id uuid references businesses on delete cascade,
      version text not null references terms,
      act text not null ${oneOf('act', ['registration', 'invitation', 'joining', 'sign-in', 'order'])},
      address text,
      accepted_at timestamptz not null default now())`);
  await db.query(`create index on terms_acceptances (user_id, version)`);
  await db.query('insert into terms (version, effective_at, hu, en, declaration) values ($1, $2, $3, $4, $5)', {
    bind: [firstTerms.version, firstTerms.effectiveAt, firstTerms.hu, firstTerms.en, JSON.stringify(firstDeclaration)],
  });
}

async function audit(db: Database): Promise<void> {
  await db.query(`
    create table audit_chains (
      id uuid primary key,
      length integer not null default 0,
      head text not null)`);
  await db.query(`
    create table audit (
      chain_id uuid not null,
      number integer not null,
      at timestamptz not null,
      actor_kind text not null ${oneOf('actor_kind', ['user', 'program', 'operator', 'hub', 'nobody'])},
      actor_id text,
      action text not null,
      subject_type text,
      subject_id text,
      facts jsonb not null default '{}',
      previous text not null,
      hash text not null,
      primary key (chain_id, number))`);
  // Append-only. A whole chain goes with its business, and only when the deletion names it in its own transaction.
  await db.query(`
    create function guard_audit() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and old.chain_id::text = current_setting('hub.dropped_chain', true) then return old; end if;
      raise exception 'the audit trail is append-only';
    end $$`);
  await db.query(`create trigger audit_rows before update or delete on audit for each row execute function guard_audit()`);
  await db.query(`create trigger audit_whole before truncate on audit for each statement execute function guard_audit()`);
}

async function outgoing(db: Database): Promise<void> {
  await db.query(`
    create table mails (
      id uuid primary key,
      template text not null,
      language text not null,
      recipient text not null,
      -- What the template is filled with; sealed, because links in it let people in. Gone once the mail has left.
      values_sealed text,
      message_id text not null unique,
      created_at timestamptz not null default now(),
      -- Set before the mail server is spoken to: whoever dies in between leaves a mail that is not sent again.
      handed_at timestamptz,
      sent_at timestamptz,
      dropped_at timestamptz,
      failure text)`);
  await db.query(`create index on mails (sent_at desc)`);
}

async function leaving(db: Database): Promise<void> {
  await db.query(`
    create table separations (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      accountant_id uuid not null references accountants,
      engagement_id uuid not null references engagements on delete cascade,
      state text not null ${oneOf('state', ['wished', 'requested', 'completed', 'withdrawn'])},
      ended_on date,
      note text,
      requested_at timestamptz not null default now(),
      warned_at timestamptz,
      completed_at timestamptz)`);
  await db.query(`create unique index on separations (engagement_id) where state in ('wished', 'requested')`);
  await db.query(`
    create table legal_holds (
      id uuid primary key,
      business_id uuid not null references businesses,
      reason text not null check (reason <> ''),
      set_at timestamptz not null default now(),
      lifted_at timestamptz)`);
  await db.query(`create index on legal_holds (business_id) where lifted_at is null`);
  await db.query(`
    create table exports (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      asked_by text,
      filter jsonb not null,
      documents integer not null,
      bytes bigint not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null)`);
  // No reference to the business: the chore outlives the rows it removes.
  await db.query(`
    create table chores (
      id uuid primary key,
      kind text not null ${oneOf('kind', ['delete-business'])},
      business_id uuid not null,
      asked_by text,
      state text not null default 'waiting' ${oneOf('state', ['waiting', 'running', 'done', 'failed'])},
      progress jsonb not null default '{}',
      failure text,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now())`);
  await db.query(`create unique index on chores (business_id, kind) where state in ('waiting', 'running', 'failed')`);
}
