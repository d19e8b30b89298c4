import { formatMinor } from '#services/domain/money.ts';
import { type Found, search } from '#storage/queries/search.ts';
import { SearchHit, SearchQuery } from '#web/contract/search.ts';
import { BusinessParams, pageOf } from '#web/contract/shapes.ts';
import { viewerOf } from '../documents/view.ts';
import { route } from '../route.ts';
import { amountTyped } from './amount-typed.ts';

export const searchRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/search',
  operationId: 'search',
  summary: 'Words of pages, numbers and their fragments, partners, amounts; accents and word forms do not matter',
  permission: 'documents.read',
  params: BusinessParams,
  query: SearchQuery,
  answer: pageOf(SearchHit),
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ caller, params: { businessId }, query: { q, type, limit } }, { database }) {
    const asked = { typed: q, amountMinor: amountTyped(q), only: type, limit };
    const found = await search(database, businessId, viewerOf(caller, businessId), asked);
    return { items: found.map(hitOf), next: null };
  },
});

const hitOf = (found: Found) =>
  found.type === 'invoice'
    ? { ...found, gross: found.gross === null ? null : formatMinor(BigInt(found.gross), found.currency) }
    : (found as SearchHit);
