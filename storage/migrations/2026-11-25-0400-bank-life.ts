import type { Migration } from '../migrate.ts';

/** Which statements hold a line, what people say of lines, suggestions, what the matcher learnt, and rates. */
export const up: Migration = async ({ context: db }) => {
  await lines(db);
  await settlements(db);
  await matching(db);
  await rates(db);
};

type Database = Parameters<Migration>[0]['context'];

async function lines(db: Database): Promise<void> {
  await db.query(`alter table bank_statements
    add column origin text not null default 'uploaded' check (origin in ('uploaded', 'fetched'))`);
  // A line lives as long as any statement that holds it, not only the first (B-034).
  await db.query(`
    create table statement_lines (
      statement_id uuid not null references bank_statements on delete cascade,
      transaction_id uuid not null references bank_transactions on delete cascade,
      primary key (statement_id, transaction_id))`);
  await db.query(`create index on statement_lines (transaction_id)`);
  await db.query(`insert into statement_lines (statement_id, transaction_id) select statement_id, id from bank_transactions`);
  await db.query(`alter table bank_transactions drop constraint bank_transactions_statement_id_fkey`);
  await db.query(`alter table bank_transactions alter column statement_id drop not null`);
  await db.query(`alter table bank_transactions
    add foreign key (statement_id) references bank_statements on delete set null,
    add column is_private boolean not null default false,
    add column nothing_fits boolean not null default false,
    add constraint bank_transactions_private_unsettled check (not is_private or settled_minor = 0)`);
  await db.query(`
    create function drop_orphan_lines() returns trigger language plpgsql as $$
    begin
      delete from bank_transactions using (select distinct transaction_id from gone) left_alone
        where id = left_alone.transaction_id and not exists (select from statement_lines where transaction_id = id);
      return null;
    end $$`);
  await db.query(`create trigger drop_orphan_lines after delete on statement_lines
    referencing old table as gone for each statement execute function drop_orphan_lines()`);
  await db.query(`
    create table column_mappings (
      account_id uuid primary key references bank_accounts on delete cascade,
      business_id uuid not null references businesses on delete cascade,
      mapping jsonb not null,
      set_by uuid,
      set_at timestamptz not null default clock_timestamp())`);
  await db.query(`create index on column_mappings (business_id)`);
}

async function settlements(db: Database): Promise<void> {
  await db.query(`alter table settlements
    add column paid_on date,
    add column method text check (method in ('cash', 'card', 'transfer', 'other')),
    add column note text,
    add column difference text check (difference in ('rounding', 'fee')),
    -- The sender's own id of a pushed payment (banktranzid): the same once more is no second settlement.
    add column reference text,
    -- Set without a person's word; undoing it is a person's.
    add column by_machine boolean not null default false,
    -- Rows of match_memory that this confirmation counted; undoing it takes them back.
    add column taught jsonb not null default '[]'`);
  await db.query(`create unique index on settlements (business_id, reference) where reference is not null`);
  await db.query(`create index on bank_transactions (business_id) where settled_minor <> amount_minor and not is_private`);
  await db.query(`update settlements set paid_on = line.booked_on from bank_transactions line where line.id = settlements.transaction_id`);
}

async function matching(db: Database): Promise<void> {
  await db.query(`alter table refused_pairs add column id uuid not null unique default gen_random_uuid()`);
  await db.query(`
    create table match_suggestions (
      transaction_id uuid primary key references bank_transactions on delete cascade,
      business_id uuid not null references businesses on delete cascade,
      -- Of the first candidate.
      rule text not null,
      confidence real not null,
      -- As the matcher gave them; amounts are minor units, as text.
      candidates jsonb not null)`);
  await db.query(`create index on match_suggestions (business_id, rule)`);
  await db.query(`
    create table match_memory (
      id uuid primary key default gen_random_uuid(),
      business_id uuid not null references businesses on delete cascade,
      partner_id uuid not null references partners on delete cascade,
      kind text not null check (kind in ('account', 'name', 'reference', 'fee')),
      value text not null,
      currency text,
      times integer not null check (times > 0),
      last_at timestamptz not null default clock_timestamp())`);
  await db.query(`create unique index on match_memory (business_id, partner_id, kind, value, coalesce(currency, ''))`);
  await db.query(`
    create table match_runs (
      business_id uuid primary key references businesses on delete cascade,
      -- The last run that ended, and what it did.
      ran_at timestamptz not null,
      settled integer not null,
      suggested integer not null,
      unmatched integer not null)`);
  // One wish a business, however much changes: its job is there exactly while the row is, and begins by taking it.
  await db.query(`
    create table match_wishes (
      business_id uuid primary key references businesses on delete cascade,
      wanted_at timestamptz not null default clock_timestamp())`);
  await db.query(`
    create function wish_match(business uuid) returns void language plpgsql as $$
    declare is_new boolean;
    begin
      -- The update locks the row: a run that takes the wish waits for this change and then sees it.
      insert into match_wishes (business_id) values (business)
        on conflict (business_id) do update set wanted_at = clock_timestamp() returning (xmax = 0) into is_new;
      if is_new then
        insert into jobs (id, name, business_id, payload)
          values (gen_random_uuid(), 'match', business, jsonb_build_object('businessId', business));
      end if;
    end $$`);
  await db.query(`
    create function wish_match_for_item() returns trigger language plpgsql as $$
    begin
      if exists (select from bank_accounts where business_id = new.business_id) then perform wish_match(new.business_id); end if;
      return null;
    end $$`);
  // At the commit, so that the wish is the last lock a transaction takes.
  await db.query(`create constraint trigger wish_match after insert on invoices deferrable initially deferred
    for each row execute function wish_match_for_item()`);
  const facts = 'direction, family, partner_id, state, number, kind, issued_on, due_on, currency, gross_minor, payable_minor, order_number';
  const old = facts.replace(/\w+/g, (name) => `old.${name}`);
  await db.query(`create constraint trigger wish_match_again after update on invoices deferrable initially deferred
    for each row when ((${old}) is distinct from (${old.replaceAll('old.', 'new.')})) execute function wish_match_for_item()`);
  await db.query(`
    create function is_cancelled(item invoices) returns boolean language sql stable as $$
      select item.kind = 'cancelling' or exists (
        select from invoices other where other.business_id = item.business_id and other.kind = 'cancelling' and other.direction = item.direction
          and other.original_number = item.number and other.partner_id is not distinct from item.partner_id and other.state <> 'discarded')
    $$`);
  await db.query(`create index on invoices (business_id, original_number) where kind = 'cancelling'`);
  await db.query(`create trigger note_open_item after insert or update or delete on invoices
    for each row execute function note_change('open-item')`);
}

async function rates(db: Database): Promise<void> {
  await db.query(`
    create table exchange_rates (
      currency char(3) not null,
      published_on date not null,
      -- As published: this many HUF for this many units.
      units integer not null check (units > 0),
      huf numeric(18, 6) not null check (huf > 0),
      primary key (currency, published_on))`);
}
