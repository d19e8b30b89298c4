import { addAccount, continuityOfAccount, forgetMapping, markCollector } from '#services/actions/bank/accounts.ts';
import { actorOf } from '#services/actions/house.ts';
import { formatMinor } from '#services/domain/money.ts';
import { balancesOf, listAccounts, listStatements } from '#storage/queries/bank-accounts.ts';
import {
  BankAccountBody,
  BankAccountCreated,
  BankAccountList,
  BankAccountParams,
  CollectorMark,
  StatementQuery,
  StatementView,
} from '#web/contract/bank-statements.ts';
import { BusinessParams, pageOf } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { continuityView, moneyOrNull } from './view.ts';

export const listStatementsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/bank-statements',
  operationId: 'listBankStatements',
  summary: 'Imported statements, newest first',
  permission: 'bank.read',
  params: BusinessParams,
  query: StatementQuery,
  answer: pageOf(StatementView),
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params: { businessId }, query: { limit, cursor, ...filter } }, { database }) {
    const { rows, next } = await listStatements(database, businessId, filter, { limit, cursor });
    return {
      items: rows.map(({ opening, closing, importedAt, exactAt: _, ...statement }) => ({
        ...statement,
        openingBalance: moneyOrNull(opening, statement.currency),
        closingBalance: moneyOrNull(closing, statement.currency),
        importedAt: importedAt.toISOString(),
      })),
      next,
    };
  },
});

export const listBankAccountsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/bank-accounts',
  operationId: 'listBankAccounts',
  summary: 'The business’s accounts: last balances, gaps and overlaps of what was imported',
  permission: 'bank.read',
  params: BusinessParams,
  answer: BankAccountList,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId } }, { database }) {
    const balances = await balancesOf(database, businessId);
    const accounts = await listAccounts(database, businessId);
    return {
      items: await Promise.all(
        accounts.map(async ({ lastImportAt, ...account }) => ({
          ...account,
          lastImportAt: lastImportAt?.toISOString() ?? null,
          balances: balances
            .filter(({ accountId }) => accountId === account.id)
            .map(({ currency, balance, on }) => ({ currency, balance: formatMinor(balance, currency), on })),
          continuity: (await continuityOfAccount(database, account.id)).map(continuityView),
        })),
      ),
    };
  },
});

export const addBankAccountRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/bank-accounts',
  operationId: 'addBankAccount',
  summary: 'Say that an account is the business’s own (B-072)',
  permission: 'bank.import',
  params: BusinessParams,
  body: BankAccountBody,
  answer: BankAccountCreated,
  status: 201,
  problems: ['not-found', 'not-allowed', 'conflict', 'invalid-request'],
  async handle({ params: { businessId }, body, caller }, { database }) {
    return { id: await addAccount(database, { businessId, actor: actorOf(caller) }, body.account) };
  },
});

export const markCollectorRoute = route({
  method: 'put',
  path: '/businesses/{businessId}/bank-accounts/{id}/collector',
  operationId: 'markCollector',
  summary: 'Say whether an account only collects (card acquirer, courier, payment service), so that its lines take payouts apart',
  permission: 'bank.import',
  params: BankAccountParams,
  body: CollectorMark,
  answer: null,
  problems: ['not-found', 'not-allowed', 'conflict'],
  async handle({ params: { businessId, id }, body, caller }, { database }) {
    await markCollector(database, { businessId, actor: actorOf(caller) }, id, body.isCollector);
  },
});

export const forgetMappingRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/bank-accounts/{id}/mapping',
  operationId: 'forgetColumnMapping',
  summary: 'Forget how the columns of an account’s files are read',
  permission: 'bank.import',
  params: BankAccountParams,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId, id } }, { database }) {
    await forgetMapping(database, businessId, id);
  },
});
