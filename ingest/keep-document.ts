import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import type { DocumentKind } from '#services/domain/reading.ts';
import { noteEvent } from '#storage/document-events.ts';
import { Document } from '#storage/models/document.ts';
import { IntakePart } from '#storage/models/intake-part.ts';
import { enqueue } from '#storage/queues/outbox.ts';

export type NewDocument = {
  businessId: string;
  intakeId: string;
  sha256: string;
  size: number;
  name: string;
  mediaType: string;
  statedKind: DocumentKind | null;
  part: { path: string; position: number; inline: boolean; because: string | null };
  actor: string;
  /** Sealed; tried once on the document. */
  password?: string | undefined;
};

/**
 * Makes a document of stored bytes, or names the one that has them already: the same bytes in one business are one
 * document unless it was deleted (H-056), also when two doors bring them at the same moment. The delivery's part is
 * written with its fate in the same transaction.
 */
export async function keepDocument(transaction: Transaction, given: NewDocument): Promise<{ documentId: string; isNew: boolean }> {
  const { businessId, intakeId, sha256, part } = given;
  const id = randomUUID();
  // `do update` of nothing waits for a concurrent twin to commit and then sees its row; `do nothing` would not.
  const [rows] = await Document.sequelize!.query(
    `insert into documents (id, business_id, intake_id, sha256, name, media_type, size, state, stated_kind)
     values ($1, $2, $3, $4, $5, $6, $7, 'stored', $8)
     on conflict (business_id, sha256) where state <> 'deleted' do update set sha256 = excluded.sha256
     returning id`,
    { bind: [id, businessId, intakeId, sha256, given.name, given.mediaType, given.size, given.statedKind], transaction },
  );
  const documentId = (rows as { id: string }[])[0]!.id;
  const isNew = documentId === id;
  // The same part once more, after a kill or because a person asked: its row already says what it is.
  if (!isNew && (await IntakePart.count({ where: { intakeId, path: part.path, documentId }, transaction })) > 0)
    return { documentId, isNew };
  await IntakePart.upsert(
    {
      intakeId,
      businessId,
      path: part.path,
      position: part.position,
      name: given.name,
      mediaType: given.mediaType,
      size: BigInt(given.size),
      sha256,
      inline: part.inline,
      fate: isNew ? 'document' : 'known',
      because: isNew ? part.because : 'same-bytes',
      documentId,
    },
    { transaction },
  );
  if (isNew) {
    await noteEvent(transaction, { businessId, documentId, step: 'receive', state: 'stored', because: null, actor: given.actor });
    await enqueue(transaction, 'document', { businessId, documentId, password: given.password });
  }
  return { documentId, isNew };
}
