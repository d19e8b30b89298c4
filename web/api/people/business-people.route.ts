import { changePerson, invitePerson, join, listPeople, type Person, removePerson } from '#services/actions/accounts/people.ts';
import { BusinessPerson, BusinessPersonChange, Joined, Joining, NewBusinessPerson } from '#web/contract/people.ts';
import { BusinessParams, Id, pageOf } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';

const params = BusinessParams.extend({ personId: Id });
const home = (businessId: string) => ({ kind: 'business', id: businessId }) as const;

const view = ({ clients: _, since, role, ...person }: Person): BusinessPerson => ({
  ...person,
  role: role as BusinessPerson['role'],
  since: since.toISOString(),
});

export const listBusinessPeopleRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/people',
  operationId: 'listBusinessPeople',
  summary: 'The people of a business, invited ones too',
  permission: 'people.read',
  params: BusinessParams,
  answer: pageOf(BusinessPerson),
  problems: ['not-found', 'not-allowed'],
  handle: async ({ params: { businessId } }, { database }) => ({
    items: (await listPeople(database, home(businessId))).map(view),
    next: null,
  }),
});

export const inviteBusinessPersonRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/people',
  operationId: 'inviteBusinessPerson',
  summary: 'Invite a person into a business',
  permission: 'people.manage',
  params: BusinessParams,
  body: NewBusinessPerson,
  answer: BusinessPerson,
  status: 201,
  problems: ['not-found', 'not-allowed', 'conflict'],
  handle: async ({ params: { businessId }, body, caller, request }, deps) =>
    view(await invitePerson(houseOf(deps), visitorOf({ caller, request }), home(businessId), body)),
});

export const changeBusinessPersonRoute = route({
  method: 'put',
  path: '/businesses/{businessId}/people/{personId}',
  operationId: 'changeBusinessPerson',
  summary: "Change a person's role",
  permission: 'people.manage',
  params,
  body: BusinessPersonChange,
  answer: null,
  problems: ['not-found', 'not-allowed', 'last-one'],
  async handle({ params: { businessId, personId }, body, caller, request }, deps) {
    await changePerson(houseOf(deps), visitorOf({ caller, request }), home(businessId), personId, body);
  },
});

export const removeBusinessPersonRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/people/{personId}',
  operationId: 'removeBusinessPerson',
  summary: 'Take a person out, or an invitation back',
  permission: 'people.manage',
  params,
  answer: null,
  problems: ['not-found', 'not-allowed', 'last-one'],
  async handle({ params: { businessId, personId }, caller, request }, deps) {
    await removePerson(houseOf(deps), visitorOf({ caller, request }), home(businessId), personId);
  },
});

export const joinRoute = route({
  method: 'post',
  path: '/joinings',
  operationId: 'join',
  summary: 'Use the link that invites a person',
  permission: 'public',
  body: Joining,
  answer: Joined,
  status: 201,
  isSecret: true,
  problems: ['link-not-valid', 'not-signed-in', 'terms-not-accepted'],
  handle: ({ body, caller, request }, deps) => join(houseOf(deps), visitorOf({ caller, request }), body),
});
