import { pipeline } from 'node:stream/promises';
import { noteOpening } from '#services/actions/documents/note-opening.ts';
import { demandNothingPrivate } from '#services/actions/documents/private-file.ts';
import { DomainError } from '#services/domain/errors.ts';
import { findDocument } from '#storage/queries/documents.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { isClosed, viewerOf } from './view.ts';

/** Shown in the browser as they are; everything else (HTML and SVG first of all) is handed over as a file to save. */
const harmless = new Set(['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/gif']);

export const documentContentRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/documents/{id}/content',
  operationId: 'getDocumentContent',
  summary: 'The original bytes, unchanged',
  permission: 'documents.read',
  params: BusinessParams.extend({ id: Id }),
  answer: null,
  answerType: 'application/octet-stream',
  problems: ['not-found', 'not-allowed', 'private-lines', 'object-missing', 'object-changed', 'storage-unavailable'],
  async handle({ caller, params: { businessId, id }, response, request }, { database, objects, config }) {
    const row = await findDocument(database, businessId, viewerOf(caller, businessId), id);
    if (!row || row.state === 'deleted') throw new DomainError('not-found', 'there is no such document');
    if (isClosed(row.state, config)) throw new DomainError('not-allowed', 'the file may not be opened', { state: row.state });
    await demandNothingPrivate(database, caller, businessId, id);
    await noteOpening(database, caller, { businessId, documentId: id });
    const tag = `"${row.sha256}"`;
    response.setHeader('ETag', tag);
    response.setHeader('Cache-Control', 'private, no-cache');
    if (request.get('if-none-match') === tag) return void response.status(304).end();
    const stream = await objects.open(businessId, row.sha256);
    const isHarmless = harmless.has(row.media_type);
    response.setHeader('Content-Type', isHarmless ? row.media_type : 'application/octet-stream');
    response.setHeader('Content-Length', String(row.size));
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    response.setHeader('Content-Disposition', disposition(isHarmless ? 'inline' : 'attachment', row.name));
    await pipeline(stream, response);
  },
});

/** RFC 6266: a plain name for old clients, the real one for the rest. */
const disposition = (kind: 'inline' | 'attachment', name: string): string =>
  `${kind}; filename="${name.normalize('NFD').replace(/[^\x20-\x7e]|["\\]/g, '')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;
