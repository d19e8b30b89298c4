import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { newToken, tokenHash } from '#services/platform/tokens.ts';
import { appendAudit } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';
import type { Key, MadeKey } from './security-keys.ts';

const columns = `id, name, hint, created_at as "createdAt", last_used_at as "lastUsedAt", paused_at as "pausedAt", ends_at as "endsAt", revoked_at as "revokedAt"`;
const overlapHours = 24;

export type BusinessKeyPlace = { businessId: string; keyId: string };

export const listBusinessKeys = (place: Place, businessId: string): Promise<Key[]> =>
  rows<Key>(place, `select ${columns} from business_keys where business_id = $1 order by created_at desc, id`, businessId);

/** A secret key (titkos kulcs) that one invoicing program uses to push into this business (H-031, H-033). */
export function addBusinessKey({ database }: House, visitor: Visitor, businessId: string, name: string): Promise<MadeKey> {
  return database.transaction(async (transaction) => {
    const made = await makeBusinessKey(transaction, { businessId, name, createdBy: visitor.caller.userId });
    await note(transaction, visitor, { businessId, keyId: made.id }, 'made');
    return made;
  });
}

export async function makeBusinessKey(
  transaction: Transaction,
  { businessId, name, createdBy }: { businessId: string; name: string; createdBy: string | null },
): Promise<MadeKey> {
  const secret = newToken('biz_');
  const made = await row<Key>(
    transaction,
    `insert into business_keys (id, business_id, name, key_hash, hint, created_by) values ($1, $2, $3, $4, $5, $6) returning ${columns}`,
    randomUUID(),
    businessId,
    name,
    tokenHash(secret),
    secret.slice(-4),
    createdBy,
  );
  return { ...made!, secret };
}

/** A successor with a day of overlap (H-033). @throws DomainError `not-found`, `not-open` */
export function rotateBusinessKey({ database }: House, visitor: Visitor, place: BusinessKeyPlace, hours = overlapHours): Promise<MadeKey> {
  return database.transaction(async (transaction) => {
    const { name } = await demandKey(transaction, place);
    const [ending] = await rows(
      transaction,
      'update business_keys set ends_at = now() + make_interval(hours => $2) where id = $1 and ends_at is null and revoked_at is null returning id',
      place.keyId,
      hours,
    );
    if (!ending) throw new DomainError('not-open', 'this key was already replaced or revoked');
    const made = await makeBusinessKey(transaction, { businessId: place.businessId, name, createdBy: visitor.caller.userId });
    await note(transaction, visitor, place, 'rotated');
    return made;
  });
}

/** A paused key refuses pushes until it is switched on again. @throws DomainError `not-found` */
export function pauseBusinessKey({ database }: House, visitor: Visitor, place: BusinessKeyPlace, paused: boolean): Promise<Key> {
  return database.transaction(async (transaction) => {
    await demandKey(transaction, place);
    const key = await row<Key>(
      transaction,
      `update business_keys set paused_at = case when $2 then coalesce(paused_at, now()) end where id = $1 returning ${columns}`,
      place.keyId,
      paused,
    );
    await note(transaction, visitor, place, paused ? 'paused' : 'resumed');
    return key!;
  });
}

/** @throws DomainError `not-found` */
export function revokeBusinessKey({ database }: House, visitor: Visitor, place: BusinessKeyPlace): Promise<void> {
  return database.transaction(async (transaction) => {
    await demandKey(transaction, place);
    const [revoked] = await rows(
      transaction,
      'update business_keys set revoked_at = now() where id = $1 and revoked_at is null returning id',
      place.keyId,
    );
    if (revoked) await note(transaction, visitor, place, 'revoked');
  });
}

async function demandKey(transaction: Transaction, { businessId, keyId }: BusinessKeyPlace): Promise<{ name: string }> {
  const key = await row<{ name: string }>(
    transaction,
    'select name from business_keys where id = $1 and business_id = $2',
    keyId,
    businessId,
  );
  if (!key) throw new DomainError('not-found', 'there is no such key');
  return key;
}

const note = (transaction: Transaction, { caller }: Visitor, { businessId, keyId }: BusinessKeyPlace, what: string): Promise<void> =>
  appendAudit(transaction, businessId, {
    actor: actorOf(caller),
    action: `secret-key.${what}`,
    subject: { type: 'secret-key', id: keyId },
  });
