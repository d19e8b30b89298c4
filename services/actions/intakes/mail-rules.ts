import { randomUUID } from 'node:crypto';
import { DomainError } from '#services/domain/errors.ts';
import type { SenderRule } from '#services/domain/senders.ts';
import { appendAudit } from '#storage/audit.ts';
import { row, rows } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';
import { sealFor } from '../vault.ts';
import { filePassword } from './act-on-part.ts';

/** More would be tried on every locked file. */
const mostPasswords = 20;

/** Switches receipts in the mail body on or off (H-063). */
export function switchReceiptsInBody({ database }: House, { caller }: Visitor, businessId: string, isOn: boolean): Promise<void> {
  return database.transaction(async (transaction) => {
    await row(transaction, 'update businesses set receipts_in_body = $2 where id = $1', businessId, isOn);
    const facts = { receiptsInBody: isOn };
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'business.mail-rules-changed', facts });
  });
}

/** Puts a sender on a list, or moves it from one to the other (H-068). */
export function listSender({ database }: House, { caller }: Visitor, businessId: string, { pattern, list }: SenderRule): Promise<void> {
  return database.transaction(async (transaction) => {
    await row(
      transaction,
      `insert into sender_rules (business_id, pattern, list, created_by) values ($1, $2, $3, $4)
       on conflict (business_id, pattern) do update set list = excluded.list, created_by = excluded.created_by, created_at = now()`,
      businessId,
      pattern,
      list,
      caller.userId,
    );
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'business.sender-listed', facts: { list } });
  });
}

/** @throws DomainError `not-found` */
export function unlistSender({ database }: House, { caller }: Visitor, businessId: string, pattern: string): Promise<void> {
  return database.transaction(async (transaction) => {
    const [gone] = await rows(
      transaction,
      'delete from sender_rules where business_id = $1 and pattern = $2 returning pattern',
      businessId,
      pattern,
    );
    if (!gone) throw new DomainError('not-found', 'this sender is on no list');
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'business.sender-unlisted' });
  });
}

/** Keeps a password that is tried by itself on the business's locked files. @throws DomainError `conflict` when there are too many */
export function addFilePassword(
  { database, masterKeys }: House,
  { caller }: Visitor,
  businessId: string,
  { note, password }: { note: string; password: string },
): Promise<string> {
  return database.transaction(async (transaction) => {
    const known = await rows(transaction, 'select id from file_passwords where business_id = $1', businessId);
    if (known.length >= mostPasswords) throw new DomainError('conflict', 'there are enough passwords', { limit: mostPasswords });
    const id = randomUUID();
    const sealed = await sealFor(transaction, masterKeys, businessId, filePassword, password);
    await row(
      transaction,
      'insert into file_passwords (id, business_id, note, sealed, created_by) values ($1, $2, $3, $4, $5)',
      id,
      businessId,
      note,
      sealed,
      caller.userId,
    );
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'business.file-password-added', facts: { id } });
    return id;
  });
}

/** @throws DomainError `not-found` */
export function removeFilePassword({ database }: House, { caller }: Visitor, businessId: string, id: string): Promise<void> {
  return database.transaction(async (transaction) => {
    const [gone] = await rows(transaction, 'delete from file_passwords where business_id = $1 and id = $2 returning id', businessId, id);
    if (!gone) throw new DomainError('not-found', 'there is no such password');
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'business.file-password-removed', facts: { id } });
  });
}
