import { acceptImport } from '#services/actions/documents/accept-import.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';

export const acceptImportRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/documents/{id}/import',
  operationId: 'acceptImport',
  summary: 'Take what can be taken of a data file whose import waits for a person',
  permission: 'invoices.correct',
  params: BusinessParams.extend({ id: Id }),
  answer: null,
  status: 202,
  problems: ['not-found', 'not-allowed', 'conflict'],
  async handle({ params: { businessId, id }, caller }, { database }) {
    await acceptImport(database, { businessId, documentId: id, userId: caller.userId });
  },
});
