import type { Migration } from '../migrate.ts';

/**
 * Bank accounts, statements and lines, and the settlements that give their money to open items.
 * What is settled on either side is kept by a trigger and bounded by a check of each table,
 * so that no program error and no race can give more than there is.
 */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create table bank_accounts (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      account text not null check (account <> ''),
      created_at timestamptz not null default now(),
      unique (business_id, account))`);

  await db.query(`
    create table bank_statements (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      account_id uuid not null references bank_accounts on delete cascade,
      document_id uuid references documents on delete cascade,
      format text not null,
      currency text,
      from_day date, to_day date,
      opening_minor bigint, closing_minor bigint,
      balances boolean,
      line_count integer not null,
      new_count integer not null,
      imported_by uuid,
      imported_at timestamptz not null default clock_timestamp())`);
  await db.query(`create index on bank_statements (business_id, imported_at desc, id desc)`);
  await db.query(`create index on bank_statements (account_id)`);
  await db.query(`create index on bank_statements (document_id)`);

  await db.query(`
    create table bank_transactions (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      account_id uuid not null references bank_accounts on delete cascade,
      -- The statement that brought the line first; it lives as long as that file (B-034).
      statement_id uuid not null references bank_statements on delete cascade,
      -- Hash of the line's likeness and its running number among equals (promise 3).
      key_sha256 char(64) not null,
      booked_on date not null, value_on date,
      amount_minor bigint not null,
      currency text not null,
      counterparty_name text, counterparty_account text, memo text,
      bank_reference text, end_to_end_id text, type text,
      balance_minor bigint,
      raw jsonb not null,
      settled_minor bigint not null default 0,
      unique (business_id, account_id, key_sha256),
      constraint bank_transactions_not_over check (settled_minor between least(amount_minor, 0) and greatest(amount_minor, 0)))`);
  await db.query(`create index on bank_transactions (business_id, booked_on desc, id desc)`);
  await db.query(`create index on bank_transactions (statement_id)`);

  await db.query(`
    create table settlements (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      source text not null check (source in ('transaction', 'pushed', 'entered', 'set-off')),
      -- Lines leave by age, their settlements stay (B-033).
      transaction_id uuid references bank_transactions on delete set null,
      rule text not null,
      confidence real,
      evidence jsonb not null default '[]',
      -- Null: the matcher.
      settled_by uuid,
      created_at timestamptz not null default clock_timestamp())`);
  await db.query(`create index on settlements (business_id, created_at desc, id desc)`);
  await db.query(`create index on settlements (transaction_id)`);

  await db.query(`
    create table allocations (
      settlement_id uuid not null references settlements on delete cascade,
      invoice_id uuid not null references invoices on delete cascade,
      business_id uuid not null references businesses on delete cascade,
      -- The settlement's, kept here too: when an undo deletes the settlement, the trigger must still know the line.
      transaction_id uuid references bank_transactions on delete set null,
      -- In the item's currency, negative on credit notes.
      amount_minor bigint not null check (amount_minor <> 0),
      -- What it takes of the line, in the line's currency and with the sign of what flows; zero without a line.
      taken_minor bigint not null,
      primary key (settlement_id, invoice_id))`);
  await db.query(`create index on allocations (invoice_id)`);
  await db.query(`create index on allocations (transaction_id)`);

  await db.query(`
    create table refused_pairs (
      business_id uuid not null references businesses on delete cascade,
      transaction_id uuid not null references bank_transactions on delete cascade,
      invoice_id uuid not null references invoices on delete cascade,
      refused_by uuid,
      refused_at timestamptz not null default clock_timestamp(),
      primary key (transaction_id, invoice_id))`);
  await db.query(`create index on refused_pairs (business_id)`);

  // Summed per statement, so that a credit note beside its invoice may take less than the invoice alone.
  await db.query(`
    create function add_allocations() returns trigger language plpgsql as $$
    begin
      update invoices set settled_minor = settled_minor + sums.amount, changed_at = clock_timestamp()
        from (select invoice_id, sum(amount_minor) as amount from touched group by 1) sums where id = sums.invoice_id;
      update bank_transactions set settled_minor = settled_minor + sums.taken
        from (select transaction_id, sum(taken_minor) as taken from touched group by 1) sums
        where id = sums.transaction_id;
      return null;
    end $$`);
  await db.query(`
    create function drop_allocations() returns trigger language plpgsql as $$
    begin
      update invoices set settled_minor = settled_minor - sums.amount, changed_at = clock_timestamp()
        from (select invoice_id, sum(amount_minor) as amount from touched group by 1) sums where id = sums.invoice_id;
      update bank_transactions set settled_minor = settled_minor - sums.taken
        from (select transaction_id, sum(taken_minor) as taken from touched group by 1) sums
        where id = sums.transaction_id;
      return null;
    end $$`);
  await db.query(`create trigger add_allocations after insert on allocations
    referencing new table as touched for each statement execute function add_allocations()`);
  await db.query(`create trigger drop_allocations after delete on allocations
    referencing old table as touched for each statement execute function drop_allocations()`);
  await db.query(`
    create function refuse_update() returns trigger language plpgsql as $$
    begin raise exception 'an allocation is never changed: undo it and settle again'; end $$`);
  await db.query(
    `create trigger refuse_update before update of settlement_id, invoice_id, amount_minor, taken_minor on allocations for each row execute function refuse_update()`,
  );

  for (const [table, type] of [
    ['bank_transactions', 'transaction'],
    ['settlements', 'settlement'],
  ])
    await db.query(
      `create trigger note_change after insert or update or delete on ${table} for each row execute function note_change('${type}')`,
    );
};
