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
