import { changePerson, invitePerson, listPeople, type Person, removePerson } from '#services/actions/accounts/people.ts';
import { AccountantParams } from '#web/contract/accounts.ts';
import { FirmPerson, FirmPersonChange, NewFirmPerson } from '#web/contract/people.ts';
import { Id, pageOf } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';

const params = AccountantParams.extend({ personId: Id });
const home = (accountantId: string) => ({ kind: 'firm', id: accountantId }) as const;

const view = ({ since, role, ...person }: Person): FirmPerson => ({
  ...person,
  role: role as FirmPerson['role'],
  since: since.toISOString(),
});

export const listFirmPeopleRoute = route({
  method: 'get',
  path: '/accountants/{accountantId}/people',
  operationId: 'listFirmPeople',
  summary: "A firm's staff with the clients each may see",
  permission: 'firm.people',
  params: AccountantParams,
  answer: pageOf(FirmPerson),
  problems: ['not-found', 'not-allowed'],
  handle: async ({ params: { accountantId } }, { database }) => ({
    items: (await listPeople(database, home(accountantId))).map(view),
    next: null,
  }),
});

export const inviteFirmPersonRoute = route({
  method: 'post',
  path: '/accountants/{accountantId}/people',
  operationId: 'inviteFirmPerson',
  summary: 'Invite a person into a firm',
  permission: 'firm.people',
  params: AccountantParams,
  body: NewFirmPerson,
  answer: FirmPerson,
  status: 201,
  problems: ['not-found', 'not-allowed', 'conflict'],
  handle: async ({ params: { accountantId }, body, caller, request }, deps) =>
    view(await invitePerson(houseOf(deps), visitorOf({ caller, request }), home(accountantId), body)),
});

export const changeFirmPersonRoute = route({
  method: 'put',
  path: '/accountants/{accountantId}/people/{personId}',
  operationId: 'changeFirmPerson',
  summary: 'Change a role or the list of clients',
  permission: 'firm.people',
  params,
  body: FirmPersonChange,
  answer: null,
  problems: ['not-found', 'not-allowed', 'last-one'],
  async handle({ params: { accountantId, personId }, body, caller, request }, deps) {
    await changePerson(houseOf(deps), visitorOf({ caller, request }), home(accountantId), personId, body);
  },
});

export const removeFirmPersonRoute = route({
  method: 'delete',
  path: '/accountants/{accountantId}/people/{personId}',
  operationId: 'removeFirmPerson',
  summary: 'Take a person out of a firm, or an invitation back',
  permission: 'firm.people',
  params,
  answer: null,
  problems: ['not-found', 'not-allowed', 'last-one'],
  async handle({ params: { accountantId, personId }, caller, request }, deps) {
    await removePerson(houseOf(deps), visitorOf({ caller, request }), home(accountantId), personId);
  },
});
