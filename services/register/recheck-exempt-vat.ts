import type { Sequelize } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import { rows } from '#storage/sql.ts';
import { holdBooks } from './hold-books.ts';
import { recompute } from './recompute.ts';

/** After a change of the exemption: asks about own sales from its day on, and takes back what was asked in vain. */
export async function recheckExemptVat(database: Sequelize, businessId: string, from: Day): Promise<void> {
  const sales = await rows<{ id: string }>(
    database,
    `select id from invoices where business_id = $1 and direction = 'receivable' and coalesce(supplied_on, issued_on) >= $2
       and vat_minor is distinct from 0 and (state = 'ready' or because = 'exempt-vat')`,
    businessId,
    from,
  );
  for (const { id } of sales)
    await database.transaction(async (transaction) => {
      await holdBooks(transaction, businessId);
      // It may have been joined to another meanwhile.
      const [still] = await rows(transaction, 'select from invoices where id = $1 for update', id);
      if (still) await recompute(transaction, id);
    });
}
