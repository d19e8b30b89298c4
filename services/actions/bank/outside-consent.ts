import type { Sequelize } from 'sequelize';
import type { Caller } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import { appendAudit } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { actorOf } from '../house.ts';

export const consentSides = ['business', 'accountant'] as const;
export type ConsentSide = (typeof consentSides)[number];
export type Consent = { side: ConsentSide; givenAt: Date };

/** The consents in force: the business's, and that of the accountant whom it has now. */
export const consentsOf = (place: Place, businessId: string): Promise<Consent[]> =>
  rows<Consent>(
    place,
    `select side, given_at as "givenAt" from matching_consents consent
     where business_id = $1 and withdrawn_at is null and (side = 'business' or exists (
       select from engagements where id = consent.engagement_id and ended_at is null))
     order by side`,
    businessId,
  );

/** @throws DomainError `conflict` until both sides have accepted the outside service for this business (H-103) */
export async function demandBothConsents(place: Place, businessId: string): Promise<void> {
  const given = await consentsOf(place, businessId);
  const missing = consentSides.filter((side) => !given.some((consent) => consent.side === side));
  if (missing.length > 0)
    throw new DomainError('conflict', 'both the business and its accountant have to accept the outside service first', {
      missing: missing.join(', '),
    });
}

/** @throws DomainError `not-allowed` for a program, or a person who is not of that side */
function demandSide(caller: Caller, businessId: string, side: ConsentSide): void {
  const roles = caller.businesses.get(businessId) ?? [];
  const isOf = side === 'accountant' ? roles.includes('accountant') : roles.some((role) => role === 'owner' || role === 'administrator');
  if (caller.userId === null || !isOf) throw new DomainError('not-allowed', 'only a person of that side may decide this');
}

/**
 * Accepts an outside matching service for a business, for one side. The business's consent covers the handing over of the
 * thirteen data and of its history files (H-104).
 *
 * @throws DomainError `not-allowed`, `conflict` for the accountant's side of a business that has none
 */
export function giveConsent(database: Sequelize, caller: Caller, businessId: string, side: ConsentSide): Promise<void> {
  demandSide(caller, businessId, side);
  return database.transaction(async (transaction) => {
    const engagement = await row<{ id: string }>(
      transaction,
      'select id from engagements where business_id = $1 and ended_at is null for share',
      businessId,
    );
    if (side === 'accountant' && !engagement) throw new DomainError('conflict', 'the business has no accountant now');
    await row(
      transaction,
      `insert into matching_consents (business_id, side, engagement_id, given_by) values ($1, $2, $3, $4) on conflict do nothing`,
      businessId,
      side,
      side === 'accountant' ? engagement!.id : null,
      caller.userId,
    );
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'outside-matching.accept', facts: { side } });
  });
}

/** Withdraws one side's consent, which stops the service at once. @throws DomainError `not-allowed` */
export function withdrawConsent(database: Sequelize, caller: Caller, businessId: string, side: ConsentSide): Promise<void> {
  demandSide(caller, businessId, side);
  return database.transaction(async (transaction) => {
    await row(
      transaction,
      'update matching_consents set withdrawn_at = clock_timestamp() where business_id = $1 and side = $2 and withdrawn_at is null',
      businessId,
      side,
    );
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'outside-matching.withdraw', facts: { side } });
  });
}
