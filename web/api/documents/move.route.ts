import { receiveFile } from '#ingest/receive.ts';
import { moveDocument } from '#services/actions/documents/move-document.ts';
import { findDocument } from '#storage/queries/documents.ts';
import { DocumentView, MoveRequest } from '#web/contract/documents.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { documentView } from './view.ts';

/** No file in the hub is larger than the largest mail. */
const maxBytes = 64 * 1024 * 1024;

export const moveDocumentRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/documents/{id}/move',
  operationId: 'moveDocument',
  summary: 'Move a document that came to the wrong client; it is read anew there',
  permission: 'documents.delete',
  params: BusinessParams.extend({ id: Id }),
  body: MoveRequest,
  answer: DocumentView,
  status: 201,
  problems: ['not-found', 'not-allowed', 'private-lines', 'invalid-request', 'conflict', 'legal-hold'],
  async handle({ params: { businessId, id }, body: { to }, caller }, { database, objects, spool }) {
    const moved = await moveDocument(
      { businessId, documentId: id, toBusinessId: to, caller },
      {
        database,
        objects,
        async receive({ raw, ...file }) {
          await using spooled = await spool.write(raw, { maxBytes });
          const facts = { door: 'moved', sender: null, reference: null, uploadedBy: caller.userId };
          return await receiveFile({ ...facts, ...file }, spooled, { database, objects, spool });
        },
      },
    );
    return documentView((await findDocument(database, to, { seesBank: true }, moved))!);
  },
});
