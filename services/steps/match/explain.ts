import { type Evidence, flowOf, type MatchLine, type OpenItem } from '#services/domain/matching.ts';
import { formatMinor } from '#services/domain/money.ts';
import { findIdentifiers } from './find-identifiers.ts';
import { indexItems } from './item-index.ts';
import { viewOf } from './memo-view.ts';
import { repairNumber } from './repair-number.ts';

/** Why a line does not settle an item by itself (B-057). */
export type Obstacle =
  | 'already-paid'
  | 'other-currency'
  | 'other-direction'
  | 'no-identifier'
  | 'mistyped-number'
  | 'incomplete-number'
  | 'not-separated'
  | 'amount-differs'
  | 'before-issue';
export type Explanation = { because: Obstacle; evidence: Evidence };

/** Everything that keeps a line from settling an item under the strict rules, with the words of the memo; empty: nothing does. */
export function explain(line: MatchLine, item: OpenItem): Explanation[] {
  const found: Explanation[] = [];
  const say = (because: Obstacle, text: string, span: Evidence['span'] = null) =>
    found.push({ because, evidence: { kind: because, text, span } });
  if (item.open === 0n) say('already-paid', item.number ?? '');
  if (item.currency !== line.currency) say('other-currency', item.currency);
  const owed = flowOf(item, item.open === 0n ? item.gross : item.open);
  if (owed > 0n !== line.amount > 0n) say('other-direction', formatMinor(line.amount, line.currency));
  const memo = viewOf(line.memo ?? '');
  const index = indexItems([item], {}, undefined);
  const hits = [...findIdentifiers(memo, index, true), ...findIdentifiers(viewOf(line.reference ?? ''), index, false)];
  if (!hits.some(({ bounds }) => bounds === 'spaces')) {
    const glued = hits.find(({ inMemo }) => inMemo);
    const repair = item.number === null ? null : repairNumber(memo, viewOf(item.number.trim()));
    if (glued) say('not-separated', memo.original.slice(...glued.span), glued.span);
    else if (repair)
      say(
        repair.how === 'typo' || repair.how === 'separators' ? 'mistyped-number' : 'incomplete-number',
        memo.original.slice(...repair.span),
        repair.span,
      );
    else say('no-identifier', line.memo ?? '');
  }
  if (item.currency === line.currency && owed !== line.amount) say('amount-differs', formatMinor(line.amount - owed, line.currency));
  if (item.issuedOn !== null && item.issuedOn > line.bookedOn) say('before-issue', item.issuedOn);
  return found;
}
