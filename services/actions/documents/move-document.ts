import type { Readable } from 'node:stream';
import type { Sequelize } from 'sequelize';
import { type Caller, demand, mayIn } from '#services/domain/caller.ts';
import { restingStates } from '#services/domain/document-state.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { DocumentKind } from '#services/domain/reading.ts';
import { appendAudit } from '#storage/audit.ts';
import { Document } from '#storage/models/document.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import { row } from '#storage/sql.ts';
import { actorOf } from '../house.ts';
import { demandNoHold } from '../leaving/legal-hold.ts';
import { deleteDocument } from './delete-document.ts';
import { demandNothingPrivate } from './private-file.ts';

export type MovedFile = { businessId: string; raw: Readable; name: string; mediaType: string; statedKind: DocumentKind | null };
type Deps = {
  database: Sequelize;
  objects: ObjectStore;
  /** Keeps a file as if it had been handed in there; resolves once that is durable. */
  receive(file: MovedFile): Promise<{ documentId: string }>;
};

/**
 * Moves a document that came to the wrong client (promise 4): kept there first, only then taken away here, so that at no moment
 * it is nowhere. It is read anew as the other business's. Both audit chains hold the move.
 *
 * @returns its id there
 * @throws DomainError `not-found` for a document or business out of the caller's sight, `not-allowed` where the caller may not upload,
 *   `conflict` while it is being read, is closed or once taken over, `legal-hold`, `private-lines`
 */
export async function moveDocument(
  { businessId, documentId, toBusinessId, caller }: { businessId: string; documentId: string; toBusinessId: string; caller: Caller },
  { database, objects, receive }: Deps,
): Promise<string> {
  demand(caller, 'documents.upload', { businessId: toBusinessId });
  if (toBusinessId === businessId) throw new DomainError('invalid-request', 'it belongs to this business already');
  const document = await Document.findOne({ where: { id: documentId, businessId } });
  const isBank = document?.kind === 'bank-statement' || document?.kind === 'bank-history';
  if (!document || document.state === 'deleted' || (isBank && !mayIn(caller, businessId, 'bank.read')))
    throw new DomainError('not-found', 'there is no such document');
  if (!restingStates.has(document.state) || document.state === 'quarantined' || (await isTakenOver(database, businessId, documentId)))
    throw new DomainError('conflict', 'the document cannot be moved now', { state: document.state });
  await demandNothingPrivate(database, caller, businessId, documentId);
  await database.transaction((transaction) => demandNoHold(transaction, businessId));

  const { name, mediaType, statedKind, sha256 } = document;
  const moved = await receive({ businessId: toBusinessId, raw: await objects.open(businessId, sha256), name, mediaType, statedKind });
  await deleteDocument({ businessId, documentId, actor: actorOf(caller), because: 'moved' }, { database, objects });
  const actor = actorOf(caller);
  await database.transaction(async (transaction) => {
    // In one order, so that two moves the other way round do not wait for each other.
    const links = [
      { chain: businessId, action: 'document.moved-out', id: documentId, facts: { to: toBusinessId } },
      { chain: toBusinessId, action: 'document.moved-in', id: moved.documentId, facts: { from: businessId } },
    ].sort((a, b) => (a.chain < b.chain ? -1 : 1));
    for (const { chain, action, id, facts } of links)
      await appendAudit(transaction, chain, { actor, action, subject: { type: 'document', id }, facts });
  });
  return moved.documentId;
}

const isTakenOver = async (database: Sequelize, businessId: string, documentId: string): Promise<boolean> =>
  (await row(
    database,
    `select from invoice_sources source join invoices item on item.id = source.invoice_id
     where source.business_id = $1 and source.document_id = $2 and item.state = 'taken-over' limit 1`,
    businessId,
    documentId,
  )) !== undefined;
