import type { Sequelize } from 'sequelize';
import type { Caller } from '#services/domain/caller.ts';
import type { DocumentState } from '#services/domain/document-state.ts';
import { DomainError } from '#services/domain/errors.ts';
import { divides } from '#services/domain/page-ranges.ts';
import type { Said } from '#services/domain/reading.ts';
import { appendAudit } from '#storage/audit.ts';
import { noteEvent } from '#storage/document-events.ts';
import { Document } from '#storage/models/document.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import { row } from '#storage/sql.ts';
import { actorOf } from '../house.ts';
import { teachKind } from '../lessons/teach.ts';

/** Where a reading has come to its end, whatever it was. */
const readStates: ReadonlySet<DocumentState> = new Set(['needs-review', 'ready', 'failed']);

/**
 * Keeps what a person says of a file as a whole: what kind it is, and which pages are one voucher (H-054). The file is
 * understood again by it, from the words already read; what was corrected on a voucher that begins at the same page stays.
 * Saying what was said before takes it back.
 *
 * @throws DomainError `not-found`, `invalid-request` when the ranges leave a page out, `conflict` while it is being read or once taken over
 */
export async function sayOfDocument(
  database: Sequelize,
  { businessId, documentId, caller }: { businessId: string; documentId: string; caller: Caller },
  said: Said,
): Promise<void> {
  await database.transaction(async (transaction) => {
    const document = await Document.findOne({ where: { id: documentId, businessId }, transaction, lock: transaction.LOCK.UPDATE });
    if (!document || document.state === 'deleted') throw new DomainError('not-found', 'there is no such document');
    const { state, pageCount } = document;
    if (!readStates.has(state)) throw new DomainError('conflict', 'the document is not at rest', { state });
    const taken = await row(
      transaction,
      `select 1 from invoice_sources source join invoices item on item.id = source.invoice_id
       where source.business_id = $1 and source.document_id = $2 and item.state = 'taken-over' limit 1`,
      businessId,
      documentId,
    );
    if (taken) throw new DomainError('conflict', 'an invoice of the document was taken over by the ledger program');
    if (said.pageRanges !== null && !divides(said.pageRanges, pageCount ?? 0))
      throw new DomainError('invalid-request', 'the ranges must hold every page once, in order', { pages: pageCount ?? 0 });

    const isEmpty = said.kind === null && said.pageRanges === null;
    await document.update({ said: isEmpty ? null : said, state: 'stored', because: null, changedAt: new Date() }, { transaction });
    const actor = caller.userId ?? 'hub';
    await noteEvent(transaction, { businessId, documentId, step: 'said', state: 'stored', because: null, actor });
    await enqueue(transaction, 'document', { businessId, documentId });
    await teachKind(transaction, { businessId, documentId, userId: caller.userId }, said.kind);
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'document.said',
      subject: { type: 'document', id: documentId },
      facts: { kind: said.kind, vouchers: said.pageRanges?.length ?? null },
    });
  });
}
