import type { House } from '../house.ts';
import { warnOfSeparations } from '../leaving/separations.ts';
import { purgeExpired } from '../sign-in/sessions.ts';
import { expireInvitations } from './invitations.ts';
import { purgePending } from './registration.ts';

/** What time alone changes; run every hour by any number of workers. Answers counts, never contents (LG-008). */
export async function sweepAccounts(
  house: House,
  operatorEmail: string | null,
): Promise<{ pendingGone: number; invitationsExpired: number; separationsWarned: number }> {
  await purgeExpired(house.database);
  return {
    pendingGone: await purgePending(house.database),
    invitationsExpired: await expireInvitations(house.database),
    separationsWarned: await warnOfSeparations(house, operatorEmail),
  };
}
