import { addSecurityKey, listSecurityKeys, revokeSecurityKey, rotateSecurityKey } from '#services/actions/accounts/security-keys.ts';
import { AccountantParams } from '#web/contract/accounts.ts';
import { KeyMade, KeyRotation, KeyView, NewKey } from '#web/contract/keys.ts';
import { Id, pageOf } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';
import { keyMade, keyView } from './view.ts';

const params = AccountantParams.extend({ keyId: Id });

export const listSecurityKeysRoute = route({
  method: 'get',
  path: '/accountants/{accountantId}/keys',
  operationId: 'listSecurityKeys',
  summary: "A firm's security keys, without the secrets",
  permission: 'firm.keys',
  params: AccountantParams,
  answer: pageOf(KeyView),
  problems: ['not-found', 'not-allowed'],
  handle: async ({ params: { accountantId } }, { database }) => ({
    items: (await listSecurityKeys(database, accountantId)).map(keyView),
    next: null,
  }),
});

export const addSecurityKeyRoute = route({
  method: 'post',
  path: '/accountants/{accountantId}/keys',
  operationId: 'addSecurityKey',
  summary: 'A security key for one more ledger program; shown once',
  permission: 'firm.keys',
  params: AccountantParams,
  body: NewKey,
  answer: KeyMade,
  status: 201,
  isSecret: true,
  problems: ['not-found', 'not-allowed'],
  handle: async ({ params: { accountantId }, body, caller, request }, deps) =>
    keyMade(await addSecurityKey(houseOf(deps), visitorOf({ caller, request }), accountantId, body.name)),
});

export const rotateSecurityKeyRoute = route({
  method: 'post',
  path: '/accountants/{accountantId}/keys/{keyId}/rotate',
  operationId: 'rotateSecurityKey',
  summary: 'Replace a key; the old one works on for the overlap',
  permission: 'firm.keys',
  params,
  body: KeyRotation,
  answer: KeyMade,
  status: 201,
  isSecret: true,
  problems: ['not-found', 'not-allowed', 'not-open'],
  handle: async ({ params: place, body, caller, request }, deps) =>
    keyMade(await rotateSecurityKey(houseOf(deps), visitorOf({ caller, request }), place, body.overlapHours)),
});

export const revokeSecurityKeyRoute = route({
  method: 'delete',
  path: '/accountants/{accountantId}/keys/{keyId}',
  operationId: 'revokeSecurityKey',
  summary: 'End a key and its tokens at once',
  permission: 'firm.keys',
  params,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: place, caller, request }, deps) {
    await revokeSecurityKey(houseOf(deps), visitorOf({ caller, request }), place);
  },
});
