import type { Sequelize, Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { actionsFor, type PartAction } from '#services/domain/part-actions.ts';
import type { MasterKeys } from '#services/platform/secrets.ts';
import { holdBooks } from '#services/register/hold-books.ts';
import { recompute } from '#services/register/recompute.ts';
import { noteEvent } from '#storage/document-events.ts';
import { Document } from '#storage/models/document.ts';
import { Intake } from '#storage/models/intake.ts';
import { IntakePart } from '#storage/models/intake-part.ts';
import { InvoiceSource } from '#storage/models/invoice-source.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import { openFor, sealFor } from '../vault.ts';

export type PartAct = {
  businessId: string;
  intakeId: string;
  path: string;
  action: PartAction;
  password: string | undefined;
  /** The person's own words for a discarded part. */
  because: string | undefined;
  userId: string | null;
};

/** Binds a file's password to this use of it: a sealed one opens nothing else. */
export const filePassword = 'file-password';

/**
 * What a person decides about one part of a delivery. The decision is stored, the work follows in a job; opening files
 * is never done here. A password travels sealed in that job; it stays, sealed, with a document that it opened.
 *
 * @throws DomainError `not-found`, `invalid-request` without a password, `conflict` when this cannot be done now
 */
export async function actOnPart(act: PartAct, { database, masterKeys }: { database: Sequelize; masterKeys: MasterKeys }): Promise<void> {
  const { businessId, intakeId, path, action } = act;
  if (action === 'password' && act.password === undefined) throw new DomainError('invalid-request', 'the password is missing');
  await database.transaction(async (transaction) => {
    if (action === 'discard') await holdBooks(transaction, businessId);
    const intake = await Intake.findOne({ where: { id: intakeId, businessId }, transaction, lock: transaction.LOCK.UPDATE });
    const part = intake && (await IntakePart.findOne({ where: { businessId, intakeId, path }, transaction }));
    if (!intake || !part) throw new DomainError('not-found', 'there is no such part');
    const document = part.documentId
      ? await Document.findOne({ where: { id: part.documentId, businessId }, transaction, lock: transaction.LOCK.UPDATE })
      : null;
    const { fate, because } = part;
    const allowed = actionsFor({ fate, because, document, isDeliveryInReview: intake.fate === 'review', isRawKept: intake.rawKept });
    if (!allowed.includes(action)) throw new DomainError('conflict', 'this cannot be done with the part as it is now');

    const password =
      act.password === undefined || action !== 'password'
        ? {}
        : { password: await sealFor(transaction, masterKeys, businessId, filePassword, act.password) };
    if (action === 'discard') await discard(transaction, act, { intake, part, document });
    else if (document && action !== 'keep') await readAgain(transaction, act, document, password);
    else {
      const opens = document?.sealedPassword ? { password: document.sealedPassword } : password;
      await enqueue(transaction, 'part', { businessId, intakeId, path, isWanted: action === 'keep', ...opens });
    }
  });
}

/** Opens the password of a job. */
export const openPassword = (database: Sequelize, masterKeys: MasterKeys, businessId: string, sealed: string): Promise<string> =>
  openFor(database, masterKeys, businessId, filePassword, sealed);

async function readAgain(
  transaction: Transaction,
  { businessId, action, userId }: PartAct,
  document: Document,
  password: { password?: string },
): Promise<void> {
  await document.update({ state: 'stored', because: null, changedAt: new Date() }, { transaction });
  await note(transaction, document, action, userId);
  await enqueue(transaction, 'document', { businessId, documentId: document.id, ...password });
}

type Place = { intake: Intake; part: IntakePart; document: Document | null };

/** A discarded document says nothing in the register any more; its bytes stay, so that it can be brought back. */
async function discard(
  transaction: Transaction,
  { businessId, because, userId }: PartAct,
  { intake, part, document }: Place,
): Promise<void> {
  const reason = because ?? 'by-person';
  if (document) {
    const where = { businessId, documentId: document.id };
    const sources = await InvoiceSource.findAll({ where, transaction });
    await InvoiceSource.destroy({ where, transaction });
    for (const invoiceId of new Set(sources.map((source) => source.invoiceId))) await recompute(transaction, invoiceId, userId ?? 'hub');
    await document.update({ state: 'discarded', because: reason, changedAt: new Date() }, { transaction });
    await note(transaction, document, 'discard', userId);
    return;
  }
  await part.update({ fate: 'ignored', because: reason }, { transaction });
  const others = await IntakePart.findAll({ where: { businessId, intakeId: intake.id }, transaction });
  if (intake.fate !== 'review' || others.some(({ fate }) => fate === 'review')) return;
  // The last doubt is settled; the raw bytes stay as long as was promised, should the person think again.
  await intake.update(
    { fate: others.some(({ documentId }) => documentId !== null) ? 'kept' : 'discarded', because: reason },
    { transaction },
  );
}

const note = (transaction: Transaction, { id: documentId, businessId, state, because }: Document, step: string, userId: string | null) =>
  noteEvent(transaction, { businessId, documentId, step, state, because, actor: userId ?? 'hub' });
