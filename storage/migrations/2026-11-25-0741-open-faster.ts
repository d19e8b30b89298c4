import type { Migration } from '../migrate.ts';

/**
 * What is owed on an item, as before, but a hundred times faster: a function in SQL that asks another table is planned anew for
 * every row, and most items are settled, which needs no asking (20 000 items took 9 s).
 */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create or replace function is_cancelled(item invoices) returns boolean language plpgsql stable as $$
      begin
        return item.kind = 'cancelling' or exists (
          select from invoices other where other.business_id = item.business_id and other.kind = 'cancelling' and other.direction = item.direction
            and other.original_number = item.number and other.partner_id is not distinct from item.partner_id and other.state <> 'discarded');
      end $$`);
  await db.query(`
    create or replace function open_minor(item invoices) returns bigint language plpgsql stable as $$
      declare
        amount bigint := coalesce(item.payable_minor, item.gross_minor);
        paid bigint;
      begin
        if item.state = 'discarded' then return 0; end if;
        if item.kind = 'cancelling' then
          select sum(original.settled_minor)::bigint into paid from invoices original
            where original.business_id = item.business_id and original.number = item.original_number and original.direction = item.direction
              and original.partner_id is not distinct from item.partner_id and original.state <> 'discarded' and original.id <> item.id;
          return coalesce(case when paid > 0 then least(0, greatest(-paid, amount) - item.settled_minor)
            else greatest(0, least(-paid, amount) - item.settled_minor) end, 0);
        end if;
        if amount = item.settled_minor then return 0; end if;
        if is_cancelled(item) then return 0; end if;
        return amount - item.settled_minor;
      end $$`);
};
