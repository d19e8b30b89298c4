import type { MatchLine, SettlementReport } from '#services/domain/matching.ts';
import { formatMinor } from '#services/domain/money.ts';
import { type Entry, type ItemIndex, isRefused } from './item-index.ts';
import { viewOf } from './memo-view.ts';
import { amountEvidence, type Proposal } from './proposal.ts';

/**
 * Class 7: a payout of an acquirer, courier or payment service, taken apart by its report. Gross amounts settle the items,
 * the fee explains the rest; automatic only when every line of the report is one whole open item and all adds up to the forint.
 */
export function byReport(line: MatchLine, report: SettlementReport, index: ItemIndex): Proposal | null {
  const entries: Entry[] = [];
  for (const { number, gross } of report.lines) {
    const wanted = viewOf(number.trim());
    const fitting = [
      ...new Set(
        wanted.runs
          .flatMap((run) => index.identifiers.get(run.text) ?? [])
          .filter(({ field, view }) => field !== 'identifier' && view.text === wanted.text)
          .flatMap((each) => each.entries),
      ),
    ].filter(
      (entry) => entry.flow === gross && entry.item.open !== 0n && entry.item.currency === line.currency && !isRefused(index, line, entry),
    );
    if (fitting.length !== 1 || entries.includes(fitting[0]!)) return null;
    entries.push(fitting[0]!);
  }
  const gross = report.lines.reduce((sum, each) => sum + each.gross, 0n);
  if (entries.length === 0 || gross - report.fee !== line.amount) return null;
  return {
    line,
    rule: 'report',
    confidence: 0.99,
    parts: entries.map((entry) => ({ entry, flow: entry.flow })),
    evidence: [amountEvidence(line), { kind: 'fee', text: formatMinor(report.fee, line.currency), span: null }],
  };
}
