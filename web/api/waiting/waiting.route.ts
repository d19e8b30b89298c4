import { businessesWhere } from '#services/domain/caller.ts';
import { dayInBudapest } from '#services/domain/day.ts';
import { waitingIn } from '#storage/queries/waiting.ts';
import { pageOf } from '#web/contract/shapes.ts';
import { WaitingView } from '#web/contract/waiting.ts';
import { route } from '../route.ts';

export const waitingRoute = route({
  method: 'get',
  path: '/waiting',
  operationId: 'listWaiting',
  summary: 'What waits for a person in every business of the caller: to review, unmatched, overdue',
  permission: 'documents.read',
  answer: pageOf(WaitingView),
  problems: [],
  async handle({ caller }, { database }) {
    const today = dayInBudapest(new Date());
    const found = await waitingIn(database, businessesWhere(caller, 'documents.read'), businessesWhere(caller, 'bank.read'), today);
    return { items: found.map((waiting) => ({ ...waiting, lastArrivalAt: waiting.lastArrivalAt?.toISOString() ?? null })), next: null };
  },
});
