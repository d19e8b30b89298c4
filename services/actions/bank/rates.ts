import { addDays } from '#services/domain/day.ts';
import type { MatchLine, MatchSettings, OpenItem } from '#services/domain/matching.ts';
import { type Place, rows } from '#storage/sql.ts';

/** No holiday is longer: the last rate before a day is not older than this. */
const longestPause = 14;

/** The published rates that lines and items in different currencies may need; none where all speak of one currency. */
export async function ratesFor(
  place: Place,
  items: readonly Pick<OpenItem, 'currency'>[],
  lines: readonly Pick<MatchLine, 'currency' | 'bookedOn'>[],
): Promise<NonNullable<MatchSettings['rates']>> {
  const currencies = [...new Set([...items, ...lines].map(({ currency }) => currency))];
  const [first] = lines.map(({ bookedOn }) => bookedOn).sort();
  if (first === undefined || currencies.length < 2) return [];
  return rows(
    place,
    `select published_on::text as "on", trim(currency) as currency, trim_scale(huf / units)::text as huf from exchange_rates
     where currency = any($1::text[]) and published_on >= $2 order by currency, published_on`,
    currencies,
    addDays(first, -longestPause),
  );
}
