import { offsettingNow } from '#services/actions/bank/offsetting.ts';
import { dayInBudapest } from '#services/domain/day.ts';
import { formatMinor } from '#services/domain/money.ts';
import { type AgingRow, agingOf, listOpenItems, type OpenItemRow } from '#storage/queries/open-items.ts';
import {
  type AgingBucket,
  AgingQuery,
  AgingView,
  agingBuckets,
  OffsettingView,
  OpenItemQuery,
  OpenItemView,
} from '#web/contract/matching.ts';
import { BusinessParams, pageOf } from '#web/contract/shapes.ts';
import { route } from '../route.ts';

const openItemView = ({ gross, settled, open, bucket, ...item }: OpenItemRow): OpenItemView => ({
  ...item,
  gross: formatMinor(gross, item.currency),
  settled: formatMinor(settled, item.currency),
  open: formatMinor(open, item.currency),
  bucket: bucket as AgingBucket,
});

export const offsettingRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/open-items/offsetting',
  operationId: 'listOffsetting',
  summary: 'Pairs of open items of one partner that cancel each other out; a person sets them off with a settlement of source `set-off`',
  permission: 'bank.read',
  params: BusinessParams,
  answer: OffsettingView,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId } }, { database }) {
    const pairs = await offsettingNow(database, businessId);
    return { items: pairs.map(({ incoming, outgoing }) => ({ incoming: openItemView(incoming), outgoing: openItemView(outgoing) })) };
  },
});

export const listOpenItemsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/open-items',
  operationId: 'listOpenItems',
  summary: 'What is still owed, due soonest first',
  permission: 'bank.read',
  params: BusinessParams,
  query: OpenItemQuery,
  answer: pageOf(OpenItemView),
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params, query: { limit, cursor, ...filter } }, { database }) {
    const { rows, next } = await listOpenItems(database, params.businessId, dayInBudapest(new Date()), filter, { limit, cursor });
    return {
      items: rows.map(openItemView),
      next,
    };
  },
});

export const agingRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/open-items/aging',
  operationId: 'getAging',
  summary: 'Open amounts per partner, direction and currency, by how late they are; the largest first',
  permission: 'bank.read',
  params: BusinessParams,
  query: AgingQuery,
  answer: AgingView,
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params, query }, { database }) {
    const on = dayInBudapest(new Date());
    const groups = Map.groupBy(await agingOf(database, params.businessId, on, query), ({ direction, partnerId, partnerName, currency }) =>
      JSON.stringify([direction, partnerId ?? partnerName, currency]),
    );
    const totalOf = (rows: readonly AgingRow[]) => rows.reduce((sum, row) => sum + row.total, 0n);
    const items = [...groups.values()]
      .toSorted((one, other) => (totalOf(one) > totalOf(other) ? -1 : 1))
      .map((rows) => {
        const { direction, partnerId, partnerName, currency } = rows[0]!;
        const of = (bucket: AgingBucket) => formatMinor(totalOf(rows.filter((row) => row.bucket === bucket)), currency);
        return {
          direction,
          partnerId,
          partnerName,
          currency,
          count: rows.reduce((sum, row) => sum + row.count, 0),
          total: formatMinor(totalOf(rows), currency),
          buckets: Object.fromEntries(agingBuckets.map((bucket) => [bucket, of(bucket)])) as Record<AgingBucket, string>,
        };
      });
    return { on, items };
  },
});
