import type { MatchLine, SettlementReport } from '#services/domain/matching.ts';
import { divideRounded, formatMinor } from '#services/domain/money.ts';
import { findIdentifiers } from './find-identifiers.ts';
import { type Entry, type ItemIndex, isRefused } from './item-index.ts';
import { viewOf } from './memo-view.ts';
import { amountEvidence, type Proposal } from './proposal.ts';

/**
 * Class 7: a payout of an acquirer, courier or payment service, taken apart by its report. Gross amounts settle the items; what each
 * takes of the line is its share of the payout, so that the fee is the rest. `isWhole` only when every line of the report is
 * one whole open item and all adds up to the last unit; else a person is shown what was found.
 */
export function byReport(line: MatchLine, report: SettlementReport, index: ItemIndex): { proposal: Proposal; isWhole: boolean } | null {
  const gross = report.lines.reduce((sum, each) => sum + each.gross, 0n);
  if (gross === 0n || gross > 0n !== line.amount > 0n || gross - report.fee !== line.amount) return null;
  const parts: Proposal['parts'] = [];
  let seen = 0n;
  for (const sold of report.lines) {
    const entry = itemOf(line, sold, index);
    const before = seen;
    seen += sold.gross;
    if (!entry || parts.some((part) => part.entry === entry)) continue;
    const taken = divideRounded(seen * line.amount, gross) - divideRounded(before * line.amount, gross);
    parts.push({ entry, flow: entry.flow, taken });
  }
  if (parts.length === 0) return null;
  const isWhole = parts.length === report.lines.length;
  const evidence = [
    { kind: 'report', text: report.name, span: null },
    { kind: 'report-lines', text: `${parts.length}/${report.lines.length}`, span: null },
    amountEvidence(line),
    { kind: 'commission', text: formatMinor(report.fee, line.currency), span: null },
  ];
  return { proposal: { line, rule: 'report', confidence: isWhole ? 0.99 : 0.85, parts, evidence }, isWhole };
}

/** The one open item that the report's line names, of exactly its amount. */
function itemOf(line: MatchLine, { text, gross }: SettlementReport['lines'][number], index: ItemIndex): Entry | null {
  const entries = new Set(
    findIdentifiers(viewOf(text), index, false)
      .filter(({ field }) => field !== 'identifier')
      .map(({ entry }) => entry)
      .filter(
        (entry) => entry.flow === gross && entry.left !== 0n && entry.item.currency === line.currency && !isRefused(index, line, entry),
      ),
  );
  const [only] = entries;
  return only && entries.size === 1 ? only : null;
}
