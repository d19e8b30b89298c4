import { z } from 'zod';
import { noteOpening } from '#services/actions/documents/note-opening.ts';
import { pagePicture } from '#services/actions/documents/page-picture.ts';
import { demandNothingPrivate } from '#services/actions/documents/private-file.ts';
import { openPassword } from '#services/actions/intakes/act-on-part.ts';
import { DomainError } from '#services/domain/errors.ts';
import { findDocument, pageDrawing, pageWords } from '#storage/queries/documents.ts';
import { PageView } from '#web/contract/documents.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { isClosed, viewerOf } from './view.ts';

const number = z.coerce.number().int().min(1).max(10_000);

export const pagePictureRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/documents/{id}/pages/{n}.webp',
  operationId: 'getPagePicture',
  summary: 'One upright page as a picture',
  permission: 'documents.read',
  params: BusinessParams.extend({ id: Id, n: number }),
  query: z.object({ width: z.coerce.number().int().min(64).max(2400).default(1200) }),
  answer: null,
  answerType: 'image/webp',
  problems: [
    'not-found',
    'not-allowed',
    'private-lines',
    'object-missing',
    'object-changed',
    'storage-unavailable',
    'unreadable',
    'encrypted',
    'wrong-password',
  ],
  async handle(
    { caller, params: { businessId, id, n }, query: { width }, request, response },
    { database, objects, renderPage, masterKeys, config, log },
  ) {
    const row = await findDocument(database, businessId, viewerOf(caller, businessId), id);
    if (!row || isClosed(row.state, config)) throw new DomainError('not-found', 'there is no such page');
    if (row.page_count !== null && n > row.page_count) throw new DomainError('not-found', 'there is no such page');
    await demandNothingPrivate(database, caller, businessId, id);
    const drawing = await pageDrawing(database, businessId, id, n);
    if (!drawing) throw new DomainError('not-found', 'there is no such page');
    await noteOpening(database, caller, { businessId, documentId: id });
    const { rotationDegrees, sealedPassword } = drawing;
    // The bytes never change; by how much they are turned may, when a later reader sees better.
    const tag = `"${row.sha256}-${n}-${width}-${rotationDegrees}"`;
    response.setHeader('ETag', tag);
    response.setHeader('Cache-Control', 'private, max-age=600');
    if (request.get('if-none-match') === tag) return void response.status(304).end();
    const draw = async () => {
      const password = sealedPassword === null ? undefined : await openPassword(database, masterKeys, businessId, sealedPassword);
      return objects.withFile(businessId, row.sha256, (path) =>
        renderPage(path, { number: n, name: row.name, maxWidth: width, rotationDegrees, password }),
      );
    };
    // What is locked stays so where it lies.
    const mayBeKept = sealedPassword === null;
    const wanted = { businessId, sha256: row.sha256, number: n, width, rotationDegrees, mayBeKept };
    response
      .status(200)
      .type('image/webp')
      .send(await pagePicture(wanted, { objects, log }, draw));
  },
});

export const pageWordsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/documents/{id}/pages/{n}',
  operationId: 'getPageWords',
  summary: "One page's words with their places",
  permission: 'documents.read',
  params: BusinessParams.extend({ id: Id, n: number }),
  answer: PageView,
  problems: ['not-found', 'not-allowed', 'private-lines'],
  async handle({ caller, params: { businessId, id, n } }, { database, config }) {
    const row = await findDocument(database, businessId, viewerOf(caller, businessId), id);
    if (!row || isClosed(row.state, config)) throw new DomainError('not-found', 'there is no such page');
    await demandNothingPrivate(database, caller, businessId, id);
    const page = await pageWords(database, businessId, id, n);
    if (!page) throw new DomainError('not-found', 'there is no such page');
    return page;
  },
});
