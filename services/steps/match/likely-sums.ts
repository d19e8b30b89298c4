/** Values that sum to a target, by their places; `chance`: about how many subsets lie as near and are as regular, so the least is the likeliest. */
export type LikelySum = { chosen: number[]; chance: number };

/** Of neighbours up to `reach` so many may be left out: paid before, disputed, or forgotten. */
const mostLeftOut = 4;
const reach = 12;
/** A run of neighbours with one item from elsewhere is looked for up to this length. */
const longestRun = 6;

/**
 * The ways in which people pay several items at once: everything, the oldest, neighbours but for a few left out, two or three, neighbours
 * and one more. Every such subset is found; what is left to chance is how they are ranked. Values and target above zero.
 *
 * @param values in an order that means something: of issue, of falling due
 * @param present how many of them were there on the day of the payment
 * @param nearby only neighbours: a second order of the same values has the same scattered ones
 */
export function likelySums(values: readonly number[], target: number, present: number, nearby = false): LikelySum[] {
  if (values.reduce((sum, value) => sum + value, 0) < target) return [];
  const found = new Map<string, LikelySum>();
  const keep = (chosen: number[], shapes: number) => {
    const last = chosen.at(-1)!;
    // Nobody pays what is not there yet, but for a few who do.
    const distance = last < present ? present - last : 4 * (2 + last - present);
    const isOldest = chosen[0] === 0 && last === chosen.length - 1;
    const chance = isOldest ? Math.min(chosen.length, shapes * distance) : shapes * distance;
    const key = chosen.join();
    if ((found.get(key)?.chance ?? Number.POSITIVE_INFINITY) > chance) found.set(key, { chosen, chance });
  };
  neighbours(values, target, (chosen) => keep(chosen, shapesOf(chosen)));
  if (!nearby) scattered(values, target, keep);
  return [...found.values()];
}

/** How many subsets of the same size end where this one ends and reach no further back. */
export function shapesOf(chosen: readonly number[]): number {
  const span = chosen.at(-1)! - chosen[0]!;
  let shapes = 1;
  for (let at = 1; at < chosen.length; at++) shapes = (shapes * (span - at + 1)) / at;
  return Math.max(1, shapes);
}

/** Neighbours, of which a few may be left out within reach; without any left out as many as it takes. */
function neighbours(values: readonly number[], target: number, keep: (chosen: number[]) => void): void {
  const before = [0];
  for (const value of values) before.push(before.at(-1)! + value);
  const chosen: number[] = [];
  const walk = (at: number, sum: number, leftOut: number) => {
    const sofar = sum + values[at]!;
    if (sofar > target) return;
    chosen.push(at);
    if (sofar === target && chosen.length > 1) keep([...chosen]);
    for (let skipped = 0; sofar < target && skipped + leftOut <= mostLeftOut; skipped++) {
      const next = at + 1 + skipped;
      const end = skipped + leftOut === 0 ? values.length : Math.min(values.length, chosen[0]! + reach);
      // What can still be taken must be enough.
      if (next >= end || sofar + before[end]! - before[next]! < target) break;
      walk(next, sofar, leftOut + skipped);
    }
    chosen.pop();
  };
  for (let from = 0; from < values.length; from++) walk(from, 0, 0);
}

/** Two or three anywhere, and a run of neighbours with one more from elsewhere. */
function scattered(values: readonly number[], target: number, keep: (chosen: number[], shapes: number) => void): void {
  const places = Map.groupBy(values.keys(), (at) => values[at]!);
  for (let from = 0; from < values.length; from++) {
    let sum = 0;
    for (let to = from; to < Math.min(values.length, from + longestRun) && sum + values[to]! < target; to++) {
      sum += values[to]!;
      for (const one of places.get(target - sum) ?? []) {
        if (one >= from && one <= to) continue;
        const run = Array.from({ length: to - from + 1 }, (_, at) => from + at);
        const chosen = one < from ? [one, ...run] : [...run, one];
        const away = one < from ? from - one : one - to;
        keep(chosen, Math.min(shapesOf(chosen), 2 * run.length * away));
      }
    }
  }
  triples(values, target, (chosen) => keep(chosen, shapesOf(chosen)));
}

/** Every three values: for each of them the others are met from both ends, the smallest and the largest first. */
function triples(values: readonly number[], target: number, keep: (chosen: number[]) => void): void {
  const ascending = values.map((_, at) => at).sort((one, other) => values[one]! - values[other]! || one - other);
  for (let first = 0; first < ascending.length - 2; first++) {
    const rest = target - values[ascending[first]!]!;
    let low = first + 1;
    for (let high = ascending.length - 1; low < high; ) {
      const difference = values[ascending[low]!]! + values[ascending[high]!]! - rest;
      if (difference > 0) high--;
      else if (difference < 0) low++;
      else {
        for (let equal = high; equal > low && values[ascending[equal]!] === values[ascending[high]!]; equal--)
          keep([ascending[first]!, ascending[low]!, ascending[equal]!].sort((one, other) => one - other));
        low++;
      }
    }
  }
}
