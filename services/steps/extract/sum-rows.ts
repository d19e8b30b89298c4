import { minorOf } from '#services/domain/amount-text.ts';
import { absolute } from '#services/domain/money.ts';
import type { VatLine } from '#services/domain/reading.ts';
import type { AmountFound, Findings } from './found.ts';
import type { Segment } from './layout.ts';

/** Rates that are charged somewhere in Europe or on the receipts that reach us; a VAT that fits none is doubted, not refused. */
const rates = [27, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 10, 9, 8, 7, 6, 5.5, 5, 4, 3, 2.1];

/** `isMixed`: of a sum, part of which may bear no VAT. */
export function isPlausible(net: bigint, vat: bigint, isMixed = false): boolean {
  if (net === 0n) return vat === 0n;
  const rate = (Number(vat) / Number(net)) * 100;
  // Between two rates every mixture is possible.
  return rate > 0 && rate < 27.6 && (isMixed || rate > 2 || rates.some((each) => Math.abs(each - rate) < 0.1));
}

type Cell = { amount: AmountFound; value: bigint };
/** A row of which two amounts make the third; values in minor units. */
export type SumRow = {
  net: Cell;
  vat: Cell;
  gross: Cell;
  /** In percent, or the code that says why nothing is charged. */
  rate: string | null;
  /** A word for the sum stands in it. */
  isLabelled: boolean;
};
export type Sums = { net: bigint; vat: bigint; gross: bigint };

/** NAV's codes and the words for what bears no VAT. */
const exemption =
  /(?<![\p{L}\d])(AAM|TAM|ÁHK|AHK|ATK|EUE|EUFAD37|EUFADE|HO|KBAET|KBAUK|EAM|NAM|F\.?\s?AD\.?|áfamentes|adómentes)(?![\p{L}\d])/iu;

export function sumRowsOf(findings: Findings, exponent: number, tolerance: bigint): SumRow[] {
  return findings.layout.rows.flatMap((row) => sumRowOf(row, findings, exponent, tolerance) ?? []);
}

function sumRowOf(row: readonly Segment[], { amountsOf, labelsOf }: Findings, exponent: number, tolerance: bigint): SumRow | null {
  const all = row.flatMap((segment) => amountsOf.get(segment) ?? []);
  const cells = all
    .filter(({ isPercent }) => !isPercent)
    .slice(-6)
    .map((amount) => ({ amount, value: minorOf(amount.value, exponent) }));
  const percents = all.filter(({ isPercent }) => isPercent).map(({ value }) => value.replace(/[.]0+$/, ''));
  const exempt = exemption.exec(row.map(({ text }) => text).join(' '))?.[1] ?? null;
  const isCharged = percents.length > 0 ? percents.some((percent) => percent !== '0') : exempt === null;
  const isLabelled = row.some((segment) => labelsOf.get(segment)?.some(({ field }) => field === 'gross' || field === 'payable'));
  for (let a = 0; a < cells.length; a++)
    for (let b = a + 1; b < cells.length; b++)
      for (let c = b + 1; c < cells.length; c++) {
        const [first, second, third] = [cells[a]!, cells[b]!, cells[c]!];
        if (first.value === 0n || absolute(first.value + second.value - third.value) > tolerance) continue;
        const isVatFirst = absolute(first.value) < absolute(second.value);
        const [net, vat] = isVatFirst ? [second, first] : [first, second];
        if (!(isCharged ? isPlausible(net.value, vat.value, isLabelled) : vat.value === 0n)) continue;
        // A cell of its own may be the rate without its sign: `27` in a column of rates.
        const bare = cells.map(({ amount }) => amount.value).filter((value) => rates.includes(Number(value)));
        const rate = [...percents, ...bare].find((each) => isRateOf(each, net.value, vat.value, tolerance)) ?? percents[0] ?? exempt;
        return { net, vat, gross: third, rate, isLabelled };
      }
  if (!isCharged) return exemptRow(cells, exempt ?? '0', isLabelled);
  return percents.length > 0 ? rateRow(cells, percents, tolerance) : null;
}

/** What a rate in percent makes of the net, to the rounding of print. */
const isRateOf = (rate: string, net: bigint, vat: bigint, tolerance: bigint): boolean =>
  absolute((net * BigInt(Math.round(Number(rate) * 100))) / 10_000n - vat) <= tolerance;

/** `ÁFA 5% alap 13 148 │ 657`: the rate says what the two amounts are; what they come to is not printed. */
function rateRow(cells: readonly Cell[], percents: readonly string[], tolerance: bigint): SumRow | null {
  const [net, vat, another] = cells;
  if (!net || !vat || another || vat.value === 0n) return null;
  const rate = percents.find((each) => isRateOf(each, net.value, vat.value, tolerance));
  return rate === undefined ? null : { net, vat, gross: { ...net, value: net.value + vat.value }, rate, isLabelled: false };
}

/** Where nothing is charged and no column says so: the same amount without VAT and with it. */
function exemptRow(cells: readonly Cell[], rate: string, isLabelled: boolean): SumRow | null {
  const [gross, net] = cells.toReversed();
  if (!gross || gross.value === 0n || net?.value !== gross.value) return null;
  return { net, vat: { ...net, value: 0n }, gross, rate, isLabelled };
}

const sumsOf = (rows: readonly SumRow[]): Sums =>
  rows.reduce((sum, { net, vat, gross }) => ({ net: sum.net + net.value, vat: sum.vat + vat.value, gross: sum.gross + gross.value }), {
    net: 0n,
    vat: 0n,
    gross: 0n,
  });

/** Whether a row repeats what the rows right above it come to together; how many they are, 0 where it does not. */
export function rowsAdded(rows: readonly SumRow[], at: number, tolerance: bigint): number {
  const total = rows[at]!;
  for (let from = at - 1; from >= 0; from--) {
    const sums = sumsOf(rows.slice(from, at));
    if (absolute(sums.gross - total.gross.value) <= tolerance && absolute(sums.net - total.net.value) <= tolerance) return at - from;
  }
  return 0;
}

/** Rows of several rates, one below the other, that come to `gross` together: their sums, the first of them as evidence. */
export function ratesTogether(rows: readonly SumRow[], gross: bigint, tolerance: bigint): { sums: Sums; first: SumRow } | null {
  for (let from = 0; from < rows.length; from++)
    for (let to = from + 2; to <= rows.length; to++) {
      const some = rows.slice(from, to);
      if (some.some(({ rate }) => rate === null) || new Set(some.map(({ rate }) => rate)).size < some.length) break;
      const sums = sumsOf(some);
      if (absolute(sums.gross - gross) <= tolerance) return { sums, first: some[0]! };
    }
  return null;
}

/** Rows with a rate whose sums are the totals (AC-027); none where they do not add up. */
export function vatGroups(rows: readonly SumRow[], net: bigint | null, vat: bigint | null, tolerance: bigint): VatLine[] {
  if (net === null || vat === null) return [];
  const rated = rows.filter(({ rate }) => rate !== null);
  for (let from = 0; from < rated.length; from++)
    for (let to = from + 1; to <= rated.length; to++) {
      const some = rated.slice(from, to);
      const sums = sumsOf(some);
      if (absolute(sums.net - net) > tolerance || absolute(sums.vat - vat) > tolerance) continue;
      return [...Map.groupBy(some, ({ rate }) => rate)].map(([rate, group]) => ({ rate, ...sumsOf(group) }));
    }
  return [];
}
