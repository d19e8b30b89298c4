import { open } from 'node:fs/promises';
import { demandNothingPrivate } from '#services/actions/documents/private-file.ts';
import { decodeText } from '#services/domain/decode-text.ts';
import { DomainError } from '#services/domain/errors.ts';
import { findDocument } from '#storage/queries/documents.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { isClosed, viewerOf } from './view.ts';

/** Nobody reads further on a screen; the whole file can be downloaded. */
const mostBytes = 524_288;
const isText = (mediaType: string): boolean => /^text\/|[/+](xml|json)$|^message\/rfc822$/.test(mediaType);

export const documentTextRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/documents/{id}/text',
  operationId: 'getDocumentText',
  summary: 'The beginning of a text file, XML, JSON or mail as plain text',
  permission: 'documents.read',
  params: BusinessParams.extend({ id: Id }),
  answer: null,
  answerType: 'text/plain',
  problems: ['not-found', 'not-allowed', 'private-lines', 'object-missing', 'object-changed', 'storage-unavailable', 'unknown-type'],
  async handle({ caller, params: { businessId, id }, response }, { database, objects, config }) {
    const row = await findDocument(database, businessId, viewerOf(caller, businessId), id);
    if (!row || isClosed(row.state, config)) throw new DomainError('not-found', 'there is no such document');
    await demandNothingPrivate(database, caller, businessId, id);
    if (!isText(row.media_type)) throw new DomainError('unknown-type', 'this is no text', { mediaType: row.media_type });
    const bytes = await objects.withFile(businessId, row.sha256, async (path) => {
      await using file = await open(path);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(mostBytes, Number(row.size))));
      return buffer.subarray(0, bytesRead);
    });
    response.setHeader('Cache-Control', 'private, max-age=600');
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.status(200).type('text/plain').send(decodeText(bytes).text);
  },
});
