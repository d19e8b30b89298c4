import { randomUUID } from 'node:crypto';
import { DomainError } from '#services/domain/errors.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import type { House } from '../house.ts';

/** Stops every deletion and expiry of a business until it is lifted (LG-007). @throws DomainError `not-found` */
export function setLegalHold(
  { database }: Pick<House, 'database'>,
  businessId: string,
  reason: string,
  actor: AuditActor,
): Promise<string> {
  return database.transaction(async (transaction) => {
    // Locks the business: a deletion that is just starting sees the hold or is done.
    const business = await row(transaction, 'select 1 from businesses where id = $1 for update', businessId);
    if (!business) throw new DomainError('not-found', 'there is no such business');
    const id = randomUUID();
    await row(transaction, 'insert into legal_holds (id, business_id, reason) values ($1, $2, $3)', id, businessId, reason);
    await appendAudit(transaction, businessId, { actor, action: 'legal-hold.set', subject: { type: 'legal-hold', id } });
    return id;
  });
}

/** A deletion that the hold stopped half-way goes on. @throws DomainError `not-found` when nothing is held */
export function liftLegalHold({ database }: Pick<House, 'database'>, businessId: string, actor: AuditActor): Promise<void> {
  return database.transaction(async (transaction) => {
    const lifted = await rows<{ id: string }>(
      transaction,
      'update legal_holds set lifted_at = now() where business_id = $1 and lifted_at is null returning id',
      businessId,
    );
    if (lifted.length === 0) throw new DomainError('not-found', 'this business is not held');
    const stopped = await rows<{ id: string }>(
      transaction,
      `update chores set state = 'waiting', failure = null, changed_at = now() where business_id = $1 and state = 'failed' and failure = 'legal-hold' returning id`,
      businessId,
    );
    for (const { id } of stopped) await enqueue(transaction, 'chore', { choreId: id });
    await appendAudit(transaction, businessId, { actor, action: 'legal-hold.lifted' });
  });
}

export const isHeld = async (place: Place, businessId: string): Promise<boolean> =>
  (await row(place, 'select 1 from legal_holds where business_id = $1 and lifted_at is null limit 1', businessId)) !== undefined;

/** @throws DomainError `legal-hold` */
export async function demandNoHold(place: Place, businessId: string): Promise<void> {
  if (await isHeld(place, businessId)) throw new DomainError('legal-hold', 'a legal hold stops deletion');
}
