import {
  addBusiness,
  addOwnBusiness,
  businessOf,
  changeBusiness,
  listBusinesses,
  replaceMailAddress,
} from '#services/actions/accounts/businesses.ts';
import { firmsOf } from '#services/actions/accounts/firms.ts';
import type { Caller } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import { baseNumberOf } from '#services/domain/tax-number.ts';
import { decodeCursor, encodeCursor } from '#storage/cursor.ts';
import { BusinessAdded, BusinessChange, BusinessView, Declaration, MailAddress, NewBusiness } from '#web/contract/businesses.ts';
import { BusinessParams, ListQuery, pageOf } from '#web/contract/shapes.ts';
import { firmFor, houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';
import { businessView } from './view.ts';

export const listBusinessesRoute = route({
  method: 'get',
  path: '/businesses',
  operationId: 'listBusinesses',
  summary: "The caller's businesses, newest first",
  permission: 'signed-in',
  query: ListQuery,
  answer: pageOf(BusinessView),
  problems: [],
  async handle({ query, caller }, { database, config }) {
    const rows = await listBusinesses(database, caller, query.limit + 1, decodeCursor(query.cursor));
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => businessView(row, caller, config.MAIL_DOMAIN)),
      next: last && rows.length > query.limit ? encodeCursor(last.cursorAt, last.id) : null,
    };
  },
});

export const addBusinessRoute = route({
  method: 'post',
  path: '/businesses',
  operationId: 'addBusiness',
  summary: 'Add a client without invitation, with the two-part declaration; or the firm itself',
  permission: 'clients.add',
  body: NewBusiness,
  answer: BusinessAdded,
  status: 201,
  problems: ['declaration-missing', 'conflict', 'not-found', 'not-allowed'],
  async handle({ body, caller, request }, deps) {
    const [house, visitor] = [houseOf(deps), visitorOf({ caller, request })];
    const accountantId = firmFor(caller, 'clients.add', body.accountantId);
    if (body.isSelf) {
      const [firm] = await firmsOf(deps.database, [accountantId]);
      if (baseNumberOf(firm?.taxNumber ?? null) !== baseNumberOf(body.taxNumber))
        throw new DomainError('invalid-request', 'the own business has the tax number of the firm');
      const { businessId } = await addOwnBusiness(house, visitor, accountantId);
      return {
        ...businessView(await businessOf(deps.database, businessId), withOwn(caller, businessId), deps.config.MAIL_DOMAIN),
        reminder: null,
        letter: null,
      };
    }
    const declared = Declaration.safeParse(body.declaration);
    const { businessId, letter } = await addBusiness(house, visitor, accountantId, body, declared.success ? declared.data : null);
    const view = businessView(await businessOf(deps.database, businessId), withOwn(caller, businessId), deps.config.MAIL_DOMAIN);
    return { ...view, reminder: 'inform-business', letter };
  },
});

/** The caller as of after the act: the request's own picture was drawn before it. */
const withOwn = (caller: Caller, businessId: string): Caller => ({
  ...caller,
  businesses: new Map([...caller.businesses, [businessId, ['accountant'] as const]]),
});

export const getBusinessRoute = route({
  method: 'get',
  path: '/businesses/{businessId}',
  operationId: 'getBusiness',
  summary: 'A business',
  permission: 'business.read',
  params: BusinessParams,
  answer: BusinessView,
  problems: ['not-found'],
  handle: async ({ params, caller }, { database, config }) =>
    businessView(await businessOf(database, params.businessId), caller, config.MAIL_DOMAIN),
});

export const changeBusinessRoute = route({
  method: 'put',
  path: '/businesses/{businessId}',
  operationId: 'changeBusiness',
  summary: 'Correct name, seat or EU VAT number; what is not given stays',
  permission: 'business.settings',
  params: BusinessParams,
  body: BusinessChange,
  answer: BusinessView,
  problems: ['not-found', 'not-allowed'],
  async handle({ params, body, caller, request }, deps) {
    await changeBusiness(houseOf(deps), visitorOf({ caller, request }), params.businessId, body);
    return businessView(await businessOf(deps.database, params.businessId), caller, deps.config.MAIL_DOMAIN);
  },
});

export const replaceMailAddressRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/mail-addresses',
  operationId: 'replaceMailAddress',
  summary: 'A new mail address; the old one is refused from now on',
  permission: 'business.settings',
  params: BusinessParams,
  answer: MailAddress,
  status: 201,
  problems: ['not-found', 'not-allowed'],
  async handle({ params, caller, request }, deps) {
    const localPart = await replaceMailAddress(houseOf(deps), visitorOf({ caller, request }), params.businessId);
    return { mailAddress: `${localPart}@${deps.config.MAIL_DOMAIN}` };
  },
});
