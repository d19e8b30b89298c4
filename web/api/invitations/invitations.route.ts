import { acceptInvitation } from '#services/actions/accounts/accept-invitation.ts';
import {
  type Invitation,
  invite,
  listInvitations,
  openInvitation,
  resendInvitation,
  withdrawInvitation,
} from '#services/actions/accounts/invitations.ts';
import { decodeCursor, encodeCursor } from '#storage/cursor.ts';
import {
  InvitationAcceptance,
  InvitationAccepted,
  InvitationOpened,
  InvitationOpening,
  InvitationView,
  NewInvitation,
} from '#web/contract/businesses.ts';
import { IdParams, ListQuery, pageOf } from '#web/contract/shapes.ts';
import { firmFor, houseOf, visitorOf } from '../house.ts';
import { Reply } from '../reply.ts';
import { route } from '../route.ts';

const view = ({ language: _, cursorAt: __, sentAt, openedAt, expiresAt, closedAt, ...invitation }: Invitation): InvitationView => ({
  ...invitation,
  sentAt: sentAt.toISOString(),
  openedAt: openedAt?.toISOString() ?? null,
  expiresAt: expiresAt.toISOString(),
  closedAt: closedAt?.toISOString() ?? null,
});

export const inviteRoute = route({
  method: 'post',
  path: '/invitations',
  operationId: 'inviteBusiness',
  summary: 'Invite a client by mail',
  permission: 'clients.invite',
  body: NewInvitation,
  answer: InvitationView,
  status: 201,
  problems: ['not-found', 'not-allowed', 'conflict'],
  async handle({ body, caller, request }, deps) {
    const accountantId = firmFor(caller, 'clients.invite', body.accountantId);
    return view(await invite(houseOf(deps), visitorOf({ caller, request }), accountantId, body));
  },
});

export const listInvitationsRoute = route({
  method: 'get',
  path: '/invitations',
  operationId: 'listInvitations',
  summary: "Invitations of the caller's firms, last sent first",
  permission: 'clients.invite',
  query: ListQuery,
  answer: pageOf(InvitationView),
  problems: ['not-allowed'],
  async handle({ query, caller }, { database }) {
    const rows = await listInvitations(database, caller, query.limit + 1, decodeCursor(query.cursor));
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return { items: page.map(view), next: last && rows.length > query.limit ? encodeCursor(last.cursorAt, last.id) : null };
  },
});

export const resendInvitationRoute = route({
  method: 'post',
  path: '/invitations/{id}/resend',
  operationId: 'resendInvitation',
  summary: 'Send a fresh link; the old one stops working',
  permission: 'clients.invite',
  params: IdParams,
  answer: InvitationView,
  problems: ['not-found', 'not-allowed', 'not-open'],
  handle: async ({ params, caller, request }, deps) =>
    view(await resendInvitation(houseOf(deps), visitorOf({ caller, request }), params.id)),
});

export const withdrawInvitationRoute = route({
  method: 'post',
  path: '/invitations/{id}/withdraw',
  operationId: 'withdrawInvitation',
  summary: 'Take an open invitation back',
  permission: 'clients.invite',
  params: IdParams,
  answer: InvitationView,
  problems: ['not-found', 'not-allowed', 'not-open'],
  handle: async ({ params, caller, request }, deps) =>
    view(await withdrawInvitation(houseOf(deps), visitorOf({ caller, request }), params.id)),
});

export const openInvitationRoute = route({
  method: 'post',
  path: '/invitations/opened',
  operationId: 'openInvitation',
  summary: 'What stands behind the link of an invitation',
  permission: 'public',
  body: InvitationOpening,
  answer: InvitationOpened,
  isSecret: true,
  problems: ['link-not-valid'],
  async handle({ body }, deps) {
    const { expiresAt, ...opened } = await openInvitation(houseOf(deps), body.token);
    return { ...opened, expiresAt: expiresAt.toISOString() };
  },
});

export const acceptInvitationRoute = route({
  method: 'post',
  path: '/invitations/acceptances',
  operationId: 'acceptInvitation',
  summary: 'Accept an invitation: the business, its owner and the engagement at once',
  permission: 'public',
  body: InvitationAcceptance,
  answer: InvitationAccepted,
  status: 201,
  isSecret: true,
  problems: ['link-not-valid', 'terms-not-accepted', 'not-signed-in', 'attached-elsewhere', 'conflict'],
  async handle({ body, caller, request }, deps) {
    const accepted = await acceptInvitation(houseOf(deps), visitorOf({ caller, request }), body);
    if (accepted.state === 'confirm-by-mail') return new Reply(202, { state: accepted.state, businessId: null });
    return { state: accepted.state, businessId: accepted.businessId };
  },
});
