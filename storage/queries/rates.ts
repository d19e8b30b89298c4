import type { Day } from '#services/domain/day.ts';
import { type Place, rows } from '../sql.ts';

/** HUF for one unit, as a decimal string. */
export type RateRow = { currency: string; publishedOn: Day; huf: string };

/** The rates in force on a day: of each currency the last published before or on it (AC-042). */
export const ratesOn = (place: Place, on: Day, currency: string | null): Promise<RateRow[]> =>
  rows<RateRow>(
    place,
    `select distinct on (currency) trim(currency) as currency, published_on::text as "publishedOn", trim_scale(huf / units)::text as huf
     from exchange_rates where published_on <= $1 and ($2::text is null or currency = $2) order by currency, published_on desc`,
    on,
    currency,
  );

export type InvoiceRate = { publishedOn: Day; huf: string };

/**
 * For items in another currency on which nobody printed forints (AC-043), the central bank's rate of the day of supply, else of
 * issue: the last published before or on it (AC-041). A periodic settlement is performed on its due day (AC-029), so the day of its
 * issue counts (AC-040).
 */
export async function ratesOfInvoices(place: Place, businessId: string, ids: readonly string[]): Promise<Map<string, InvoiceRate>> {
  const found = await rows<InvoiceRate & { id: string }>(
    place,
    `select item.id, rate.published_on::text as "publishedOn", trim_scale(rate.huf / rate.units)::text as huf
     from invoices item, lateral (
       select published_on, huf, units from exchange_rates
       where currency = item.currency and published_on <=
         case when item.supplied_on = item.due_on and item.supplied_on > item.issued_on then item.issued_on
           else coalesce(item.supplied_on, item.issued_on) end order by published_on desc limit 1) rate
     where item.business_id = $1 and item.id = any($2::uuid[]) and item.currency <> 'HUF' and item.gross_huf_minor is null and item.exchange_rate is null`,
    businessId,
    ids,
  );
  return new Map(found.map(({ id, ...rate }) => [id, rate]));
}
