import { z } from 'zod';
import { firmsOf } from '#services/actions/accounts/firms.ts';
import { changeMe, meOf, personalData } from '#services/actions/accounts/me.ts';
import { changePassword } from '#services/actions/sign-in/sessions.ts';
import { Me, MeChange, PasswordChange } from '#web/contract/me.ts';
import { firmView } from '../accountants/firm.route.ts';
import { houseOf } from '../house.ts';
import { route } from '../route.ts';

export const getMeRoute = route({
  method: 'get',
  path: '/me',
  operationId: 'getMe',
  summary: 'Who is signed in, and what waits',
  permission: 'session',
  answer: Me,
  problems: [],
  async handle({ caller }, { database }) {
    const { termsInForce, ...me } = await meOf(database, caller.userId!);
    const firms = await firmsOf(database, [...caller.firms.keys()]);
    return {
      ...me,
      sessionId: caller.sessionId!,
      termsOwed: caller.owesTerms ? termsInForce : null,
      accountants: firms.map((firm) => firmView(firm, caller)),
      businessCount: caller.businesses.size,
    };
  },
});

export const changeMeRoute = route({
  method: 'put',
  path: '/me',
  operationId: 'changeMe',
  summary: 'Change name or language; what is not given stays',
  permission: 'session',
  body: MeChange,
  answer: null,
  problems: [],
  async handle({ caller, body }, { database }) {
    await changeMe(database, caller.userId!, body);
  },
});

export const changePasswordRoute = route({
  method: 'put',
  path: '/me/password',
  operationId: 'changePassword',
  summary: 'Change the password; ends the other sessions',
  permission: 'session',
  body: PasswordChange,
  answer: null,
  isSecret: true,
  problems: ['sign-in-failed'],
  async handle({ caller, body }, deps) {
    await changePassword(houseOf(deps), { userId: caller.userId!, sessionId: caller.sessionId! }, body.current, body.password);
  },
});

export const personalDataRoute = route({
  method: 'get',
  path: '/me/data',
  operationId: 'getPersonalData',
  summary: 'All personal data of the user, to take away',
  permission: 'session',
  answer: z.record(z.string(), z.unknown()),
  problems: [],
  handle: ({ caller }, { database }) => personalData(database, caller.userId!),
});
