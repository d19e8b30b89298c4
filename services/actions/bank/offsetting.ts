import type { Sequelize } from 'sequelize';
import { dayInBudapest } from '#services/domain/day.ts';
import { type OffsettingPair, offsettingPairs } from '#services/steps/match/offsetting-pairs.ts';
import { listOpenItems, type OpenItemRow } from '#storage/queries/open-items.ts';

/** Most pairs that are shown at once. */
const most = 200;

/** Items of one partner that cancel each other out, as they stand now; a person sets them off (H-106). */
export async function offsettingNow(database: Sequelize, businessId: string): Promise<OffsettingPair<OpenItemRow>[]> {
  const items: OpenItemRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOpenItems(database, businessId, dayInBudapest(new Date()), { mayOffset: 'true' }, { limit: 1_000, cursor });
    items.push(...page.rows);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return offsettingPairs(items).slice(0, most);
}
