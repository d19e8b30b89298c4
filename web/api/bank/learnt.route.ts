import { forget } from '#services/actions/bank/memory.ts';
import { refuse, takeRefusalBack } from '#services/actions/bank/refusals.ts';
import { actorOf } from '#services/actions/house.ts';
import { formatMinor } from '#services/domain/money.ts';
import { listMemory, listRefusals } from '#storage/queries/match-memory.ts';
import { MemoryParams, MemoryView, RefusalBody, RefusalParams, RefusalView } from '#web/contract/matching.ts';
import { BusinessParams, ListQuery, pageOf } from '#web/contract/shapes.ts';
import { route } from '../route.ts';
import { viewerOf } from './view.ts';
import { demandVisible } from './visible.ts';

export const listMemoryRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/match-memory',
  operationId: 'listMatchMemory',
  summary: 'What the matcher learnt of partners from the confirmations of this business, newest first',
  permission: 'bank.read',
  params: BusinessParams,
  query: ListQuery,
  answer: pageOf(MemoryView),
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params, query }, { database }) {
    const { rows, next } = await listMemory(database, params.businessId, query);
    return {
      items: rows.map(({ lastAt, exactAt: _, value, ...memory }) => ({
        ...memory,
        value: memory.kind === 'fee' ? formatMinor(BigInt(value), memory.currency) : value,
        lastAt: lastAt.toISOString(),
      })),
      next,
    };
  },
});

export const forgetMemoryRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/match-memory/{id}',
  operationId: 'forgetMatchMemory',
  summary: 'Forget one thing that the matcher learnt',
  permission: 'bank.settle',
  params: MemoryParams,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId, id }, caller }, { database }) {
    await forget(database, { businessId, actor: actorOf(caller) }, id);
  },
});

export const listRefusalsRoute = route({
  method: 'get',
  path: '/businesses/{businessId}/refusals',
  operationId: 'listRefusals',
  summary: 'Pairs of line and item that a person refused or undid; the matcher never makes them again',
  permission: 'bank.read',
  params: BusinessParams,
  query: ListQuery,
  answer: pageOf(RefusalView),
  problems: ['not-found', 'not-allowed', 'invalid-request'],
  async handle({ params: { businessId }, query, caller }, { database }) {
    const { rows, next } = await listRefusals(database, businessId, viewerOf(caller, businessId), query);
    return {
      items: rows.map(({ amount, refusedAt, exactAt: _, ...pair }) => ({
        ...pair,
        amount: formatMinor(amount, pair.currency),
        refusedAt: refusedAt.toISOString(),
      })),
      next,
    };
  },
});

export const refuseRoute = route({
  method: 'post',
  path: '/businesses/{businessId}/refusals',
  operationId: 'refuseSuggestion',
  summary: 'Say that a line does not pay these items; the pairs never return',
  permission: 'bank.settle',
  params: BusinessParams,
  body: RefusalBody,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId }, body, caller }, { database }) {
    await demandVisible(database, caller, businessId, body.transaction);
    await refuse(database, { businessId, actor: actorOf(caller) }, body.transaction, body.items);
  },
});

export const takeRefusalBackRoute = route({
  method: 'delete',
  path: '/businesses/{businessId}/refusals/{id}',
  operationId: 'takeRefusalBack',
  summary: 'Take a refusal back: the pair may be suggested again',
  permission: 'bank.settle',
  params: RefusalParams,
  answer: null,
  problems: ['not-found', 'not-allowed'],
  async handle({ params: { businessId, id }, caller }, { database }) {
    await takeRefusalBack(database, { businessId, actor: actorOf(caller) }, id);
  },
});
