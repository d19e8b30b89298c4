import { undoSettlement } from '#services/actions/bank/settle.ts';
import { actorOf } from '#services/actions/house.ts';
import { SettlementParams } from '#web/contract/bank.ts';
import { route } from '../route.ts';

export const undoSettlementRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/settlements/{id}',
  operationId: 'undoSettlement',
  summary: 'Takes a settlement back; both sides are as before, and the machine does not redo it',
  permission: 'bank.settle',
  params: SettlementParams,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params, caller }, { database }) {
    await undoSettlement(database, { businessId: params.businessId, actor: actorOf(caller) }, params.id);
  },
});
