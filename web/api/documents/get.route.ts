import { isKeptPrivate } from '#services/actions/documents/private-file.ts';
import { DomainError } from '#services/domain/errors.ts';
import { findDocument, readingOf } from '#storage/queries/documents.ts';
import { DocumentDetail } from '#web/contract/documents.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { documentView, viewerOf } from './view.ts';

export const getDocumentRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/documents/{id}',
  operationId: 'getDocument',
  summary: 'One document with all that was read from it',
  permission: 'documents.read',
  params: BusinessParams.extend({ id: Id }),
  answer: DocumentDetail,
  problems: ['not-found', 'not-allowed'],
  async handle({ caller, params: { businessId, id } }, { database }) {
    const row = await findDocument(database, businessId, viewerOf(caller, businessId), id);
    if (!row) throw new DomainError('not-found', 'there is no such document');
    const { reading, importReport, pages } = await readingOf(database, businessId, id);
    const isPrivate = await isKeptPrivate(database, caller, businessId, id);
    // What was read of it is as private as the file itself.
    return {
      ...documentView(row),
      entered: row.entered,
      reading: isPrivate ? null : reading,
      importReport,
      pages: isPrivate ? [] : pages,
      isKeptPrivate: isPrivate,
    };
  },
});
