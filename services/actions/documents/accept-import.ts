import type { Sequelize } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { importAccepted } from '#services/domain/import-report.ts';
import { noteEvent } from '#storage/document-events.ts';
import { Document } from '#storage/models/document.ts';
import { enqueue } from '#storage/queues/outbox.ts';

const offered: ReadonlySet<string | null> = new Set(['count-differs', 'partly-imported']);

/**
 * A person has looked at a data file whose import was only offered (H-087) or left some out (H-091), and takes what can be taken.
 *
 * @throws DomainError `not-found`, `conflict` where no import waits
 */
export async function acceptImport(
  database: Sequelize,
  { businessId, documentId, userId }: { businessId: string; documentId: string; userId: string | null },
): Promise<void> {
  await database.transaction(async (transaction) => {
    const document = await Document.findOne({ where: { id: documentId, businessId }, transaction, lock: transaction.LOCK.UPDATE });
    if (!document || document.state === 'deleted') throw new DomainError('not-found', 'there is no such document');
    if (document.state !== 'needs-review' || !offered.has(document.because)) throw new DomainError('conflict', 'no import waits here');
    const place = { state: 'recognised' as const, because: importAccepted };
    await document.update({ ...place, changedAt: new Date() }, { transaction });
    await noteEvent(transaction, { businessId, documentId, step: 'review', ...place, actor: userId ?? 'hub' });
    await enqueue(transaction, 'document', { businessId, documentId });
  });
}
