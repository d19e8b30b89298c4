import type { Sequelize } from 'sequelize';
import { type Caller, mayIn } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import { holdsPrivateLines } from '#storage/queries/private-lines.ts';

/** @throws DomainError `not-allowed` where a bank's file shows lines that the business keeps from this caller (B-037) */
export async function demandNothingPrivate(database: Sequelize, caller: Caller, businessId: string, documentId: string): Promise<void> {
  if (mayIn(caller, businessId, 'bank.private') || !(await holdsPrivateLines(database, businessId, documentId))) return;
  throw new DomainError('not-allowed', 'the file holds bank lines that the business marked private', { because: 'private-lines' });
}
