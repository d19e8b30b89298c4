import { documentKinds, invoiceKinds, paymentMethods } from '#services/domain/reading.ts';
import type { Migration } from '../migrate.ts';

const oneOf = (column: string, words: readonly string[]): string => `check (${column} in (${words.map((word) => `'${word}'`).join(', ')}))`;

/** Businesses, what comes in, what is read from it, and the register; every row of a business carries its id. */
export const up: Migration = async ({ context: db }) => {
  await db.query(`create extension if not exists pg_trgm`);
  await db.query(`create extension if not exists unaccent`);

  await db.query(`
    create table businesses (
      id uuid primary key,
      name text not null check (name <> ''),
      tax_number text not null,
      base_number char(8) not null check (base_number ~ '^[0-9]{8}$'),
      eu_vat_number text,
      seat text,
      receipts_in_body boolean not null default false,
      created_at timestamptz not null default now(),
      ended_at timestamptz)`);
  await db.query(`create unique index businesses_base_number on businesses (base_number) where ended_at is null`);

  await db.query(`
    create table mail_addresses (
      local_part text primary key check (local_part = lower(local_part)),
      business_id uuid not null references businesses on delete cascade,
      created_at timestamptz not null default now(),
      retired_at timestamptz)`);
  await db.query(`create unique index mail_addresses_current on mail_addresses (business_id) where retired_at is null`);

  await db.query(`
    create table partners (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      base_number char(8),
      eu_vat_number text,
      name text,
      address text,
      identifier text,
      accounts text[] not null default '{}',
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now())`);
  await db.query(`create unique index on partners (business_id, base_number) where base_number is not null`);
  await db.query(`create unique index on partners (business_id, eu_vat_number) where eu_vat_number is not null and base_number is null`);
  await db.query(`create index on partners (business_id, lower(name))`);

  await db.query(`
    create table intakes (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      door text not null,
      received_at timestamptz not null default now(),
      sender text,
      recipient text,
      reference text,
      subject text,
      sent_at timestamptz,
      fate text not null default 'received' check (fate in ('received', 'kept', 'review', 'discarded', 'failed')),
      because text,
      deliveries integer not null default 1 check (deliveries > 0),
      raw_sha256 char(64),
      raw_size bigint,
      -- The raw bytes of a delivery without a document leave; that it came stays (promise 2).
      raw_kept boolean not null default true,
      raw_keep_until timestamptz,
      content_key text,
      authentication jsonb,
      uploaded_by uuid)`);
  await db.query(
    `create unique index intakes_once on intakes (business_id, door, coalesce(reference, ''), content_key) where content_key is not null`,
  );
  await db.query(`create index on intakes (business_id, received_at desc, id desc)`);

  await db.query(`
    create table documents (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      intake_id uuid not null references intakes on delete cascade,
      sha256 char(64) not null,
      name text not null,
      media_type text not null,
      size bigint not null check (size >= 0),
      state text not null ${oneOf('state', ['stored', 'waiting-scan', 'quarantined', 'classified', 'recognised', 'needs-review', 'ready', 'taken-over', 'failed', 'discarded', 'deleted'])},
      because text,
      kind text ${oneOf('kind', documentKinds)},
      kind_confidence real,
      -- What the uploader said it is: a statement, never changed by the machine (H-052).
      stated_kind text ${oneOf('stated_kind', documentKinds)},
      language text,
      text_from text,
      page_count integer,
      reader_version text,
      reading jsonb,
      received_at timestamptz not null default now(),
      changed_at timestamptz not null default now())`);
  await db.query(`create unique index documents_once on documents (business_id, sha256) where state <> 'deleted'`);
  await db.query(`create index on documents (business_id, received_at desc, id desc)`);
  await db.query(
    `create index on documents (business_id, state) where state in ('needs-review', 'failed', 'quarantined', 'waiting-scan', 'stored')`,
  );
  await db.query(`create index on documents (intake_id)`);

  await db.query(`
    create table intake_parts (
      intake_id uuid not null references intakes on delete cascade,
      path text not null,
      business_id uuid not null references businesses on delete cascade,
      position integer not null,
      name text,
      media_type text,
      size bigint not null,
      sha256 char(64),
      inline boolean not null default false,
      fate text not null check (fate in ('document', 'linked', 'known', 'review', 'ignored', 'unpacked', 'refused')),
      because text,
      document_id uuid references documents on delete set null,
      primary key (intake_id, path))`);
  await db.query(`create index on intake_parts (document_id)`);

  await db.query(`
    create table document_pages (
      document_id uuid not null references documents on delete cascade,
      number integer not null check (number > 0),
      business_id uuid not null references businesses on delete cascade,
      width real not null,
      height real not null,
      text_from text not null,
      text text not null,
      words jsonb not null,
      primary key (document_id, number))`);

  await db.query(`
    create table document_events (
      id bigint generated always as identity primary key,
      document_id uuid not null references documents on delete cascade,
      business_id uuid not null references businesses on delete cascade,
      at timestamptz not null default clock_timestamp(),
      step text not null,
      state text,
      because text,
      actor text not null default 'hub')`);
  await db.query(`create index on document_events (document_id, id)`);

  await db.query(`
    create table invoices (
      id uuid primary key,
      business_id uuid not null references businesses on delete cascade,
      direction text not null check (direction in ('receivable', 'payable')),
      family text not null check (family in ('invoice', 'receipt', 'pro-forma')),
      identity text,
      partner_id uuid references partners,
      state text not null check (state in ('needs-review', 'ready', 'taken-over', 'discarded')),
      because text,
      number text,
      kind text not null ${oneOf('kind', invoiceKinds)},
      supplier_name text, supplier_tax_number text, supplier_eu_vat_number text, supplier_address text, supplier_account text,
      customer_name text, customer_tax_number text, customer_eu_vat_number text, customer_address text, customer_account text,
      issued_on date, supplied_on date, due_on date,
      payment_method text ${oneOf('payment_method', paymentMethods)},
      currency char(3),
      net_minor bigint, vat_minor bigint, gross_minor bigint, payable_minor bigint,
      exchange_rate text,
      net_huf_minor bigint, vat_huf_minor bigint, gross_huf_minor bigint,
      original_number text, order_number text,
      vat_lines jsonb not null default '[]', lines jsonb not null default '[]',
      settled_minor bigint not null default 0,
      possible_duplicate boolean not null default false,
      provenance jsonb not null default '{}',
      version integer not null default 1,
      created_at timestamptz not null default now(),
      changed_at timestamptz not null default now(),
      -- Never more settled than owed, never with the other sign.
      check (settled_minor between least(coalesce(payable_minor, gross_minor, 0), 0) and greatest(coalesce(payable_minor, gross_minor, 0), 0)))`);
  await db.query(`create unique index invoices_identity on invoices (business_id, direction, family, identity) where identity is not null`);
  await db.query(`create index on invoices (business_id, created_at desc, id desc)`);
  await db.query(`create index on invoices (business_id, direction, issued_on desc, id)`);
  await db.query(`create index on invoices (business_id, partner_id)`);
  await db.query(`create index on invoices (business_id, due_on) where settled_minor <> coalesce(payable_minor, gross_minor)`);
  await db.query(`create index on invoices (business_id, state) where state = 'needs-review'`);

  await db.query(`
    create table invoice_sources (
      id uuid primary key,
      invoice_id uuid not null references invoices on delete cascade,
      business_id uuid not null references businesses on delete cascade,
      source text not null check (source in ('person', 'nav', 'xml', 'pushed', 'embedded', 'ocr')),
      -- One per place it comes from: a document and its pages, a push, a person.
      origin text not null,
      document_id uuid references documents on delete cascade,
      page_from integer, page_to integer,
      reading jsonb not null,
      evidence jsonb not null default '{}',
      reader_version text,
      given_by uuid,
      given_at timestamptz not null default clock_timestamp(),
      unique (business_id, origin))`);
  await db.query(`create index on invoice_sources (invoice_id)`);
  await db.query(`create index on invoice_sources (document_id)`);

  await db.query(`
    create table jobs (
      id uuid primary key,
      name text not null,
      business_id uuid,
      payload jsonb not null,
      created_at timestamptz not null default now(),
      enqueued_at timestamptz,
      failed_at timestamptz,
      failure text)`);
  await db.query(`create index on jobs (created_at) where enqueued_at is null and failed_at is null`);

  await db.query(`
    create table idempotency_keys (
      caller text not null,
      route text not null,
      key text not null,
      request_sha256 char(64) not null,
      status integer,
      answer jsonb,
      created_at timestamptz not null default now(),
      primary key (caller, route, key))`);
  await db.query(`create index on idempotency_keys (created_at)`);

  // The change feed: one row per thing, moved to the end at each change. A reader sees only rows whose transaction
  // is older than every one still running (xmin), so nothing that commits late is ever skipped (H-175).
  await db.query(`create sequence change_order`);
  await db.query(`
    create table changes (
      type text not null,
      id uuid not null,
      business_id uuid not null,
      deleted boolean not null,
      changed_at timestamptz not null,
      xid xid8 not null,
      seq bigint not null,
      primary key (type, id))`);
  await db.query(`create index on changes (xid, seq)`);
  await db.query(`create index on changes (business_id, xid, seq)`);
  await db.query(`
    create function note_change() returns trigger language plpgsql as $$
    declare
      touched record;
      gone boolean;
      business uuid;
    begin
      if tg_op = 'DELETE' then touched := old; gone := true; else touched := new; gone := coalesce(to_jsonb(new) ->> 'state', '') = 'deleted'; end if;
      business := case when tg_argv[0] = 'business' then touched.id else (to_jsonb(touched) ->> 'business_id')::uuid end;
      insert into changes (type, id, business_id, deleted, changed_at, xid, seq)
      values (tg_argv[0], touched.id, business, gone, clock_timestamp(), pg_current_xact_id(), nextval('change_order'))
      on conflict (type, id) do update
        set deleted = excluded.deleted, changed_at = excluded.changed_at, xid = excluded.xid, seq = excluded.seq;
      perform pg_notify('changes', json_build_object('type', tg_argv[0], 'id', touched.id, 'businessId', business)::text);
      return null;
    end $$`);
  for (const [table, type] of [
    ['businesses', 'business'],
    ['documents', 'document'],
    ['invoices', 'invoice'],
    ['intakes', 'intake'],
    ['partners', 'partner'],
  ])
    await db.query(
      `create trigger note_change after insert or update or delete on ${table} for each row execute function note_change('${type}')`,
    );
};
