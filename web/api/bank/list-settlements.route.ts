import { joinToLine } from '#services/actions/bank/pushed-payment.ts';
import { actorOf } from '#services/actions/house.ts';
import { itemsNamed } from '#storage/queries/open-items.ts';
import { listSettlements } from '#storage/queries/settlements.ts';
import { SettlementJoin, SettlementParams, SettlementQuery, SettlementView } from '#web/contract/bank.ts';
import { BusinessParams, pageOf } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { settlementView } from './view.ts';
import { demandVisible } from './visible.ts';

export const listSettlementsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/settlements',
  operationId: 'listSettlements',
  summary: 'Settlements, newest first, with their evidence; what the machine decided can be asked for alone',
  permission: 'bank.read',
  params: BusinessParams,
  query: SettlementQuery,
  answer: pageOf(SettlementView),
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params: { businessId }, query: { limit, cursor, ...filter } }, { database }) {
    const { rows, next } = await listSettlements(database, businessId, filter, { limit, cursor });
    const items = await itemsNamed(database, businessId, [...new Set(rows.flatMap(({ parts }) => parts.map(({ item }) => item)))]);
    return { items: rows.map((each) => settlementView(each, items)), next };
  },
});

export const joinSettlementRoute = route({
  method: 'put',
  path: '/businesses/{businessId}/settlements/{id}/transaction',
  operationId: 'joinSettlement',
  summary: 'Say which bank line a pushed or entered payment is; it stays one settlement',
  permission: 'bank.settle',
  params: SettlementParams,
  body: SettlementJoin,
  answer: null,
  problems: ['not-found', 'not-allowed', 'conflict'],
  async handle({ params: { businessId, id }, body, caller }, { database }) {
    await demandVisible(database, caller, businessId, body.transaction);
    await joinToLine(database, { businessId, actor: actorOf(caller) }, { settlement: id, line: body.transaction });
  },
});
