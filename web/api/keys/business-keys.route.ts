import {
  addBusinessKey,
  listBusinessKeys,
  pauseBusinessKey,
  revokeBusinessKey,
  rotateBusinessKey,
} from '#services/actions/accounts/business-keys.ts';
import { KeyChange, KeyMade, KeyRotation, KeyView, NewKey } from '#web/contract/keys.ts';
import { BusinessParams, Id, pageOf } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';
import { keyMade, keyView } from './view.ts';

const params = BusinessParams.extend({ keyId: Id });

export const listBusinessKeysRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/keys',
  operationId: 'listBusinessKeys',
  summary: 'Secret keys of invoicing programs, without the secrets',
  permission: 'keys.manage',
  params: BusinessParams,
  answer: pageOf(KeyView),
  problems: ['not-found', 'not-allowed'],
  handle: async ({ params: { businessId } }, { database }) => ({
    items: (await listBusinessKeys(database, businessId)).map(keyView),
    next: null,
  }),
});

export const addBusinessKeyRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/keys',
  operationId: 'addBusinessKey',
  summary: 'A secret key for one invoicing program; shown once',
  permission: 'keys.manage',
  params: BusinessParams,
  body: NewKey,
  answer: KeyMade,
  status: 201,
  isSecret: true,
  problems: ['not-found', 'not-allowed'],
  handle: async ({ params: { businessId }, body, caller, request }, deps) =>
    keyMade(await addBusinessKey(houseOf(deps), visitorOf({ caller, request }), businessId, body.name)),
});

export const rotateBusinessKeyRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/keys/{keyId}/rotate',
  operationId: 'rotateBusinessKey',
  summary: 'Replace a key; the old one works on for the overlap',
  permission: 'keys.manage',
  params,
  body: KeyRotation,
  answer: KeyMade,
  status: 201,
  isSecret: true,
  problems: ['not-found', 'not-allowed', 'not-open'],
  handle: async ({ params: place, body, caller, request }, deps) =>
    keyMade(await rotateBusinessKey(houseOf(deps), visitorOf({ caller, request }), place, body.overlapHours)),
});

export const pauseBusinessKeyRoute = route({
  method: 'put',
  path: '/businesses/{businessId}/keys/{keyId}',
  operationId: 'pauseBusinessKey',
  summary: 'Pause a connection, or let it go on',
  permission: 'keys.manage',
  params,
  body: KeyChange,
  answer: KeyView,
  problems: ['not-found', 'not-allowed'],
  handle: async ({ params: place, body, caller, request }, deps) =>
    keyView(await pauseBusinessKey(houseOf(deps), visitorOf({ caller, request }), place, body.paused)),
});

export const revokeBusinessKeyRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/keys/{keyId}',
  operationId: 'revokeBusinessKey',
  summary: 'End a connection at once',
  permission: 'keys.manage',
  params,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: place, caller, request }, deps) {
    await revokeBusinessKey(houseOf(deps), visitorOf({ caller, request }), place);
  },
});
