import type { Setting } from '#services/domain/business-settings.ts';
import { appendAudit } from '#storage/audit.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import { row } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';

/** Sets a value from a day on; the same day again replaces it. */
export function changeSetting(
  { database }: House,
  { caller }: Visitor,
  businessId: string,
  { name, validFrom, value }: Setting,
): Promise<void> {
  return database.transaction(async (transaction) => {
    await row(
      transaction,
      `insert into business_settings (business_id, name, valid_from, value, set_by) values ($1, $2, $3, $4, $5)
       on conflict (business_id, name, valid_from) do update set value = excluded.value, set_by = excluded.set_by, set_at = now()`,
      businessId,
      name,
      validFrom,
      JSON.stringify(value),
      caller.userId,
    );
    // Whether VAT on its own sales is doubtful stands in the register; everything else is derived when it is read.
    if (name === 'exempt-small-business') await enqueue(transaction, 'exemption', { businessId, from: validFrom });
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'business.setting-changed',
      facts: { name, validFrom, value },
    });
  });
}
