import type { MatchLine } from '#services/domain/matching.ts';
import { findIdentifiers, type Hit } from './find-identifiers.ts';
import { findPayers, type Payer } from './find-payers.ts';
import { type Entry, type ItemIndex, isRefused, shapeOf } from './item-index.ts';
import { type TextView, viewOf } from './memo-view.ts';

/** All that a bank line says, found once and weighed twice: for deciding and for suggesting. */
export type LineView = {
  line: MatchLine;
  memo: TextView;
  /** Of open items in the line's currency. */
  hits: Hit[];
  /** Of open items in another currency. */
  foreignHits: Hit[];
  /** Of invoices that were cancelled, by their number. */
  cancelledHits: Hit[];
  payers: Payer[];
  /** Numbers of ours that stand in the memo letter for letter, open or not: hardly a fault of another number. */
  numberHits: Hit[];
  /** The memo names something that is no open item: one already settled, or a number that looks like ours and is not known. */
  namesOther: boolean;
};

export function readLine(line: MatchLine, index: ItemIndex): LineView {
  const memo = viewOf(line.memo ?? '');
  const all = findIdentifiers(memo, index, true);
  if (line.reference !== null && line.reference !== '') {
    for (const hit of findIdentifiers(viewOf(line.reference), index, false)) {
      if (!all.some((each) => each.entry === hit.entry && each.field === hit.field)) all.push(hit);
    }
  }
  const open = all.filter(({ entry }) => entry.item.open !== 0n && !isRefused(index, line, entry));
  return {
    line,
    memo,
    hits: open.filter(({ entry }) => entry.item.currency === line.currency),
    foreignHits: open.filter(({ entry }) => entry.item.currency !== line.currency),
    cancelledHits: all.filter(
      ({ entry, field }) =>
        field === 'number' && entry.item.cancelled !== undefined && entry.item.currency === line.currency && !isRefused(index, line, entry),
    ),
    payers: findPayers(line, memo, index),
    numberHits: all.filter(({ field, bounds, inMemo }) => field === 'number' && bounds !== 'embedded' && inMemo),
    namesOther: all.some(({ entry, field }) => entry.item.open === 0n && field === 'number') || hasStrangeNumber(memo, all, index),
  };
}

/** A word of the memo that has the shape of our numbers, not of a day, and is none of them. */
function hasStrangeNumber(memo: TextView, hits: readonly Hit[], index: ItemIndex): boolean {
  for (const match of memo.text.matchAll(/[A-Z0-9][A-Z0-9\-/_.]*[A-Z0-9]/g)) {
    const word = match[0];
    if (!/\d/.test(word) || !/[A-Z\-/_.]/.test(word) || /^(?:19|20)\d\d[-./]\d\d?[-./]\d\d?$/.test(word)) continue;
    if (!index.shapes.has(shapeOf(word))) continue;
    const end = match.index + word.length;
    if (!hits.some((hit) => hit.inMemo && hit.span[0] < end && hit.span[1] > match.index)) return true;
  }
  return false;
}

/** Entries of hits, each once, in the order of their ids' discovery. */
export const entriesOf = (hits: readonly Hit[]): Entry[] => [...new Set(hits.map((hit) => hit.entry))];
