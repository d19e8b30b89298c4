import type { MatchInput, MatchLine, MatchResult } from '#services/domain/matching.ts';
import { assign, byDay } from './assign.ts';
import { decide } from './decide.ts';
import { indexItems, takeOff } from './item-index.ts';
import { readLine } from './line-view.ts';
import { notePaidFrom } from './paid-from.ts';
import { candidateOf, type Proposal } from './proposal.ts';
import { byReport } from './settlement-report.ts';
import { suggest } from './suggest.ts';

/**
 * Bank lines against open items: what is settled without asking, what a person is asked, and what nothing fits.
 * Pure (B-061): the order of items and lines changes nothing, and neither does the clock. The evidence classes decide
 * (docs/quality.md names them); documents outrank memory, and no tie is ever decided.
 */
export function match({ openItems, transactions, settings = {}, memory }: MatchInput): MatchResult {
  const index = indexItems(openItems, settings, memory);
  const reports = new Map((settings.reports ?? []).map((report) => [report.transaction, report]));
  const lines = transactions.toSorted((one, other) => (one.id < other.id ? -1 : 1)).sort(byDay);
  const proposalFor = (line: MatchLine): Proposal | null => {
    const report = reports.get(line.id);
    const taken = report ? byReport(line, report, index) : null;
    // A payout is its report's, or a person's: its memo names nobody who paid.
    return report ? (taken?.isWhole ? taken.proposal : null) : decide(readLine(line, index), index, settings);
  };
  const held = new Map<string, Proposal>();
  for (let waiting = lines; waiting.length > 0; waiting = waiting.filter(({ id }) => !held.has(id))) {
    const now = assign(waiting.flatMap((line) => proposalFor(line) ?? []));
    if (now.length === 0) break;
    for (const proposal of now) held.set(proposal.line.id, proposal);
    takeOff(
      index,
      now.flatMap(({ parts }) => parts.map(({ entry }) => entry)),
    );
  }
  notePaidFrom(index, held.values(), memory?.paid);
  const result: MatchResult = { settlements: [], suggestions: [], unmatched: [] };
  for (const line of lines) {
    const proposal = held.get(line.id);
    if (proposal) {
      result.settlements.push({ transaction: line.id, ...candidateOf(proposal) });
      continue;
    }
    // Read again rather than kept: at a hundred thousand lines the views would fill the memory.
    const report = reports.get(line.id);
    const partly = report && byReport(line, report, index)?.proposal;
    const candidates = [...(partly ? [candidateOf(partly)] : []), ...suggest(readLine(line, index), index)];
    if (candidates.length > 0) result.suggestions.push({ transaction: line.id, candidates });
    else result.unmatched.push(line.id);
  }
  return result;
}
