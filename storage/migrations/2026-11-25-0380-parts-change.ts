import type { Migration } from '../migrate.ts';

/** A delivery changes with any of its parts: a password that opened one, a part kept or laid aside, what came out of a container. */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create function note_parts_change() returns trigger language plpgsql as $$
    declare
      touched record;
    begin
      for touched in select distinct intake_id as id, business_id from changed_parts loop
        insert into changes (type, id, business_id, deleted, changed_at, xid, seq)
        values ('intake', touched.id, touched.business_id, false, clock_timestamp(), pg_current_xact_id(), nextval('change_order'))
        on conflict (type, id) do update
          set deleted = excluded.deleted, changed_at = excluded.changed_at, xid = excluded.xid, seq = excluded.seq;
        perform pg_notify('changes', json_build_object('type', 'intake', 'id', touched.id, 'businessId', touched.business_id, 'isPrivate', false)::text);
      end loop;
      return null;
    end $$`);
  for (const event of ['insert', 'update'])
    await db.query(
      `create trigger note_parts_${event} after ${event} on intake_parts referencing new table as changed_parts
       for each statement execute function note_parts_change()`,
    );
};
