import { settle } from '#services/actions/bank/settle.ts';
import { actorOf } from '#services/actions/house.ts';
import { parseMinor } from '#services/domain/money.ts';
import { lineCurrency } from '#storage/queries/bank.ts';
import { SettlementCreated, SettlementRequest } from '#web/contract/bank.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { route } from '../route.ts';

export const settleRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/settlements',
  operationId: 'settle',
  summary: 'Gives the money of a bank line to open items, whole or in part',
  permission: 'bank.settle',
  params: BusinessParams,
  body: SettlementRequest,
  answer: SettlementCreated,
  status: 201,
  problems: ['not-found', 'not-allowed', 'conflict', 'invalid-request'],
  async handle({ params, body, caller }, { database }) {
    const currency = await lineCurrency(database, params.businessId, body.transaction);
    const allocations = body.allocations.map(({ item, amount }) => ({ item, amount: parseMinor(amount, currency) }));
    const where = { businessId: params.businessId, actor: actorOf(caller) };
    return { id: await settle(database, where, { transactionId: body.transaction, allocations }) };
  },
});
