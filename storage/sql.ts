import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';

/** Where a statement runs: in a transaction, or by itself. */
export type Place = Sequelize | Transaction;

export const isDatabase = (place: Place): place is Sequelize => 'transaction' in place;

/** Sequelize gives every transaction its database, but does not say so in its types. */
export const databaseOf = (place: Place): Sequelize =>
  isDatabase(place) ? place : (place as unknown as { sequelize: Sequelize }).sequelize;

/** All rows of a statement, also of one that writes and returns. Parameters are `$1`, `$2`, … */
export function rows<Row extends object>(place: Place, sql: string, ...bind: unknown[]): Promise<Row[]> {
  const transaction = isDatabase(place) ? undefined : place;
  return databaseOf(place).query<Row>(sql, { bind, type: QueryTypes.SELECT, ...(transaction ? { transaction } : {}) });
}

/** The first row of a statement, if there is any. */
export async function row<Row extends object>(place: Place, sql: string, ...bind: unknown[]): Promise<Row | undefined> {
  return (await rows<Row>(place, sql, ...bind))[0];
}
