import { listPartners, partnersLike } from '#storage/queries/partners.ts';
import { PartnerQuery, PartnerView } from '#web/contract/partners.ts';
import { BusinessParams, pageOf } from '#web/contract/shapes.ts';
import { route } from '../route.ts';

export const listPartnersRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/partners',
  operationId: 'listPartners',
  summary: "A business's partners, newest first; with `q` those most like it",
  permission: 'partners.read',
  params: BusinessParams,
  query: PartnerQuery,
  answer: pageOf(PartnerView),
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId }, query: { q, limit, cursor } }, { database }) {
    if (q) return { items: await partnersLike(database, businessId, q, limit), next: null };
    const { rows, next } = await listPartners(database, businessId, { limit, cursor });
    return { items: rows, next };
  },
});
