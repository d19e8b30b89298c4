import {
  addFilePassword,
  listSender,
  removeFilePassword,
  switchReceiptsInBody,
  unlistSender,
} from '#services/actions/intakes/mail-rules.ts';
import { mailRulesOf } from '#storage/queries/mail-rules.ts';
import { FilePasswordMade, MailRules, MailRulesChange, NewFilePassword, SenderListing, SenderPattern } from '#web/contract/mail-rules.ts';
import { BusinessParams, Id } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import type { Route } from '../route.ts';
import { route } from '../route.ts';

const senderParams = BusinessParams.extend({ pattern: SenderPattern });

const getMailRulesRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/mail-rules',
  operationId: 'getMailRules',
  summary: 'Receipts in the body, senders to take or to leave, passwords of files (without the secrets)',
  permission: 'business.settings',
  params: BusinessParams,
  answer: MailRules,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId } }, { database }) {
    const { receiptsInBody, senders, passwords } = await mailRulesOf(database, businessId);
    return {
      receiptsInBody,
      senders: senders.map((each) => ({ ...each, createdAt: each.createdAt.toISOString() })),
      passwords: passwords.map(({ id, note, createdAt }) => ({ id, note, createdAt: createdAt.toISOString() })),
    };
  },
});

const changeMailRulesRoute = route({
  method: 'put',
  path: '/businesses/{businessId}/mail-rules',
  operationId: 'changeMailRules',
  summary: 'Switch receipts in the mail body on or off',
  permission: 'business.settings',
  params: BusinessParams,
  body: MailRulesChange,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params, body, caller, request }, deps) {
    await switchReceiptsInBody(houseOf(deps), visitorOf({ caller, request }), params.businessId, body.receiptsInBody);
  },
});

const listSenderRoute = route({
  method: 'put',
  path: '/businesses/{businessId}/mail-rules/senders/{pattern}',
  operationId: 'listSender',
  summary: 'Allow or block a sender: an address, or a domain with everything below it',
  permission: 'business.settings',
  params: senderParams,
  body: SenderListing,
  answer: null,
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params: { businessId, pattern }, body: { list }, caller, request }, deps) {
    await listSender(houseOf(deps), visitorOf({ caller, request }), businessId, { pattern, list });
  },
});

const unlistSenderRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/mail-rules/senders/{pattern}',
  operationId: 'unlistSender',
  summary: 'Take a sender off its list',
  permission: 'business.settings',
  params: senderParams,
  answer: null,
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params: { businessId, pattern }, caller, request }, deps) {
    await unlistSender(houseOf(deps), visitorOf({ caller, request }), businessId, pattern);
  },
});

const addFilePasswordRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/mail-rules/passwords',
  operationId: 'addFilePassword',
  summary: 'A password that is tried by itself on locked files; kept encrypted and never shown',
  permission: 'business.settings',
  params: BusinessParams,
  body: NewFilePassword,
  answer: FilePasswordMade,
  status: 201,
  isSecret: true,
  problems: ['not-found', 'not-allowed', 'conflict'],
  handle: async ({ params, body, caller, request }, deps) => ({
    id: await addFilePassword(houseOf(deps), visitorOf({ caller, request }), params.businessId, body),
  }),
});

const removeFilePasswordRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/mail-rules/passwords/{id}',
  operationId: 'removeFilePassword',
  summary: 'Forget a password',
  permission: 'business.settings',
  params: BusinessParams.extend({ id: Id }),
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId, id }, caller, request }, deps) {
    await removeFilePassword(houseOf(deps), visitorOf({ caller, request }), businessId, id);
  },
});

export const mailRulesRoutes: readonly Route[] = [
  getMailRulesRoute,
  changeMailRulesRoute,
  listSenderRoute,
  unlistSenderRoute,
  addFilePasswordRoute,
  removeFilePasswordRoute,
];
