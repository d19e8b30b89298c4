import { listDocuments } from '#storage/queries/documents.ts';
import { DocumentQuery, DocumentView } from '#web/contract/documents.ts';
import { BusinessParams, pageOf } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { documentView, viewerOf } from './view.ts';

export const listDocumentsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/documents',
  operationId: 'listDocuments',
  summary: "A business's documents, newest first",
  permission: 'documents.read',
  params: BusinessParams,
  query: DocumentQuery,
  answer: pageOf(DocumentView),
  problems: ['not-found', 'not-allowed'],
  async handle({ caller, params, query }, { database }) {
    const { rows, next } = await listDocuments(database, params.businessId, viewerOf(caller, params.businessId), query, query);
    return { items: rows.map(documentView), next };
  },
});
