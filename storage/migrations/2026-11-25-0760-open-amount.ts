import type { Migration } from '../migrate.ts';

/**
 * What is settled whole is told without a look at what cancels it: of a register that grows that is nearly all. The planner
 * puts this body in the place of the call, so that lists ask `owed_minor` only of the few that are left.
 */
export const up: Migration = async ({ context: db }) => {
  await db.query('alter function open_minor(invoices) rename to owed_minor');
  await db.query(`
    create function open_minor(item invoices) returns bigint language sql stable as $$
      select case when item.settled_minor = coalesce(item.payable_minor, item.gross_minor) then 0 else owed_minor(item) end
    $$`);
};
