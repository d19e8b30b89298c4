import { acceptTerms, currentTerms, type Terms, termsOf } from '#services/actions/accounts/terms.ts';
import { TermsAcceptance, TermsParams, TermsView } from '#web/contract/terms.ts';
import { visitorOf } from '../house.ts';
import { route } from '../route.ts';

const view = ({ effectiveAt, ...terms }: Terms) => ({ ...terms, effectiveAt: effectiveAt.toISOString() });

export const currentTermsRoute = route({
  method: 'get',
  path: '/terms',
  operationId: 'getTerms',
  summary: 'The terms and the privacy notice in force',
  permission: 'public',
  answer: TermsView,
  problems: [],
  handle: async (_, { database }) => view(await currentTerms(database)),
});

export const termsOfVersionRoute = route({
  method: 'get',
  path: '/terms/{version}',
  operationId: 'getTermsVersion',
  summary: 'The terms of one version, kept for ever',
  permission: 'public',
  params: TermsParams,
  answer: TermsView,
  problems: ['not-found'],
  handle: async ({ params }, { database }) => view(await termsOf(database, params.version)),
});

export const acceptTermsRoute = route({
  method: 'post',
  path: '/terms/acceptances',
  operationId: 'acceptTerms',
  summary: 'Accept the terms in force',
  permission: 'session',
  body: TermsAcceptance,
  answer: null,
  problems: ['terms-not-accepted'],
  async handle({ body, caller, request }, { database }) {
    await acceptTerms(database, visitorOf({ caller, request }), body.version);
  },
});
