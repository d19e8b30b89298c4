import { wilson } from './scoring.ts';

/** One value that was read: how far it was believed, and whether it is right. */
export type Believed = { name: string; confidence: number; isSure: boolean; isRight: boolean };

const edges = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01];
const folds = 5;

/**
 * How often values of each confidence are right, those marked sure apart; and how far the confidence is off on files
 * it was not fitted to: each fifth of the files (by name) is judged by the shares of the other four.
 */
export function reliabilityTable(values: readonly Believed[]): string {
  const lines = ['confidence | marked sure | values | right % | 95 % interval'];
  for (const isSure of [true, false])
    for (const [low, high] of bins()) {
      const some = values.filter((value) => value.isSure === isSure && value.confidence >= low && value.confidence < high);
      if (some.length === 0) continue;
      const right = some.filter(({ isRight }) => isRight).length;
      const [from, to] = wilson(right, some.length);
      lines.push(
        `${low.toFixed(2)}–${Math.min(1, high).toFixed(2)} | ${isSure ? 'yes' : 'no'} | ${some.length} | ${((100 * right) / some.length).toFixed(1)} | ${from.toFixed(0)}–${to.toFixed(0)}`,
      );
    }
  const asGiven = meanSquare(values, ({ confidence }) => confidence);
  lines.push(`squared error of the confidence | as given ${asGiven.toFixed(4)} | fitted, on held-out fifths ${heldOut(values).toFixed(4)}`);
  return lines.join('\n');
}

const bins = (): [number, number][] => edges.slice(1).map((high, at) => [edges[at]!, high]);
const binOf = ({ confidence, isSure }: Believed): string => `${edges.findLastIndex((edge) => confidence >= edge)}${isSure}`;

/** Brier's score: 0 is perfect, always saying the overall share gives its variance. */
const meanSquare = (values: readonly Believed[], guess: (value: Believed) => number): number =>
  values.reduce((sum, value) => sum + (guess(value) - Number(value.isRight)) ** 2, 0) / Math.max(1, values.length);

function heldOut(values: readonly Believed[]): number {
  const foldOf = ({ name }: Believed) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 9_973, 7) % folds;
  const shares = Array.from({ length: folds }, (_, fold) => {
    const others = Map.groupBy(
      values.filter((value) => foldOf(value) !== fold),
      binOf,
    );
    return new Map([...others].map(([bin, some]) => [bin, (some.filter(({ isRight }) => isRight).length + 1) / (some.length + 2)]));
  });
  return meanSquare(values, (value) => shares[foldOf(value)]!.get(binOf(value)) ?? 0.5);
}
