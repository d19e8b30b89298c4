import type { MatchLine, MatchRule } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import { compareIds } from './item-index.ts';
import type { Proposal } from './proposal.ts';

/** Stronger evidence takes its items first, whenever its line came; rules of one tier compete by day. */
const tiers: readonly (readonly MatchRule[])[] = [
  ['report'],
  ['number', 'order-number', 'identifier', 'numbers'],
  ['repaired-number'],
  ['partial', 'overpayment', 'fee', 'rounding'],
  ['account'],
];

export const byDay = (one: MatchLine, other: MatchLine): number =>
  one.bookedOn < other.bookedOn ? -1 : one.bookedOn > other.bookedOn ? 1 : compareIds(one.id, other.id);

/**
 * One assignment over the whole batch: takes from each entry's `left`, never more than there is.
 * Of lines that want the same item the earlier has it; different lines of one day are a tie, and none has it.
 * Lines that differ in nothing but their id are no tie: whichever settles, the books are the same.
 *
 * @returns the proposals that hold
 */
export function assign(proposals: readonly Proposal[]): Proposal[] {
  const held: Proposal[] = [];
  for (const rules of tiers) {
    const inTier = proposals.filter(({ rule }) => rules.includes(rule)).sort((one, other) => byDay(one.line, other.line));
    const tied = tiesOf(inTier);
    for (const proposal of inTier) {
      if (tied.has(proposal) || !proposal.parts.every(fits)) continue;
      for (const { entry, flow } of proposal.parts) entry.left -= magnitudeOf(entry.item.open, flow);
      held.push(proposal);
    }
  }
  return held;
}

/** A flow as part of an item's open amount, with the sign of that. */
const magnitudeOf = (open: bigint, flow: bigint): bigint => (open < 0n ? -absolute(flow) : absolute(flow));

const fits = ({ entry, flow }: Proposal['parts'][number]): boolean => absolute(flow) <= absolute(entry.left);

function tiesOf(proposals: readonly Proposal[]): Set<Proposal> {
  const wanting = new Map<string, Proposal[]>();
  for (const proposal of proposals) {
    for (const { entry } of proposal.parts) {
      const key = `${proposal.line.bookedOn} ${entry.item.id}`;
      const list = wanting.get(key);
      if (list) list.push(proposal);
      else wanting.set(key, [proposal]);
    }
  }
  const tied = new Set<Proposal>();
  for (const list of wanting.values()) {
    if (list.length < 2 || new Set(list.map(({ line }) => likenessOf(line))).size === 1) continue;
    const entry = list[0]!.parts.find((part) => list.every((each) => each.parts.some((other) => other.entry === part.entry)))?.entry;
    const wanted = list.reduce((sum, { parts }) => sum + absolute(parts.find((part) => part.entry === entry)?.flow ?? 0n), 0n);
    if (entry && wanted <= absolute(entry.left)) continue;
    for (const proposal of list) tied.add(proposal);
  }
  return tied;
}

const likenessOf = (line: MatchLine): string =>
  JSON.stringify([String(line.amount), line.counterpartyAccount, line.counterpartyName, line.memo, line.reference]);
