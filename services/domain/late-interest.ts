import { addDays, type Day, daysBetween } from './day.ts';
import { divideRounded } from './money.ts';

/**
 * The central bank's base rate in force on the first day of each half year, in hundredths of a percent.
 * Source: MNB, the history of the base rate. A half year that is not here is unknown.
 */
const baseRates: Readonly<Record<string, number>> = {
  '2021-01-01': 60,
  '2021-07-01': 90,
  '2022-01-01': 240,
  '2022-07-01': 775,
  '2023-01-01': 1_300,
  '2023-07-01': 1_300,
  '2024-01-01': 1_075,
  '2024-07-01': 700,
  '2025-01-01': 650,
  '2025-07-01': 650,
};

/** As an operator writes them: `2026-01-01=6.50,2026-07-01=6.25`, beside those known here. */
export const withBaseRates = (written: string | undefined): Readonly<Record<string, number>> => ({
  ...baseRates,
  ...Object.fromEntries(
    (written ?? '').split(',').flatMap((each) => {
      const [half = '', percent] = each.split('=');
      return percent === undefined ? [] : [[half, Math.round(Number(percent) * 100)]];
    }),
  ),
});

/** Between businesses so many points are added (Ptk. 6:155. § (1)). */
const pointsOnTop = 800;
/** The lump for the costs of recovery, in minor units of the euro (2016. évi IX. tv. 3. §). */
export const recoveryEuroMinor = 4_000n;

/** `percent` null: the base rate of its half year is not known, and so is the interest. */
export type InterestSpan = { from: Day; to: Day; days: number; percent: string | null; minor: bigint | null };

/** The first day of delay: a debt is late from the day after it was due (AC-039). */
export const lateFrom = (dueOn: Day): Day => addDays(dueOn, 1);

/**
 * Late interest between businesses on what is open, from the first day of delay to a day, both counted: each half year at the base
 * rate of its first day and eight points (AC-038; Ptk. 6:155. §), a year being 365 days. Nothing while it is not late.
 *
 * @param openMinor in minor units; what was paid meanwhile is the caller's business
 */
export function lateInterest(
  { openMinor, dueOn, on }: { openMinor: bigint; dueOn: Day; on: Day },
  rates: Readonly<Record<string, number>>,
): InterestSpan[] {
  const spans: InterestSpan[] = [];
  for (let from = lateFrom(dueOn); from <= on; ) {
    const [year = '', month = ''] = from.split('-');
    const [half, end] = month < '07' ? [`${year}-01-01`, `${year}-06-30`] : [`${year}-07-01`, `${year}-12-31`];
    const to = end < on ? end : on;
    const days = daysBetween(from, to) + 1;
    const base = rates[half];
    const points = base === undefined ? null : base + pointsOnTop;
    spans.push({
      from,
      to,
      days,
      percent: points === null ? null : `${Math.floor(points / 100)}.${String(points % 100).padStart(2, '0')}`,
      minor: points === null ? null : divideRounded(openMinor * BigInt(points) * BigInt(days), 3_650_000n),
    });
    from = addDays(to, 1);
  }
  return spans;
}
