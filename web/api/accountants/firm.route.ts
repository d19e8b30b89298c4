import { changeFirm, type Firm, firmsOf } from '#services/actions/accounts/firms.ts';
import type { Caller } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import { type FirmRole, firmPermissionsOf } from '#services/domain/permissions.ts';
import { AccountantChange, AccountantParams, AccountantView } from '#web/contract/accounts.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';

/** A firm as the caller sees it, with the caller's role there. */
export function firmView({ language: _, createdAt, ...firm }: Firm, caller: Caller): AccountantView {
  const role: FirmRole = caller.firms.get(firm.id) ?? 'staff';
  return { ...firm, role, permissions: firmPermissionsOf([role]), createdAt: createdAt.toISOString() };
}

export const listAccountantsRoute = route({
  method: 'get',
  path: '/accountants',
  operationId: 'listAccountants',
  summary: "The caller's firms",
  permission: 'signed-in',
  answer: pageOf(AccountantView),
  problems: [],
  async handle({ caller }, { database }) {
    const firms = await firmsOf(database, [...caller.firms.keys()]);
    return { items: firms.map((firm) => firmView(firm, caller)), next: null };
  },
});

export const getAccountantRoute = route({
  method: 'get',
  path: '/accountants/{accountantId}',
  operationId: 'getAccountant',
  summary: 'A firm',
  permission: 'firm.read',
  params: AccountantParams,
  answer: AccountantView,
  problems: ['not-found', 'not-allowed'],
  async handle({ params, caller }, { database }) {
    const [firm] = await firmsOf(database, [params.accountantId]);
    if (!firm) throw new DomainError('not-found', 'there is no such accountant');
    return firmView(firm, caller);
  },
});

export const changeAccountantRoute = route({
  method: 'put',
  path: '/accountants/{accountantId}',
  operationId: 'changeAccountant',
  summary: 'Correct what was given at registration; what is not given stays',
  permission: 'firm.settings',
  params: AccountantParams,
  body: AccountantChange,
  answer: AccountantView,
  problems: ['not-found', 'not-allowed'],
  async handle({ params, body, caller, request }, deps) {
    return firmView(await changeFirm(houseOf(deps), visitorOf({ caller, request }), params.accountantId, body), caller);
  },
});
