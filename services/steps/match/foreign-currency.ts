import { flowOf, type MatchLine, type MatchSettings, type OpenItem } from '#services/domain/matching.ts';
import { divideRounded, exponentOf } from '#services/domain/money.ts';

/** Published rates by currency, oldest first; HUF for one unit in millionths. */
export type RateTable = ReadonlyMap<string, readonly { on: string; millionths: bigint }[]>;

export function rateTable(rates: NonNullable<MatchSettings['rates']>): RateTable {
  const byCurrency = Map.groupBy(rates, ({ currency }) => currency);
  return new Map(
    [...byCurrency].map(([currency, own]) => [
      currency,
      own.map(({ on, huf }) => ({ on, millionths: millionthsOf(huf) })).sort((one, other) => (one.on < other.on ? -1 : 1)),
    ]),
  );
}

function millionthsOf(huf: string): bigint {
  const [whole = '0', decimals = ''] = huf.split('.');
  return BigInt(whole + decimals.slice(0, 6).padEnd(6, '0'));
}

/** How far a bank's own rate may be from the published one, in thousandths. */
const rateToleranceThousandths = 30n;

/** HUF for one unit, in millionths, on a day or the last published before it (AC-042). */
function hufMillionths(rates: RateTable, currency: string, on: string): bigint | null {
  if (currency === 'HUF') return 1_000_000n;
  return rates.get(currency)?.findLast((rate) => rate.on <= on)?.millionths ?? null;
}

/** The line's amount in the item's currency, minor units, or null where no rate is known. */
export function converted(line: MatchLine, currency: string, rates: RateTable): bigint | null {
  const from = hufMillionths(rates, line.currency, line.bookedOn);
  const to = hufMillionths(rates, currency, line.bookedOn);
  if (from === null || to === null || to === 0n) return null;
  return divideRounded(line.amount * from * 10n ** BigInt(exponentOf(currency)), to * 10n ** BigInt(exponentOf(line.currency)));
}

/**
 * The part of an item in another currency that a line covers: all of it when the converted amount comes close,
 * else the converted amount up to what is owed; null when the line runs the other way or no rate is known.
 */
export function foreignPart(
  line: MatchLine,
  { item, left }: { item: OpenItem; left: bigint },
  rates: RateTable,
): { flow: bigint; isClose: boolean } | null {
  const owed = flowOf(item, left);
  if (owed === 0n || owed > 0n !== line.amount > 0n) return null;
  const paid = converted(line, item.currency, rates);
  if (paid === null) return null;
  const difference = paid > owed ? paid - owed : owed - paid;
  const isClose = difference * 1000n <= (owed < 0n ? -owed : owed) * rateToleranceThousandths;
  const isMore = owed > 0n ? paid > owed : paid < owed;
  return { flow: isClose || isMore ? owed : paid, isClose };
}
