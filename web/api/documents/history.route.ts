import { z } from 'zod';
import { DomainError } from '#services/domain/errors.ts';
import { documentHistory, findDocument } from '#storage/queries/documents.ts';
import { DocumentEvent } from '#web/contract/documents.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { viewerOf } from './view.ts';

export const documentHistoryRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/documents/{id}/history',
  operationId: 'getDocumentHistory',
  summary: "Every step of a document's fate, oldest first",
  permission: 'documents.read',
  params: BusinessParams.extend({ id: Id }),
  answer: z.object({ items: z.array(DocumentEvent), next: z.null() }),
  problems: ['not-found', 'not-allowed'],
  async handle({ caller, params: { businessId, id } }, { database }) {
    if (!(await findDocument(database, businessId, viewerOf(caller, businessId), id)))
      throw new DomainError('not-found', 'there is no such document');
    const events = await documentHistory(database, businessId, id);
    return { items: events.map((event) => ({ ...event, at: event.at.toISOString() })), next: null };
  },
});
