import type { Migration } from '../migrate.ts';

/** What a bank line marked private closes (B-037): its files, with every container they came in, and its notices. */
export const up: Migration = async ({ context: db }) => {
  // A line belongs to the file that brought it first; a later file of the same account and days shows it too.
  await db.query(`
    create function shows_private_lines(document uuid) returns boolean language sql stable as $$
      with files as (
        select document as id
        union
        select inside.document_id
        from intake_parts container join intake_parts inside on inside.intake_id = container.intake_id
          and (starts_with(inside.path, container.path || '/') or starts_with(inside.path, container.path || '.'))
        where container.document_id = document and inside.document_id is not null)
      select exists (
        select from files join bank_statements file on file.document_id = files.id
          join bank_transactions line on line.business_id = file.business_id and line.is_private
            and (line.statement_id = file.id or line.account_id = file.account_id
              and line.booked_on between coalesce(file.from_day, '-infinity') and coalesce(file.to_day, 'infinity')))
    $$`);
  await db.query(`create index on bank_transactions (business_id, account_id, booked_on) where is_private`);
  // A line that was private before says nothing to others; that it became so is told, as a line that is gone.
  await db.query(`
    create or replace function note_change() returns trigger language plpgsql as $$
    declare
      touched record;
      gone boolean;
      business uuid;
      was_private boolean := false;
    begin
      if tg_op = 'DELETE' then touched := old; gone := true; else touched := new; gone := coalesce(to_jsonb(new) ->> 'state', '') = 'deleted'; end if;
      business := case when tg_argv[0] = 'business' then touched.id else (to_jsonb(touched) ->> 'business_id')::uuid end;
      if tg_argv[0] = 'transaction' and tg_op <> 'INSERT' then was_private := old.is_private and touched.is_private; end if;
      insert into changes (type, id, business_id, deleted, changed_at, xid, seq)
      values (tg_argv[0], touched.id, business, gone, clock_timestamp(), pg_current_xact_id(), nextval('change_order'))
      on conflict (type, id) do update
        set deleted = excluded.deleted, changed_at = excluded.changed_at, xid = excluded.xid, seq = excluded.seq;
      perform pg_notify('changes', json_build_object('type', tg_argv[0], 'id', touched.id, 'businessId', business, 'isPrivate', was_private)::text);
      return null;
    end $$`);
};
