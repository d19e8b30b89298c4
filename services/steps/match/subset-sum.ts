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
  const solutions: number[][] = [];
  // Both halves in ascending order: one is walked up, the other down, and every pair that can be the target is met.
  let up = 0;
  let down = right.sums.length - 1;
  while (up < left.sums.length && down >= 0 && solutions.length < 2) {
    const difference = left.sums[up]! + right.sums[down]! - whole.target;
    if (difference < 0) up++;
    else if (difference > 0) down--;
    else {
      for (let equal = down; equal >= 0 && right.sums[equal] === right.sums[down] && solutions.length < 2; equal--) {
        const chosen = [...indexesOf(left.masks[up]!, 0), ...indexesOf(right.masks[equal]!, half)];
        if (chosen.length >= 2) solutions.push(chosen);
      }
      up++;
    }
  }
  return { solutions, isProven: true, steps: left.sums.length + right.sums.length };
}

/** As numbers, which add many times faster; null where a sum could leave the whole numbers that they hold exactly. */
function safeNumbers(values: readonly bigint[], target: bigint): { values: number[]; target: number } | null {
  const numbers = values.map(Number);
  const reach = numbers.reduce((sum, value) => sum + Math.abs(value), Math.abs(Number(target)));
  return reach < Number.MAX_SAFE_INTEGER ? { values: numbers, target: Number(target) } : null;
}

/** The sums of all subsets in ascending order, and which values each is made of. */
function sumsOf(values: readonly number[]): { sums: Float64Array; masks: Int32Array } {
  let sums = new Float64Array(1);
  let masks = new Int32Array(1);
  values.forEach((value, bit) => {
    const count = sums.length;
    const [nextSums, nextMasks] = [new Float64Array(count * 2), new Int32Array(count * 2)];
    for (let without = 0, having = 0, at = 0; at < count * 2; at++) {
      if (having === count || (without < count && sums[without]! <= sums[having]! + value)) {
        nextSums[at] = sums[without]!;
        nextMasks[at] = masks[without++]!;
      } else {
        nextSums[at] = sums[having]! + value;
        nextMasks[at] = masks[having++]! | (1 << bit);
      }
    }
    [sums, masks] = [nextSums, nextMasks];
  });
  return { sums, masks };
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
