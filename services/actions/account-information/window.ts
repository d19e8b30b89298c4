import { randomUUID } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import { row, rows } from '#storage/sql.ts';

const dayMs = 86_400_000;
type Account = { id: string; businessId: string; consentId: string };

/**
 * Takes one of an account's unattended fetches in 24 hours, before the call leaves (B-020, B-021); attended ones are noted and not
 * counted. The window slides, is kept in the database, and of two at the same moment one waits for the other. Answers the fetch's
 * id, or when there is room again.
 */
export function takeTurn(
  database: Sequelize,
  { id, businessId, consentId }: Account,
  { isAttended, perDay }: { isAttended: boolean; perDay: number },
  now: Date,
): Promise<{ fetchId: string } | { freeAt: Date }> {
  return database.transaction(async (transaction) => {
    await row(transaction, 'select id from ais_accounts where id = $1 for update', id);
    const counted = await rows<{ at: Date }>(
      transaction,
      'select at from ais_fetches where account_id = $1 and consent_id = $2 and not is_attended and at > $3 order by at desc limit $4',
      id,
      consentId,
      new Date(now.getTime() - dayMs),
      perDay,
    );
    if (!isAttended && counted.length === perDay) return { freeAt: new Date(counted.at(-1)!.at.getTime() + dayMs) };
    const fetchId = randomUUID();
    await row(
      transaction,
      'insert into ais_fetches (id, business_id, account_id, consent_id, is_attended, at) values ($1, $2, $3, $4, $5, $6)',
      fetchId,
      businessId,
      id,
      consentId,
      isAttended,
      now,
    );
    return { fetchId };
  });
}

/** The call never reached the bank: it does not count. One that did counts, whatever came of it (B-027). */
export const giveTurnBack = (database: Sequelize, fetchId: string): Promise<unknown> =>
  rows(database, 'delete from ais_fetches where id = $1', fetchId);
