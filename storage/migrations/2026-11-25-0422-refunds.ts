import type { Migration } from '../migrate.ts';

/**
 * What is still owed on an item, null where it has no amount. A cancelled invoice owes nothing (B-059); what was paid on it all the
 * same is owed back, on the invoice that cancels it.
 */
export const up: Migration = async ({ context: db }) => {
  await db.query(`
    create function open_minor(item invoices) returns bigint language sql stable as $$
      select case
        when item.state = 'discarded' then 0
        when item.kind = 'cancelling' then coalesce((
          select case when settled > 0 then least(0, greatest(-settled, coalesce(item.payable_minor, item.gross_minor)) - item.settled_minor)
            else greatest(0, least(-settled, coalesce(item.payable_minor, item.gross_minor)) - item.settled_minor) end
          from (select sum(original.settled_minor)::bigint as settled from invoices original
            where original.business_id = item.business_id and original.number = item.original_number and original.direction = item.direction
              and original.partner_id is not distinct from item.partner_id and original.state <> 'discarded' and original.id <> item.id) paid), 0)
        when is_cancelled(item) then 0
        else coalesce(item.payable_minor, item.gross_minor) - item.settled_minor end
    $$`);
  await db.query(`create index on invoices (business_id, number)`);
};
