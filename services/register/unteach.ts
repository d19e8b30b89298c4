import type { Transaction } from 'sequelize';
import { rows } from '#storage/sql.ts';

/** Takes back what an undone confirmation counted; rows that somebody deleted meanwhile stay gone. */
export async function unteach(transaction: Transaction, businessId: string, taught: readonly string[]): Promise<void> {
  await rows(transaction, 'delete from match_memory where business_id = $1 and id = any($2::uuid[]) and times = 1', businessId, taught);
  await rows(transaction, 'update match_memory set times = times - 1 where business_id = $1 and id = any($2::uuid[])', businessId, taught);
}
