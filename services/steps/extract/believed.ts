import type { FieldEvidence } from '#services/domain/reading.ts';
import table from './believed.json' with { type: 'json' };

/**
 * How often values of a score were right: `[score, share]` with both ascending, by where the values were read and whether
 * something independent agreed. Measured, not thought up: `./hub bench read --fit` makes `believed.json` anew.
 */
export type BelievedTable = Record<string, [score: number, share: number][]>;

/** Which row of the table a value belongs to. */
export const rowOf = ({ source, sure }: Pick<FieldEvidence, 'source' | 'sure'>): string => `${source}${sure ? ' sure' : ''}`;

/** Scores of the rules as the share of right values that had such a score. */
export function believed(
  fields: Readonly<Record<string, FieldEvidence>>,
  shares: BelievedTable = table as unknown as BelievedTable,
): Record<string, FieldEvidence> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, evidence]) => [
      name,
      { ...evidence, confidence: shareAt(evidence.confidence, shares[rowOf(evidence)]) },
    ]),
  );
}

/** Straight lines between the measured points, level beyond them; a row that was never measured stays as it is. */
function shareAt(score: number, points: BelievedTable[string] | undefined): number {
  const [first] = points ?? [];
  const last = points?.at(-1);
  if (!points || !first || !last) return score;
  if (score <= first[0]) return first[1];
  const at = points.findIndex(([from]) => from >= score);
  if (at === -1) return last[1];
  const [left, right] = [points[at - 1]!, points[at]!];
  const share = left[1] + ((score - left[0]) / (right[0] - left[0])) * (right[1] - left[1]);
  return Math.round(share * 100) / 100;
}
