import { leavingOf, startDeletion } from '#services/actions/leaving/delete-business.ts';
import { linkToAccountant } from '#services/actions/leaving/handover.ts';
import { dueOn, isLate, requestSeparation, type Separation, wishSeparation } from '#services/actions/leaving/separations.ts';
import { dayInBudapest } from '#services/domain/day.ts';
import {
  DeletionRequest,
  DeletionStarted,
  EngagementView,
  LeavingView,
  NewEngagement,
  NewSeparation,
  SeparationView,
  SeparationWish,
} from '#web/contract/leaving.ts';
import { BusinessParams } from '#web/contract/shapes.ts';
import { houseOf, visitorOf } from '../house.ts';
import { route } from '../route.ts';

const view = (separation: Separation): SeparationView => ({
  id: separation.id,
  businessId: separation.businessId,
  state: separation.state,
  endedOn: separation.endedOn,
  requestedAt: separation.requestedAt.toISOString(),
  dueOn: dueOn(separation),
  isLate: isLate(separation, dayInBudapest(new Date())),
  completedAt: separation.completedAt?.toISOString() ?? null,
});

export const getLeavingRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/leaving',
  operationId: 'getLeaving',
  summary: 'What leaving would mean now: attachment, legal hold, keep-until day, separations',
  permission: 'exports.make',
  params: BusinessParams,
  answer: LeavingView,
  problems: ['not-found', 'not-allowed'],
  async handle({ params }, { database }) {
    const leaving = await leavingOf(database, params.businessId);
    return { ...leaving, separations: leaving.separations.map(view) };
  },
});

export const wishSeparationRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/separation-wishes',
  operationId: 'wishSeparation',
  summary: 'Ask the accountant to start the separation',
  permission: 'engagement.choose',
  params: BusinessParams,
  body: SeparationWish,
  answer: SeparationView,
  status: 201,
  problems: ['not-found', 'not-allowed', 'conflict'],
  handle: async ({ params, body, caller, request }, deps) =>
    view(await wishSeparation(houseOf(deps), visitorOf({ caller, request }), params.businessId, body.note)),
});

export const requestSeparationRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/separations',
  operationId: 'requestSeparation',
  summary: 'Start the separation: the bookkeeping has ended',
  permission: 'separation.start',
  params: BusinessParams,
  body: NewSeparation,
  answer: SeparationView,
  status: 201,
  problems: ['not-found', 'not-allowed', 'conflict'],
  handle: async ({ params, body, caller, request }, deps) =>
    view(await requestSeparation(houseOf(deps), visitorOf({ caller, request }), params.businessId, body.endedOn, body.note)),
});

export const linkToAccountantRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/engagements',
  operationId: 'linkToAccountant',
  summary: 'Link a separated business, with its data, to another accountant',
  permission: 'engagement.choose',
  params: BusinessParams,
  body: NewEngagement,
  answer: EngagementView,
  status: 201,
  problems: ['not-found', 'not-allowed', 'attached-elsewhere'],
  async handle({ params, body, caller, request }, deps) {
    const { since, ...engagement } = await linkToAccountant(
      houseOf(deps),
      visitorOf({ caller, request }),
      params.businessId,
      body.accountantTaxNumber,
    );
    return { ...engagement, since: since.toISOString() };
  },
});

export const deleteBusinessRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}',
  operationId: 'deleteBusiness',
  summary: 'Delete a separated business with everything it has',
  permission: 'business.delete',
  params: BusinessParams,
  body: DeletionRequest,
  answer: DeletionStarted,
  status: 202,
  problems: ['not-found', 'not-allowed', 'still-attached', 'legal-hold', 'bank-connected', 'confirmation-needed'],
  async handle({ params, body, caller, request }, deps) {
    return { choreId: await startDeletion(houseOf(deps), visitorOf({ caller, request }), params.businessId, body) };
  },
});
