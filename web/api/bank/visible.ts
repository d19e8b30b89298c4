import type { Sequelize } from 'sequelize';
import type { Caller } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import { findTransaction, type TransactionRow } from '#storage/queries/bank.ts';
import { viewerOf } from './view.ts';

/** A line that the caller may see. @throws DomainError `not-found` also for a private one of which the caller must not know */
export async function demandVisible(database: Sequelize, caller: Caller, businessId: string, id: string): Promise<TransactionRow> {
  const found = await findTransaction(database, businessId, viewerOf(caller, businessId), id);
  if (!found) throw new DomainError('not-found', 'there is no such bank line');
  return found;
}
