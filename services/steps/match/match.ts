import type { MatchInput, MatchResult } from '#services/domain/matching.ts';
import { assign, byDay } from './assign.ts';
import { decide } from './decide.ts';
import { dropSettled, indexItems } from './item-index.ts';
import { readLine } from './line-view.ts';
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
  const proposals: Proposal[] = [];
  for (const line of lines) {
    const report = reports.get(line.id);
    const taken = report ? byReport(line, report, index) : null;
    // A payout is its report's, or a person's: its memo names nobody who paid.
    const proposal = report ? (taken?.isWhole ? taken.proposal : null) : decide(readLine(line, index), index, settings);
    if (proposal) proposals.push(proposal);
  }
  const held = new Map(assign(proposals).map((proposal) => [proposal.line.id, proposal]));
  dropSettled(index);
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
