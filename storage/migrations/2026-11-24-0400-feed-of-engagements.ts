import type { Migration } from '../migrate.ts';

/** An attached business brings all its rows into the accountant's feed; an ended engagement leaves a single tombstone (contract §4). */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create table departures (
      accountant_id uuid not null references accountants on delete cascade,
      business_id uuid not null,
      departed_at timestamptz not null default clock_timestamp(),
      xid xid8 not null default pg_current_xact_id(),
      seq bigint not null default nextval('change_order'),
      primary key (accountant_id, business_id))`);
  await db.query(`create index on departures (accountant_id, xid, seq)`);
  await db.query(`
    create function note_engagement() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        delete from departures where accountant_id = new.accountant_id and business_id = new.business_id;
        update changes set xid = pg_current_xact_id(), seq = nextval('change_order') where business_id = new.business_id;
      elsif new.ended_at is not null and old.ended_at is null then
        insert into departures (accountant_id, business_id) values (new.accountant_id, new.business_id)
        on conflict (accountant_id, business_id) do update
          set departed_at = excluded.departed_at, xid = excluded.xid, seq = excluded.seq;
      end if;
      return null;
    end $$`);
  await db.query(
    `create trigger note_engagement after insert or update of ended_at on engagements for each row execute function note_engagement()`,
  );
};
