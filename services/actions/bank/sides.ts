import type { Transaction } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { row, rows } from '#storage/sql.ts';

/** The two sides of a settlement, locked. Amounts are minor units. */
export type Line = {
  id: string;
  bookedOn: Day;
  amount: bigint;
  settled: bigint;
  currency: string;
  isPrivate: boolean;
  nothingFits: boolean;
};
export type Item = {
  id: string;
  direction: 'receivable' | 'payable';
  state: string;
  currency: string | null;
  gross: bigint;
  settled: bigint;
};

const lineColumns = `id, booked_on::text as "bookedOn", amount_minor as amount, settled_minor as settled, currency,
  is_private as "isPrivate", nothing_fits as "nothingFits"`;

/**
 * Bank lines, locked in the order of their ids, by whoever holds the books (services/register/hold-books.ts).
 */
export const lockedLines = async (transaction: Transaction, businessId: string, ids: readonly string[]): Promise<Map<string, Line>> =>
  byId(
    await rows<Line>(
      transaction,
      `select ${lineColumns} from bank_transactions where business_id = $1 and id = any($2::uuid[]) order by id for update`,
      businessId,
      ids,
    ),
  );

/** @throws DomainError `not-found` for a line that is not this business's */
export async function lockedLine(transaction: Transaction, businessId: string, id: string): Promise<Line> {
  const line = (await lockedLines(transaction, businessId, [id])).get(id);
  if (!line) throw new DomainError('not-found', 'there is no such bank line');
  return line;
}

/** Register items that are not discarded, locked in the order of their ids. */
export const lockedItems = async (transaction: Transaction, businessId: string, ids: readonly string[]): Promise<Map<string, Item>> =>
  byId(
    await rows<Item>(
      transaction,
      `select id, direction, state, currency, coalesce(payable_minor, gross_minor, 0) as gross, settled_minor as settled
       from invoices where business_id = $1 and id = any($2::uuid[]) and state <> 'discarded' order by id for update`,
      businessId,
      ids,
    ),
  );

const byId = <Row extends { id: string }>(found: readonly Row[]): Map<string, Row> => new Map(found.map((each) => [each.id, each]));

/** Asks the matcher to look at the business again. The last lock of a transaction, after its audit. */
export const wishMatch = (transaction: Transaction, businessId: string): Promise<unknown> =>
  row(transaction, 'select wish_match($1)', businessId);
