import { comeBack, connectBank } from '#services/actions/account-information/connect.ts';
import { type BankHouse, nameOf } from '#services/actions/account-information/consents.ts';
import { fetchNow, stopFetching } from '#services/actions/account-information/stop.ts';
import { formatMinor } from '#services/domain/money.ts';
import { type ConnectedAccount, listConnections } from '#storage/queries/bank-connections.ts';
import {
  BankReturn,
  BankReturned,
  ConnectionParams,
  ConnectionStarted,
  Connections,
  ConnectionView,
  NewConnection,
} from '#web/contract/bank-connections.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import type { ApiDeps } from '../deps.ts';
import { houseOf, visitorOf } from '../house.ts';
import { type Route, route } from '../route.ts';

const bankHouseOf = (deps: ApiDeps): BankHouse => ({ ...houseOf(deps), banks: deps.banks });
const instant = (at: string | null): string | null => (at === null ? null : new Date(at).toISOString());

const accountView = ({ fetchedAt, nextAt, balances, ...account }: ConnectedAccount) => ({
  ...account,
  fetchedAt: instant(fetchedAt),
  nextAt: instant(nextAt),
  balances: balances.map(({ amount, at, ...balance }) => ({
    ...balance,
    balance: formatMinor(BigInt(amount), balance.currency),
    at: instant(at),
    fetchedAt: new Date(balance.fetchedAt).toISOString(),
  })),
});

const listConnectionsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/bank-connections',
  operationId: 'listBankConnections',
  summary: 'Banks that are offered, and the business’s connections to banks with balances and last fetches',
  permission: 'bank.read',
  params: BusinessParams,
  answer: Connections,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId } }, deps) {
    const house = bankHouseOf(deps);
    const found = await listConnections(deps.database, businessId);
    return {
      banks: [...deps.banks.values()].map(({ profile: { id, name, access, accountsPerConsent, consentDays } }) => ({
        id,
        name,
        access: access === 'named' ? ('named' as const) : ('chosen-at-bank' as const),
        accountsPerConsent,
        consentDays,
      })),
      items: found.map(({ accounts, createdAt: _, ...connection }) =>
        ConnectionView.parse({ ...connection, bankName: nameOf(house, connection.bank), accounts: accounts.map(accountView) }),
      ),
    };
  },
});

const connectRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/bank-connections',
  operationId: 'connectBank',
  summary: 'Confirm that the hub signs in at the bank, and go to the bank’s page; renewing is the same once more',
  permission: 'bank.connect',
  params: BusinessParams,
  body: NewConnection,
  answer: ConnectionStarted,
  status: 201,
  problems: ['not-found', 'not-allowed', 'invalid-request', 'code-needed', 'bank-unavailable', 'bank-refused'],
  isSecret: true,
  async handle({ params: { businessId }, body, caller, request }, deps) {
    return connectBank(bankHouseOf(deps), visitorOf({ caller, request }), businessId, body);
  },
});

const returnRoute = route({
  method: 'post',
  path: '/bank-returns',
  operationId: 'returnFromBank',
  summary: 'Back from the bank, in the browser that went: its one-use state is used up',
  permission: 'session',
  body: BankReturn,
  answer: BankReturned,
  problems: ['not-found', 'link-not-valid', 'bank-unavailable', 'bank-refused'],
  isSecret: true,
  async handle({ body, caller, request }, deps) {
    const { consentId, ...came } = await comeBack(bankHouseOf(deps), visitorOf({ caller, request }), body);
    return { ...came, connectionId: consentId };
  },
});

const fetchNowRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/bank-connections/{id}/fetches',
  operationId: 'fetchFromBank',
  summary: 'Fetch now, because a person asks: not counted among the four of a day',
  permission: 'bank.connect',
  params: ConnectionParams,
  answer: null,
  status: 202,
  problems: ['not-found', 'not-allowed', 'conflict'],
  async handle({ params, caller, request }, deps) {
    await fetchNow(bankHouseOf(deps), visitorOf({ caller, request }), params);
  },
});

const stopRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/bank-connections/{id}',
  operationId: 'stopBankConnection',
  summary: 'Stop fetching: nothing more comes, what came stays, the consent is deleted at the bank',
  permission: 'bank.connect',
  params: ConnectionParams,
  answer: null,
  problems: ['not-found', 'not-allowed', 'conflict'],
  async handle({ params, caller, request }, deps) {
    await stopFetching(bankHouseOf(deps), visitorOf({ caller, request }), params);
  },
});

/** Account information from banks: consents, balances, fetches. */
export const bankConnectionRoutes: readonly Route[] = [listConnectionsRoute, connectRoute, returnRoute, fetchNowRoute, stopRoute];
