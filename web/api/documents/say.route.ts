import { sayOfDocument } from '#services/actions/documents/say-of-document.ts';
import { DomainError } from '#services/domain/errors.ts';
import { findDocument } from '#storage/queries/documents.ts';
import { DocumentView, Said } from '#web/contract/documents.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { documentView, viewerOf } from './view.ts';

export const sayOfDocumentRoute = route({
  method: 'put',
  path: '/businesses/{businessId}/documents/{id}/said',
  operationId: 'sayOfDocument',
  summary: "A person's word on a file: its kind, and the pages of each voucher in it; null leaves it to the machine",
  permission: 'invoices.correct',
  params: BusinessParams.extend({ id: Id }),
  body: Said,
  answer: DocumentView,
  problems: ['not-found', 'not-allowed', 'conflict'],
  async handle({ caller, params: { businessId, id }, body }, { database }) {
    const viewer = viewerOf(caller, businessId);
    if (!(await findDocument(database, businessId, viewer, id))) throw new DomainError('not-found', 'there is no such document');
    await sayOfDocument(database, { businessId, documentId: id, caller }, body);
    // Said to be bank data, it may be out of the sayer's sight from now on (B-035).
    const row = await findDocument(database, businessId, { seesBank: true }, id);
    return documentView(row!);
  },
});
