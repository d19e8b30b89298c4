/** The pages of one voucher in a file, counted from 1, both ends included. */
export type PageRange = readonly [from: number, to: number];

/** Whether ranges divide a file of so many pages: one after the other, from the first page to the last, none left out or twice. */
export function divides(ranges: readonly PageRange[], pageCount: number): boolean {
  let next = 1;
  for (const [from, to] of ranges) {
    if (from !== next || to < from || !Number.isInteger(to)) return false;
    next = to + 1;
  }
  return ranges.length > 0 && next === pageCount + 1;
}

/** The ranges of a file in which a new voucher begins at each of these pages, and at the first one. */
export function rangesFrom(starts: Iterable<number>, pageCount: number): PageRange[] {
  const sorted = [...new Set([1, ...starts])].filter((page) => page >= 1 && page <= pageCount).sort((a, b) => a - b);
  return sorted.map((from, index): PageRange => [from, (sorted[index + 1] ?? pageCount + 1) - 1]);
}
