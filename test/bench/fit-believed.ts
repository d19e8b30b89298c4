import type { BelievedTable } from '#services/steps/extract/believed.ts';
import type { Believed } from './reliability.ts';

/** Fewer values than this tell no share of their own. */
const leastValues = 25;
/** More points than this would follow the noise. */
const mostPoints = 16;

/** Shares of right values by score, each row of the table from its own values, never falling (pool adjacent violators). */
export function fitBelieved(values: readonly Believed[]): BelievedTable {
  const rows = [...Map.groupBy(values, ({ row }) => row)].toSorted(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(rows.map(([row, own]) => [row, pointsOf(own)]));
}

type Pool = { score: number; right: number; all: number };

function pointsOf(values: readonly Believed[]): [number, number][] {
  const sorted = values.toSorted((a, b) => a.confidence - b.confidence);
  const size = Math.max(leastValues, Math.ceil(sorted.length / mostPoints));
  const pools: Pool[] = [];
  for (let from = 0; from < sorted.length; from += size) {
    // What is left over at the end joins the last pool.
    const isLast = sorted.length - from < size + leastValues;
    const some = sorted.slice(from, isLast ? undefined : from + size);
    const score = some.reduce((sum, { confidence }) => sum + confidence, 0) / some.length;
    pools.push({ score, right: some.filter(({ isRight }) => isRight).length, all: some.length });
    while (pools.length > 1 && shareOf(pools.at(-2)!) >= shareOf(pools.at(-1)!)) pools.push(joined(pools.pop()!, pools.pop()!));
    if (isLast) break;
  }
  return pools.map((pool) => [Math.round(pool.score * 1000) / 1000, Math.round(Math.min(0.99, shareOf(pool)) * 1000) / 1000]);
}

/** After Laplace: nothing is certain because it never failed among a few. */
const shareOf = ({ right, all }: Pool): number => (right + 1) / (all + 2);

const joined = (a: Pool, b: Pool): Pool => ({
  score: (a.score * a.all + b.score * b.all) / (a.all + b.all),
  right: a.right + b.right,
  all: a.all + b.all,
});
