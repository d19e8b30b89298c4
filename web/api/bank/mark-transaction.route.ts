import { askForVoucher } from '#services/actions/bank/ask-for-voucher.ts';
import { markNothingFits, markPrivate } from '#services/actions/bank/mark-line.ts';
import { actorOf } from '#services/actions/house.ts';
import { NothingFitsMark, PrivateMark, TransactionParams } from '#web/contract/bank.ts';
import { houseOf } from '../house.ts';
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

export const askForVoucherRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/transactions/{id}/voucher-request',
  operationId: 'askForVoucher',
  summary: 'Ask the client by mail for the voucher of a line; once for each line',
  permission: 'bank.settle',
  params: TransactionParams,
  answer: null,
  problems: ['not-found', 'not-allowed', 'conflict'],
  async handle({ params: { businessId, id }, caller }, deps) {
    await demandVisible(deps.database, caller, businessId, id);
    await askForVoucher(houseOf(deps), caller, businessId, id);
  },
});
