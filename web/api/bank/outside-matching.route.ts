import { Writable } from 'node:stream';
import { beginHandover, writeHandover } from '#services/actions/bank/handover.ts';
import { consentSides, consentsOf, giveConsent, withdrawConsent } from '#services/actions/bank/outside-consent.ts';
import { ConsentBody, ConsentQuery, HandoverBody, OutsideMatchingView } from '#web/contract/outside-matching.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { route } from '../route.ts';

export const outsideMatchingRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/outside-matching',
  operationId: 'getOutsideMatching',
  summary: 'Who accepted an outside matching service for this business, and whether it may be started',
  permission: 'bank.read',
  params: BusinessParams,
  answer: OutsideMatchingView,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId } }, { database }) {
    const consents = await consentsOf(database, businessId);
    return {
      consents: consents.map(({ side, givenAt }) => ({ side, givenAt: givenAt.toISOString() })),
      mayStart: consentSides.every((side) => consents.some((consent) => consent.side === side)),
    };
  },
});

export const giveConsentRoute = route({
  method: 'put',
  path: '/businesses/{businessId}/outside-matching/consent',
  operationId: 'acceptOutsideMatching',
  summary: 'Accept an outside matching service for this business, for one’s own side',
  permission: 'bank.settle',
  params: BusinessParams,
  body: ConsentBody,
  answer: null,
  problems: ['not-found', 'not-allowed', 'conflict'],
  async handle({ params: { businessId }, body, caller }, { database }) {
    await giveConsent(database, caller, businessId, body.side);
  },
});

export const withdrawConsentRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/outside-matching/consent',
  operationId: 'withdrawOutsideMatching',
  summary: 'Withdraw one’s own side’s consent; nothing is handed over from then on',
  permission: 'bank.settle',
  params: BusinessParams,
  query: ConsentQuery,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId }, query, caller }, { database }) {
    await withdrawConsent(database, caller, businessId, query.side);
  },
});

export const handOverRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/outside-matching/handovers',
  operationId: 'handOver',
  summary: 'A ZIP for the outside service, when a person asks: open items in thirteen data each, and one bank history as uploaded',
  permission: 'bank.settle',
  params: BusinessParams,
  body: HandoverBody,
  answer: null,
  answerType: 'application/zip',
  problems: ['not-found', 'not-allowed', 'private-lines', 'conflict'],
  async handle({ params: { businessId }, body, caller, response }, { database, objects }) {
    const handover = await beginHandover(database, caller, businessId, body.documentId);
    response.setHeader('Content-Type', 'application/zip');
    response.setHeader('Content-Disposition', 'attachment; filename="parositasra.zip"');
    await writeHandover(Writable.toWeb(response) as WritableStream<Uint8Array>, handover, { businessId, objects });
  },
});
