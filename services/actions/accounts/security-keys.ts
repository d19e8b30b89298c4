import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { newToken, tokenHash } from '#services/platform/tokens.ts';
import { appendAudit } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { post } from '../mail/post.ts';

export type Key = {
  id: string;
  name: string;
  hint: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  pausedAt: Date | null;
  endsAt: Date | null;
  revokedAt: Date | null;
};
export type MadeKey = Key & { secret: string };

const columns = `id, name, hint, created_at as "createdAt", last_used_at as "lastUsedAt", null::timestamptz as "pausedAt", ends_at as "endsAt", revoked_at as "revokedAt"`;
const defaultOverlapHours = 24;

/** A fresh key of a firm for one ledger program; the secret is in this answer and nowhere else (H-014). */
export async function makeSecurityKey(
  transaction: Transaction,
  { accountantId, name, createdBy }: { accountantId: string; name: string; createdBy: string | null },
): Promise<MadeKey> {
  const secret = newToken('hub_');
  const made = await row<Key>(
    transaction,
    `insert into security_keys (id, accountant_id, name, key_hash, hint, created_by) values ($1, $2, $3, $4, $5, $6) returning ${columns}`,
    randomUUID(),
    accountantId,
    name,
    tokenHash(secret),
    secret.slice(-4),
    createdBy,
  );
  return { ...made!, secret };
}

export const listSecurityKeys = (place: Place, accountantId: string): Promise<Key[]> =>
  rows<Key>(place, `select ${columns} from security_keys where accountant_id = $1 order by created_at desc, id`, accountantId);

export function addSecurityKey(house: House, { caller }: Visitor, accountantId: string, name: string): Promise<MadeKey> {
  return house.database.transaction(async (transaction) => {
    const made = await makeSecurityKey(transaction, { accountantId, name, createdBy: caller.userId });
    await noteKey(transaction, house, { caller, address: null }, accountantId, made.id, 'made');
    return made;
  });
}

type KeyPlace = { accountantId: string; keyId: string };

/**
 * Makes the key's successor; the old one works on for the overlap, so that programs can change over. Of two rotations
 * at the same moment one wins. @throws DomainError `not-found`, `not-open` for a key that is already ending
 */
export function rotateSecurityKey(
  house: House,
  visitor: Visitor,
  { accountantId, keyId }: KeyPlace,
  overlapHours = defaultOverlapHours,
): Promise<MadeKey> {
  return house.database.transaction(async (transaction) => {
    await demandKey(transaction, accountantId, keyId);
    const old = await row<{ name: string }>(
      transaction,
      `update security_keys set ends_at = now() + make_interval(hours => $3)
       where id = $1 and accountant_id = $2 and ends_at is null and revoked_at is null returning name`,
      keyId,
      accountantId,
      overlapHours,
    );
    if (!old) throw new DomainError('not-open', 'this key was already replaced or revoked');
    const made = await makeSecurityKey(transaction, { accountantId, name: old.name, createdBy: visitor.caller.userId });
    await noteKey(transaction, house, visitor, accountantId, keyId, 'rotated');
    return made;
  });
}

/** Ends a key and every token made with it, at once. @throws DomainError `not-found` */
export function revokeSecurityKey(house: House, visitor: Visitor, { accountantId, keyId }: KeyPlace): Promise<void> {
  return house.database.transaction(async (transaction) => {
    await demandKey(transaction, accountantId, keyId);
    const [revoked] = await rows(
      transaction,
      'update security_keys set revoked_at = now() where id = $1 and revoked_at is null returning id',
      keyId,
    );
    await row(transaction, 'delete from access_tokens where key_id = $1', keyId);
    if (revoked) await noteKey(transaction, house, visitor, accountantId, keyId, 'revoked');
  });
}

async function demandKey(transaction: Transaction, accountantId: string, keyId: string): Promise<void> {
  const known = await row(transaction, 'select 1 from security_keys where id = $1 and accountant_id = $2', keyId, accountantId);
  if (!known) throw new DomainError('not-found', 'there is no such key');
}

const words = {
  made: { hu: 'új kulcs készült', en: 'a key was made' },
  rotated: { hu: 'a kulcsot lecserélték', en: 'the key was replaced' },
  revoked: { hu: 'a kulcsot visszavonták', en: 'the key was revoked' },
} as const;

async function noteKey(
  transaction: Transaction,
  house: House,
  { caller }: Visitor,
  accountantId: string,
  keyId: string,
  what: keyof typeof words,
): Promise<void> {
  const firm = await row<{ name: string; email: string; language: Language }>(
    transaction,
    'select name, email, language from accountants where id = $1',
    accountantId,
  );
  if (firm) await post(transaction, house, 'security-key', firm, { name: firm.name, what: words[what][firm.language] });
  await appendAudit(transaction, accountantId, {
    actor: actorOf(caller),
    action: `security-key.${what}`,
    subject: { type: 'security-key', id: keyId },
  });
}
