import { normalAccount } from '#services/domain/bank-account.ts';
import { learntOfPayer, paidForBy } from '#storage/queries/payers.ts';
import { TransactionParams } from '#web/contract/bank.ts';
import { PayerView } from '#web/contract/matching.ts';
import { route } from '../route.ts';
import { demandVisible } from './visible.ts';

export const payerRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/transactions/{id}/payer',
  operationId: 'getPayer',
  summary: 'What is known of the one who paid or was paid: whose items its money settled before, and what was learnt of it',
  permission: 'bank.read',
  params: TransactionParams,
  answer: PayerView,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId, id }, caller }, { database }) {
    const { counterpartyAccount, counterpartyName } = await demandVisible(database, caller, businessId, id);
    const account = counterpartyAccount === null ? null : (normalAccount(counterpartyAccount) ?? counterpartyAccount.trim());
    const [paidFor, learnt] = await Promise.all([
      paidForBy(database, businessId, id),
      learntOfPayer(database, businessId, { account, name: counterpartyName?.trim() ?? null }),
    ]);
    return { paidFor, learnt };
  },
});
