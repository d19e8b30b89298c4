import type { Sequelize } from 'sequelize';
import { type Day, dayInBudapest } from '#services/domain/day.ts';
import { documentStates } from '#services/domain/document-state.ts';
import { DomainError } from '#services/domain/errors.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { recompute } from '#services/register/recompute.ts';
import { type AuditActor, appendAudit } from '#storage/audit.ts';
import { noteEvent } from '#storage/document-events.ts';
import { Document } from '#storage/models/document.ts';
import { Intake } from '#storage/models/intake.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import { whileObjectsMayLeave } from '#storage/objects-leave.ts';
import { keepUntilOf } from '#storage/queries/keep-until.ts';
import type { Place } from '#storage/sql.ts';
import { demandNoHold } from '../leaving/legal-hold.ts';

/**
 * Before its keep-until day a document leaves for a person only who was told that day and names it (LG-006).
 *
 * @throws DomainError `confirmation-needed`, with the day
 */
export async function demandKeepUntil(
  place: Place,
  { businessId, documentId, confirmed }: { businessId: string; documentId: string; confirmed: Day | 'none' },
): Promise<void> {
  const { keepUntil } = await keepUntilOf(place, businessId, documentId);
  if (keepUntil === null || keepUntil < dayInBudapest(new Date()) || keepUntil === confirmed) return;
  throw new DomainError('confirmation-needed', 'the law may ask for this document until the day given; confirm that day', { keepUntil });
}

/**
 * Takes a document away: its bytes, pages, reading and what was learnt of it leave, and the register forgets what only it said. The row stays
 * as a tombstone for the change feed. The same bytes may be sent in again afterwards.
 *
 * @throws DomainError `not-found`, `legal-hold` (LG-007)
 */
export async function deleteDocument(
  { businessId, documentId, actor, because = null }: { businessId: string; documentId: string; actor: AuditActor; because?: string | null },
  { database, objects }: { database: Sequelize; objects: ObjectStore },
): Promise<void> {
  const sha256 = await database.transaction(async (transaction) => {
    await holdBooks(transaction, businessId);
    const document = await Document.findOne({ where: { id: documentId, businessId }, transaction, lock: transaction.LOCK.UPDATE });
    if (!document || document.state === 'deleted') throw new DomainError('not-found', 'there is no such document');
    await demandNoHold(transaction, businessId);
    const sources = await InvoiceSource.findAll({ where: { businessId, documentId }, transaction });
    await InvoiceSource.destroy({ where: { businessId, documentId }, transaction });
    for (const invoiceId of new Set(sources.map((source) => source.invoiceId))) await recompute(transaction, invoiceId, actor.id ?? 'hub');
    // Its bank lines go unless another file holds them too; what they settled stays (B-034).
    await database.query('delete from bank_statements where document_id = $1', { bind: [documentId], transaction });
    for (const table of ['document_pages', 'kind_lessons', 'place_lessons'])
      await database.query(`delete from ${table} where document_id = $1`, { bind: [documentId], transaction });
    await document.update({ state: 'deleted', because, reading: null, sealedPassword: null, changedAt: new Date() }, { transaction });
    await noteEvent(transaction, { businessId, documentId, step: 'delete', state: 'deleted', because, actor: actor.id ?? 'hub' });
    // What takes it away for another reason has a line of its own.
    if (because === null)
      await appendAudit(transaction, businessId, { actor, action: 'document.deleted', subject: { type: 'document', id: documentId } });
    return document.sha256;
  });
  // After the commit, and never while the same bytes are the raw form of a delivery that is still kept.
  const isRaw = await Intake.count({ where: { businessId, rawSha256: sha256, rawKept: true, door: 'smtp' } });
  const isAgain = await Document.count({ where: { businessId, sha256, state: notDeleted } });
  if (isRaw === 0 && isAgain === 0) await whileObjectsMayLeave(database, () => objects.remove(businessId, sha256));
  else if (isAgain === 0) await objects.removeDerived(businessId, sha256);
}

const notDeleted = documentStates.filter((state) => state !== 'deleted');
