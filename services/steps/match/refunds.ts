import { flowOf } from '#services/domain/matching.ts';
import { absolute } from '#services/domain/money.ts';
import { type Entry, type ItemIndex, isRefused } from './item-index.ts';
import type { LineView } from './line-view.ts';
import { amountEvidence, hitEvidence, type Proposal } from './proposal.ts';

/**
 * Money with a cancelled invoice's number (B-059): paid on it all the same, it is kept there and owed back from then on; paid back, it
 * settles the invoice that cancels it. A person decides, always.
 */
export function refunds(view: LineView, index: ItemIndex): Proposal[] {
  const { line } = view;
  return view.cancelledHits.flatMap((hit): Proposal[] => {
    const { entry } = hit;
    const fits = (flow: bigint) => flow !== 0n && flow > 0n === line.amount > 0n;
    const partOf = (each: Entry, flow: bigint): Proposal => ({
      line,
      rule: 'refund',
      confidence: absolute(flow) === absolute(line.amount) ? 0.89 : 0.65,
      parts: [{ entry: each, flow: absolute(line.amount) < absolute(flow) ? line.amount : flow }],
      evidence: [hitEvidence(view, hit), { kind: 'cancelled', text: entry.item.number ?? '', span: null }, amountEvidence(line)],
    });
    const room = flowOf(entry.item, entry.item.cancelled ?? 0n);
    if (fits(room)) return [partOf(entry, room)];
    return (index.byOriginal.get(`${entry.item.number} ${entry.partner.key}`) ?? [])
      .filter((each) => each.left !== 0n && !isRefused(index, line, each))
      .map((each): [Entry, bigint] => [each, flowOf(each.item, each.left)])
      .filter(([, flow]) => fits(flow))
      .map(([each, flow]) => partOf(each, flow));
  });
}
