/** One line of `docs/quality.md`: `ratio` is value to reference, both measured in this run. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  reference: number | null;
  ratio: number | null;
  n: number;
  must: number;
  aim: number;
};

/** The value below which this share of the measurements lies (nearest rank). */
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)]!;

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Times in milliseconds that are measured against nothing but what people wait for. */
export const waited = (name: string, ms: number, n: number, { must, aim }: Pick<Figure, 'must' | 'aim'>): Figure => ({
  name,
  value: rounded(ms),
  unit: 'ms',
  reference: null,
  ratio: null,
  n,
  must,
  aim,
});

/** Three digits after the point: more is noise. */
export const rounded = (value: number): number => Math.round(value * 1e3) / 1e3;
