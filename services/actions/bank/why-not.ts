import type { Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { type Explanation, explain } from '#services/steps/match/explain.ts';
import { linesOf, openItemsOf } from './snapshot.ts';

/** Everything that kept a line from settling an item by itself (B-057); empty: nothing did. @throws DomainError `not-found` */
export async function whyNot(database: Sequelize, businessId: string, transactionId: string, itemId: string): Promise<Explanation[]> {
  const [line] = await linesOf(database, businessId, [transactionId]);
  const [item] = await openItemsOf(database, businessId, [itemId]);
  if (!line || !item) throw new DomainError('not-found', 'there is no such line or item');
  return explain(line, item);
}
