import { deleteDocument, demandKeepUntil } from '#services/actions/documents/delete-document.ts';
import { actorOf } from '#services/actions/house.ts';
import { DocumentDeletion } from '#web/contract/documents.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';

export const deleteDocumentRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/documents/{id}',
  operationId: 'deleteDocument',
  summary: 'Delete a document: its bytes and what was read from it leave, a tombstone stays',
  permission: 'documents.delete',
  params: BusinessParams.extend({ id: Id }),
  query: DocumentDeletion,
  answer: null,
  problems: ['not-found', 'not-allowed', 'legal-hold', 'confirmation-needed'],
  async handle({ params: { businessId, id }, query, caller }, { database, objects }) {
    if (query.keepUntil !== undefined) await demandKeepUntil(database, { businessId, documentId: id, confirmed: query.keepUntil });
    await deleteDocument({ businessId, documentId: id, actor: actorOf(caller) }, { database, objects });
  },
});
