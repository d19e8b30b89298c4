import { type BelievedTable, believed } from '#services/steps/extract/believed.ts';
import { fitBelieved } from './fit-believed.ts';
import { wilson } from './scoring.ts';

/** One value that was read: its score by the rules, its row of the table of shares, and whether it is right. */
export type Believed = { name: string; confidence: number; isSure: boolean; row: string; isRight: boolean };

const edges = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01];
const folds = 5;

/**
 * How often values of each confidence are right, those marked sure apart; and how far the confidence is off: as the rules
 * score, as the stored table has it, and on files that a table was not fitted to: each fifth of the files (by name) is
 * judged by a table made of the other four.
 */
export function reliabilityTable(values: readonly Believed[]): string {
  const shown = values.map((value) => ({ ...value, confidence: shareOf(value) }));
  const lines = ['confidence | marked sure | values | right % | 95 % interval'];
  for (const isSure of [true, false])
    for (const [low, high] of bins()) {
      const some = shown.filter((value) => value.isSure === isSure && value.confidence >= low && value.confidence < high);
      if (some.length === 0) continue;
      const right = some.filter(({ isRight }) => isRight).length;
      const [from, to] = wilson(right, some.length);
      lines.push(
        `${low.toFixed(2)}–${Math.min(1, high).toFixed(2)} | ${isSure ? 'yes' : 'no'} | ${some.length} | ${((100 * right) / some.length).toFixed(1)} | ${from.toFixed(0)}–${to.toFixed(0)}`,
      );
    }
  const [rules, stored] = [meanSquare(values, ({ confidence }) => confidence), meanSquare(values, (value) => shareOf(value))];
  lines.push(
    `squared error of the confidence | of the rules' score ${rules.toFixed(4)} | as given ${stored.toFixed(4)} | fitted, on held-out fifths ${heldOut(values).toFixed(4)}`,
  );
  return lines.join('\n');
}

const bins = (): [number, number][] => edges.slice(1).map((high, at) => [edges[at]!, high]);

function shareOf({ confidence, isSure, row }: Believed, table?: BelievedTable): number {
  const source = row.replace(' sure', '') as 'ocr';
  return believed({ value: { confidence, sure: isSure, source, page: null, box: null } }, table)['value']!.confidence;
}

/** Brier's score: 0 is perfect, always saying the overall share gives its variance. */
const meanSquare = (values: readonly Believed[], guess: (value: Believed) => number): number =>
  values.reduce((sum, value) => sum + (guess(value) - Number(value.isRight)) ** 2, 0) / Math.max(1, values.length);

function heldOut(values: readonly Believed[]): number {
  const foldOf = ({ name }: Believed) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 9_973, 7) % folds;
  const tables = Array.from({ length: folds }, (_, fold) => fitBelieved(values.filter((value) => foldOf(value) !== fold)));
  return meanSquare(values, (value) => shareOf(value, tables[foldOf(value)]!));
}
