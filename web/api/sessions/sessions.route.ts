import { cookieValue } from '#services/actions/accounts/resolve-caller.ts';
import { deviceCookie } from '#services/actions/sign-in/devices.ts';
import { askPasswordReset, resetPassword } from '#services/actions/sign-in/password-reset.ts';
import { endSession, listSessions } from '#services/actions/sign-in/sessions.ts';
import { signIn } from '#services/actions/sign-in/sign-in.ts';
import { PasswordByLink, ResetRequest, SessionView, SignedIn, SignIn } from '#web/contract/sessions.ts';
import { IdParams, pageOf } from '#web/contract/shapes.ts';
import { houseOf } from '../house.ts';
import { route } from '../route.ts';
import { giveCookies, takeSessionCookie } from './cookies.ts';

export const signInRoute = route({
  method: 'post',
  path: '/sessions',
  operationId: 'signIn',
  summary: 'Sign in; answers the session and its cookie',
  permission: 'public',
  body: SignIn,
  answer: SignedIn,
  status: 201,
  isSecret: true,
  problems: ['sign-in-failed', 'code-needed', 'too-many-requests'],
  async handle({ body, request, response }, deps) {
    const browser = {
      address: request.ip ?? null,
      userAgent: request.get('user-agent'),
      deviceToken: cookieValue(request.get('cookie'), deviceCookie),
    };
    const signedIn = await signIn(houseOf(deps), body, browser);
    giveCookies(response, deps.publicUrl, signedIn);
    return { id: signedIn.sessionId };
  },
});

export const listSessionsRoute = route({
  method: 'get',
  path: '/sessions',
  operationId: 'listSessions',
  summary: "The person's open sessions, last used first",
  permission: 'session',
  answer: pageOf(SessionView),
  problems: [],
  async handle({ caller }, { database }) {
    const sessions = await listSessions(database, caller.userId!);
    const items = sessions.map(({ createdAt, seenAt, expiresAt, ...session }) => ({
      ...session,
      current: session.id === caller.sessionId,
      createdAt: createdAt.toISOString(),
      seenAt: seenAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    }));
    return { items, next: null };
  },
});

export const endSessionRoute = route({
  method: 'delete',
  path: '/sessions/{id}',
  operationId: 'endSession',
  summary: 'Sign out, here or elsewhere',
  permission: 'session',
  params: IdParams,
  answer: null,
  problems: ['not-found'],
  async handle({ params, caller, response }, { database, publicUrl }) {
    await endSession(database, caller.userId!, params.id);
    if (params.id === caller.sessionId) takeSessionCookie(response, publicUrl);
  },
});

export const askPasswordResetRoute = route({
  method: 'post',
  path: '/password-resets',
  operationId: 'askPasswordReset',
  summary: 'Ask for a link that sets a new password; answered alike for every address',
  permission: 'public',
  body: ResetRequest,
  answer: null,
  status: 202,
  problems: ['too-many-requests'],
  async handle({ body, request }, deps) {
    await askPasswordReset(houseOf(deps), body.email, request.ip ?? null);
  },
});

export const setPasswordRoute = route({
  method: 'post',
  path: '/passwords',
  operationId: 'setPasswordByLink',
  summary: 'Set a password with the link of a mail; ends all sessions',
  permission: 'public',
  body: PasswordByLink,
  answer: null,
  isSecret: true,
  problems: ['link-not-valid'],
  async handle({ body }, deps) {
    await resetPassword(houseOf(deps), body.token, body.password);
  },
});
