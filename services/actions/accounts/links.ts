import type { Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { newToken, tokenHash } from '#services/platform/tokens.ts';
import { type Place, row } from '#storage/sql.ts';

export type LinkPurpose = 'activation' | 'password' | 'invitation' | 'joining';

const notValid = () => new DomainError('link-not-valid', 'this link was used, has expired or was never ours');

/** A fresh token for a mail; earlier ones for the same thing stop working. Only its hash is kept (H-012). */
export async function makeLink(transaction: Transaction, purpose: LinkPurpose, subjectId: string, hours: number): Promise<string> {
  const token = newToken();
  await row(transaction, 'delete from links where subject_id = $1 and purpose = $2', subjectId, purpose);
  await row(
    transaction,
    `insert into links (token_hash, purpose, subject_id, expires_at) values ($1, $2, $3, now() + make_interval(hours => $4))`,
    tokenHash(token),
    purpose,
    subjectId,
    hours,
  );
  return token;
}

/** What a link is about, without using it up. @throws DomainError `link-not-valid` */
export async function readLink(place: Place, purpose: LinkPurpose, token: string): Promise<string> {
  const link = await row<{ subjectId: string }>(
    place,
    `select subject_id as "subjectId" from links where token_hash = $1 and purpose = $2 and used_at is null and expires_at > now()`,
    tokenHash(token),
    purpose,
  );
  if (!link) throw notValid();
  return link.subjectId;
}

/** Uses a link up; of two at the same moment one gets it. @throws DomainError `link-not-valid` */
export async function consumeLink(transaction: Transaction, purpose: LinkPurpose, token: string): Promise<string> {
  const link = await row<{ subjectId: string }>(
    transaction,
    `update links set used_at = now() where token_hash = $1 and purpose = $2 and used_at is null and expires_at > now()
     returning subject_id as "subjectId"`,
    tokenHash(token),
    purpose,
  );
  if (!link) throw notValid();
  return link.subjectId;
}

export async function endLinks(transaction: Transaction, purpose: LinkPurpose, subjectId: string): Promise<void> {
  await row(transaction, 'delete from links where subject_id = $1 and purpose = $2', subjectId, purpose);
}
