import { addDays } from '#services/domain/day.ts';
import type { MatchLine, ReportLine, SettlementReport } from '#services/domain/matching.ts';
import { byDay } from './assign.ts';
import { flowKey } from './item-index.ts';

/** Report lines that could have been paid out together. */
type Batch = { lines: readonly ReportLine[]; from: string; to: string; sum: bigint };

/** Acquirers pay out within five weeks. */
const latestDays = 35;
/** So many files that follow each other may be paid out at once. */
const mostFiles = 8;

/**
 * Which bank lines pay out what the reports of collectors list: a payout that the report names, a whole file, files that follow each
 * other, or one day of a file, whose net amounts sum to the line's amount to the last unit, booked within five weeks. Where two fit,
 * or two lines of one day want the same, nothing is decided. Pure; the order of either side changes nothing.
 */
export function findPayouts(lines: readonly MatchLine[], reported: readonly ReportLine[]): SettlementReport[] {
  if (reported.length === 0) return [];
  const bySum = Map.groupBy(batchesOf(reported), ({ sum, lines: [first] }) => flowKey(sum, first!.currency));
  const gone = new Set<ReportLine>();
  const found: SettlementReport[] = [];
  const wanting = Map.groupBy(
    lines.filter((line) => line.amount !== 0n && bySum.has(flowKey(line.amount, line.currency))).sort(byDay),
    (line) => `${line.bookedOn} ${flowKey(line.amount, line.currency)}`,
  );
  for (const [line, twin] of wanting.values()) {
    const batches = bySum
      .get(flowKey(line!.amount, line!.currency))!
      .filter(
        ({ to, lines: own }) => to <= line!.bookedOn && line!.bookedOn <= addDays(to, latestDays) && !own.some((each) => gone.has(each)),
      );
    const [batch, second] = batches;
    if (!batch || second || twin) continue;
    for (const each of batch.lines) gone.add(each);
    found.push(reportOf(line!, batch));
  }
  return found;
}

function batchesOf(reported: readonly ReportLine[]): Batch[] {
  const sorted = reported.toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : one.id < other.id ? -1 : 1));
  const batches = new Map<string, Batch>();
  const keep = (lines: readonly ReportLine[]) => {
    const key = lines.map(({ id }) => id).join();
    batches.set(key, { lines, from: lines[0]!.on, to: lines.at(-1)!.on, sum: lines.reduce((sum, { net }) => sum + net, 0n) });
  };
  for (const own of Map.groupBy(sorted, ({ account, currency }) => `${account} ${currency}`).values()) {
    const named = own.filter(({ payout }) => payout !== null);
    for (const lines of Map.groupBy(named, ({ payout }) => payout).values()) keep(lines);
    const files = [
      ...Map.groupBy(
        own.filter(({ payout }) => payout === null),
        ({ file }) => file,
      ).values(),
    ];
    files.forEach((file, at) => {
      keep(file);
      for (const day of Map.groupBy(file, ({ on }) => on).values()) keep(day);
      for (let count = 2; count <= mostFiles && at + count <= files.length; count++)
        keep(
          files
            .slice(at, at + count)
            .flat()
            .sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : one.id < other.id ? -1 : 1)),
        );
    });
  }
  return [...batches.values()];
}

function reportOf(line: MatchLine, { lines, from, to }: Batch): SettlementReport {
  const sold = lines.filter(({ isFee }) => !isFee);
  return {
    transaction: line.id,
    name: `${lines[0]!.name}, ${from === to ? from : `${from} – ${to}`}`,
    lines: sold.map(({ text, gross }) => ({ text, gross })),
    fee: sold.reduce((sum, { gross }) => sum + gross, 0n) - line.amount,
  };
}
