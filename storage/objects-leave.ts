import type { Sequelize, Transaction } from 'sequelize';
import { row } from './sql.ts';

/** Held together by all who take objects away, alone by a backup for the moment between its snapshot and its last object. */
export const objectsLeaveLock = 0x62697a71;

/**
 * Takes objects away in `remove`, which a backup may hold up for seconds: what its snapshot names is copied before it leaves.
 * The rows that named the objects must have been changed in this transaction or before it.
 */
export function whileObjectsMayLeave<T>(database: Sequelize, remove: (transaction: Transaction) => Promise<T>): Promise<T> {
  return database.transaction(async (transaction) => {
    await row(transaction, 'select pg_advisory_xact_lock_shared($1)', objectsLeaveLock);
    return remove(transaction);
  });
}
