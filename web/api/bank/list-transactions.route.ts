import { listTransactions } from '#storage/queries/bank.ts';
import { TransactionParams, TransactionQuery, TransactionView } from '#web/contract/bank.ts';
import { BusinessParams, pageOf } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { filterOf, transactionView, viewerOf } from './view.ts';
import { demandVisible } from './visible.ts';

export const listTransactionsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/transactions',
  operationId: 'listTransactions',
  summary: 'Bank lines of all accounts, newest first',
  permission: 'bank.read',
  params: BusinessParams,
  query: TransactionQuery,
  answer: pageOf(TransactionView),
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params: { businessId }, query: { limit, cursor, ...filter }, caller }, { database }) {
    const viewer = viewerOf(caller, businessId);
    const { rows, next } = await listTransactions(database, businessId, viewer, filterOf(filter), { limit, cursor });
    return { items: rows.map(transactionView), next };
  },
});

export const getTransactionRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/transactions/{id}',
  operationId: 'getTransaction',
  summary: 'One bank line',
  permission: 'bank.read',
  params: TransactionParams,
  answer: TransactionView,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId, id }, caller }, { database }) {
    return transactionView(await demandVisible(database, caller, businessId, id));
  },
});
