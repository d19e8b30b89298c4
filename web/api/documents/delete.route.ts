import { deleteDocument } from '#services/actions/documents/delete-document.ts';
import { actorOf } from '#services/actions/house.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';

export const deleteDocumentRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/documents/{id}',
  operationId: 'deleteDocument',
  summary: 'Delete a document: its bytes and what was read from it leave, a tombstone stays',
  permission: 'documents.delete',
  params: BusinessParams.extend({ id: Id }),
  answer: null,
  problems: ['not-found', 'not-allowed', 'legal-hold'],
  async handle({ params: { businessId, id }, caller }, { database, objects }) {
    await deleteDocument({ businessId, documentId: id, actor: actorOf(caller) }, { database, objects });
  },
});
