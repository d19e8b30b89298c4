import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeExportZip } from '#services/actions/leaving/export-zip.ts';
import { type Export, exportedDocuments, exportOf, makeExport, noteFetch } from '#services/actions/leaving/exports.ts';
import { keptZip } from '#services/actions/leaving/prepare-export.ts';
import { mayIn } from '#services/domain/caller.ts';
import { closedStates } from '#services/domain/document-state.ts';
import type { Config } from '#services/platform/config.ts';
import { ExportView, NewExport } from '#web/contract/leaving.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';

const params = BusinessParams.extend({ id: Id });

/** Asked again when the files leave: what was passed then may have been sent to the scanner anew. */
const shown = ({ CLAMD_URL }: Config) => ({ closed: closedStates({ isScanned: CLAMD_URL !== undefined }) });

const view = (businessId: string, { id, documents, bytes, createdAt, expiresAt, state, progress }: Export): ExportView => ({
  id,
  state,
  progress,
  documents,
  bytes: Number(bytes),
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  url: `/api/v1/businesses/${businessId}/exports/${id}/content`,
});

export const makeExportRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/exports',
  operationId: 'makeExport',
  summary: 'Ask for a group download of a filtered set; a large one is made by a job. Its link works for 24 hours',
  permission: 'exports.make',
  params: BusinessParams,
  body: NewExport,
  answer: ExportView,
  status: 201,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId }, body, caller, request }, deps) {
    const sight = { ...shown(deps.config), seesPrivate: mayIn(caller, businessId, 'bank.private') };
    return view(businessId, await makeExport(houseOf(deps), visitorOf({ caller, request }), businessId, body, sight));
  },
});

export const getExportRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/exports/{id}',
  operationId: 'getExport',
  summary: 'What a group download holds and how long it works',
  permission: 'exports.make',
  params,
  answer: ExportView,
  problems: ['not-found', 'not-allowed', 'link-not-valid'],
  handle: async ({ params: { businessId, id } }, { database }) => view(businessId, await exportOf(database, businessId, id)),
});

export const exportContentRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/exports/{id}/content',
  operationId: 'getExportContent',
  summary: 'The ZIP: original files in a folder a month, and the manifest as CSV and JSON',
  permission: 'exports.make',
  params,
  answer: null,
  answerType: 'application/zip',
  problems: ['not-found', 'not-allowed', 'link-not-valid', 'not-open'],
  async handle({ params: { businessId, id }, caller, request, response }, deps) {
    const { database, objects, config } = deps;
    const asked = await exportOf(database, businessId, id);
    const sight = { ...shown(config), seesPrivate: mayIn(caller, businessId, 'bank.private') };
    const kept = await keptZip({ database, objects }, businessId, asked, sight);
    await noteFetch(houseOf(deps), visitorOf({ caller, request }), businessId, id);
    response.setHeader('Content-Type', 'application/zip');
    response.setHeader('Content-Disposition', `attachment; filename="bizonylatok-${asked.createdAt.toISOString().slice(0, 10)}.zip"`);
    if (kept) {
      response.setHeader('Content-Length', String(kept.size));
      return await pipeline(kept.stream, response);
    }
    await writeExportZip(Writable.toWeb(response) as WritableStream<Uint8Array>, {
      businessId,
      objects,
      documents: exportedDocuments(database, businessId, asked, sight),
      madeAt: asked.createdAt,
    });
  },
});
