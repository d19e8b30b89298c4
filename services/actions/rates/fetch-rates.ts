import type { Sequelize } from 'sequelize';
import { addDays, type Day } from '#services/domain/day.ts';
import { row, rows } from '#storage/sql.ts';
import { publishedCurrencies, publishedRates } from './mnb-service.ts';

/** The first time this much of the past is asked for: what a history of 18 months may need (B-033). */
const firstDays = 560;
/** The last days are asked for once more: a rate may have been mended. */
const againDays = 7;
/** The same in every version: two hubs never ask at once. */
const lockKey = 0x6d6e62;

/**
 * Keeps the rates that the Magyar Nemzeti Bank published since the last ones. All of an answer or nothing of it; lines in other
 * currencies are looked at again once there is something new.
 *
 * @returns how many rates were new or mended; 0 also where today's are here, or another hub is asking
 * @throws Error when the service does not answer as it should; asking again later is all there is to do
 */
export function fetchRates(database: Sequelize, url: string, today: Day): Promise<number> {
  return database.transaction(async (transaction) => {
    const lock = await row<{ mine: boolean }>(transaction, 'select pg_try_advisory_xact_lock($1) as mine', lockKey);
    const last = await row<{ on: Day | null }>(transaction, 'select max(published_on)::text as "on" from exchange_rates');
    if (!lock?.mine || last?.on === today) return 0;
    const from = last?.on ? addDays(last.on, -againDays) : addDays(today, -firstDays);
    const found = await publishedRates(url, from, today, await publishedCurrencies(url));
    const changed = await rows(
      transaction,
      `insert into exchange_rates (currency, published_on, units, huf)
       select currency, "on", units, huf from jsonb_to_recordset($1::jsonb) as rate (currency text, "on" date, units integer, huf numeric)
       on conflict (currency, published_on) do update set units = excluded.units, huf = excluded.huf
         where (exchange_rates.units, exchange_rates.huf) is distinct from (excluded.units, excluded.huf)
       returning 1 as changed`,
      JSON.stringify(found),
    );
    if (changed.length > 0)
      await rows(
        transaction,
        `select wish_match(business_id) from (
           select business_id from bank_transactions where settled_minor <> amount_minor and not is_private
           group by business_id having count(distinct currency) > 1
           union
           select business_id from invoices where currency <> 'HUF' and settled_minor <> coalesce(payable_minor, gross_minor)
             and exists (select from bank_accounts where bank_accounts.business_id = invoices.business_id)
           order by business_id) wanting`,
      );
    return changed.length;
  });
}
