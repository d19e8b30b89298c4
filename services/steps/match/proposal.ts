import { type Candidate, type Evidence, flowOf, type MatchLine, type MatchRule } from '#services/domain/matching.ts';
import { absolute, formatMinor } from '#services/domain/money.ts';
import type { Hit } from './find-identifiers.ts';
import type { Entry } from './item-index.ts';
import type { LineView } from './line-view.ts';
import type { Repair } from './repair-number.ts';

/** What could be done with a line. `parts`: how much of each entry's flow the line covers. */
export type Proposal = {
  line: MatchLine;
  rule: MatchRule;
  confidence: number;
  parts: { entry: Entry; flow: bigint; taken?: bigint }[];
  evidence: Evidence[];
};

/** The whole of some entries. */
export const wholeOf = (entries: readonly Entry[]): Proposal['parts'] =>
  entries.map((entry) => ({ entry, flow: entry.left === 0n ? entry.flow : flowOf(entry.item, entry.left) }));

/** What no line has taken yet, as the account would see it. */
export const flowLeft = ({ item, left }: Entry): bigint => flowOf(item, left);

export const sumOf = (entries: readonly Entry[]): bigint => entries.reduce((sum, entry) => sum + entry.flow, 0n);

export const allocationsOf = ({ parts }: Pick<Proposal, 'parts'>): Candidate['allocations'] =>
  parts.map(({ entry, flow, taken }) => ({
    item: entry.item.id,
    amount: flowOf(entry.item, flow),
    ...(taken === undefined ? {} : { taken }),
  }));

export const amountEvidence = (line: MatchLine): Evidence => ({
  kind: 'amount',
  text: formatMinor(line.amount, line.currency),
  span: null,
});

export function hitEvidence({ line, memo }: LineView, hit: Hit): Evidence {
  if (!hit.inMemo) return { kind: hit.field, text: line.reference ?? '', span: null };
  return { kind: hit.field, text: memo.original.slice(...hit.span), span: hit.span };
}

export const repairEvidence = ({ memo }: LineView, { how, span }: Repair): Evidence => ({
  kind: `repaired-${how}`,
  text: memo.original.slice(...span),
  span,
});

/** What stays open, or was paid too much, said in the words of its rule. */
export const remainderEvidence = (rule: MatchRule, line: MatchLine, entry: Entry): Evidence => ({
  kind: rule === 'partial' ? 'remainder' : rule,
  text: formatMinor(absolute(entry.flow - line.amount), line.currency),
  span: null,
});

export const candidateOf = (proposal: Proposal): Candidate => ({
  rule: proposal.rule,
  confidence: proposal.confidence,
  allocations: allocationsOf(proposal),
  evidence: proposal.evidence,
});
