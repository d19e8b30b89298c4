import { markNothingFits, markPrivate } from '#services/actions/bank/mark-line.ts';
import { actorOf } from '#services/actions/house.ts';
import { NothingFitsMark, PrivateMark, TransactionParams } from '#web/contract/bank.ts';
import { route } from '../route.ts';
import { demandVisible } from './visible.ts';

export const markPrivateRoute = route({
  method: 'put',
  path: '/businesses/{businessId}/transactions/{id}/private',
  operationId: 'markTransactionPrivate',
  summary: 'Hide a line from the accountant (B-037), or show it again',
  permission: 'bank.private',
  params: TransactionParams,
  body: PrivateMark,
  answer: null,
  problems: ['not-found', 'not-allowed', 'conflict'],
  async handle({ params: { businessId, id }, body, caller }, { database }) {
    await markPrivate(database, { businessId, actor: actorOf(caller) }, id, body.isPrivate);
  },
});

export const markNothingFitsRoute = route({
  method: 'put',
  path: '/businesses/{businessId}/transactions/{id}/nothing-fits',
  operationId: 'markNothingFits',
  summary: 'Say that no open item fits a line, or take that back',
  permission: 'bank.settle',
  params: TransactionParams,
  body: NothingFitsMark,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId, id }, body, caller }, { database }) {
    await demandVisible(database, caller, businessId, id);
    await markNothingFits(database, { businessId, actor: actorOf(caller) }, id, body.nothingFits);
  },
});
