import { formatMinor } from '#services/domain/money.ts';
import { listTransactions } from '#storage/queries/bank.ts';
import { TransactionQuery, TransactionView } from '#web/contract/bank.ts';
import { BusinessParams, pageOf } from '#web/contract/shapes.ts';
import { route } from '../route.ts';

export const listTransactionsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/transactions',
  operationId: 'listTransactions',
  summary: 'Bank lines, newest first',
  permission: 'bank.read',
  params: BusinessParams,
  query: TransactionQuery,
  answer: pageOf(TransactionView),
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params, query }, { database }) {
    const { rows, next } = await listTransactions(database, params.businessId, query);
    const items = rows.map(({ amount, balance, settled, ...line }) => ({
      ...line,
      amount: formatMinor(BigInt(amount), line.currency),
      balance: balance === null ? null : formatMinor(BigInt(balance), line.currency),
      settled: formatMinor(BigInt(settled), line.currency),
    }));
    return { items, next };
  },
});
