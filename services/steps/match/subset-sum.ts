/** `isProven`: every subset was weighed, so what is listed is all there is (or already two: ambiguous). */
export type SubsetSum = { solutions: number[][]; isProven: boolean; steps: number };

/**
 * Subsets of two or more values that sum exactly to the target, by meeting in the middle; stops at the second solution,
 * which proves that the choice is ambiguous. The limit counts steps, not time, so the answer never depends on the machine.
 *
 * @returns indexes into `values`, ascending; at most two solutions
 */
export function subsetSum(values: readonly bigint[], target: bigint, maxSteps: number): SubsetSum {
  const half = values.length >> 1;
  const isSmall = 2 ** half + 2 ** (values.length - half) <= maxSteps;
  const whole = safeNumbers(values, target);
  if (!whole) return { solutions: [], isProven: false, steps: 0 };
  if (!isSmall) return smallSubsets(whole.values, whole.target, maxSteps);
  const left = sumsOf(whole.values.slice(0, half));
  const right = sumsOf(whole.values.slice(half));
  const bySum = new Map<number, number[]>();
  left.forEach((sum, mask) => {
    const masks = bySum.get(sum);
    if (masks) masks.push(mask);
    else bySum.set(sum, [mask]);
  });
  const solutions: number[][] = [];
  let steps = left.length;
  for (let mask = 0; mask < right.length && solutions.length < 2; mask++) {
    steps++;
    for (const other of bySum.get(whole.target - right[mask]!) ?? []) {
      const chosen = indexesOf(other, 0).concat(indexesOf(mask, half));
      if (chosen.length >= 2 && solutions.length < 2) solutions.push(chosen);
    }
  }
  return { solutions, isProven: true, steps };
}

/** As numbers, which add many times faster; null where a sum could leave the whole numbers that they hold exactly. */
function safeNumbers(values: readonly bigint[], target: bigint): { values: number[]; target: number } | null {
  const numbers = values.map(Number);
  const reach = numbers.reduce((sum, value) => sum + Math.abs(value), Math.abs(Number(target)));
  return reach < Number.MAX_SAFE_INTEGER ? { values: numbers, target: Number(target) } : null;
}

function sumsOf(values: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** values.length);
  let count = 1;
  for (const value of values) {
    for (let at = 0; at < count; at++) sums[count + at] = sums[at]! + value;
    count *= 2;
  }
  return sums;
}

function indexesOf(mask: number, offset: number): number[] {
  const indexes: number[] = [];
  for (let bit = 0; mask >> bit !== 0; bit++) if ((mask >> bit) & 1) indexes.push(bit + offset);
  return indexes;
}

/** Too many values to weigh every subset: neighbours in the given order, pairs and triples, as far as the steps reach. */
function smallSubsets(values: readonly number[], target: number, maxSteps: number): SubsetSum {
  const solutions = new Map<string, number[]>();
  let steps = 0;
  const keep = (indexes: number[]) => {
    const sorted = indexes.toSorted((a, b) => a - b);
    if (solutions.size < 2) solutions.set(sorted.join(), sorted);
  };
  for (let from = 0; from < values.length && solutions.size < 2; from++) {
    let sum = values[from]!;
    for (let to = from + 1; to < values.length && to < from + 12 && steps < maxSteps; to++) {
      steps++;
      sum += values[to]!;
      if (sum === target) keep(Array.from({ length: to - from + 1 }, (_, at) => from + at));
    }
  }
  const at = new Map(values.map((value, index) => [value, index]));
  for (let one = 0; one < values.length && solutions.size < 2; one++) {
    const pair = at.get(target - values[one]!);
    if (pair !== undefined && pair > one) keep([one, pair]);
    for (let two = one + 1; two < values.length && steps < maxSteps && solutions.size < 2; two++) {
      steps++;
      const three = at.get(target - values[one]! - values[two]!);
      if (three !== undefined && three > two) keep([one, two, three]);
    }
  }
  return { solutions: [...solutions.values()], isProven: solutions.size > 1, steps };
}
