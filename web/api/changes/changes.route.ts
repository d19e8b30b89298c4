import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { businessesWhere, mayIn } from '#services/domain/caller.ts';
import { bankTypes, changesSince } from '#storage/queries/changes.ts';
import { type Change, ChangesAnswer, ChangesQuery } from '#web/contract/changes.ts';
import { route } from '../route.ts';

/** How often a waiting reader looks again. */
const lookMs = 250;

export const changesRoute = route({
  method: 'get',
  path: '/changes',
  operationId: 'getChanges',
  summary: 'Everything that changed after a cursor, in all businesses of the caller; waits up to `wait` seconds for news',
  permission: 'changes.read',
  query: ChangesQuery,
  answer: ChangesAnswer,
  problems: [],
  async handle({ query: { since, wait, limit }, caller, request }, { database }) {
    const scope = { businessIds: businessesWhere(caller, 'changes.read'), accountantIds: [...caller.firms.keys()] };
    const until = Date.now() + wait * 1000;
    let cursor = since;
    for (;;) {
      const { rows, next } = await changesSince(database, scope, cursor, limit);
      // Bank data only for those who may see it (B-035); the cursor passes over the rest.
      const seen = rows.filter((row) => !bankTypes.has(row.type) || mayIn(caller, row.business_id, 'bank.read'));
      const changes = seen.map((row) => ({
        type: row.type as z.input<typeof Change>['type'],
        id: row.id,
        businessId: row.business_id,
        // What became private is gone for those who may not see it (B-037).
        deleted: row.deleted || (row.private && !mayIn(caller, row.business_id, 'bank.private')),
        changedAt: row.changed_at.toISOString(),
      }));
      if (changes.length > 0 || Date.now() >= until || request.destroyed) return { changes, next };
      cursor = next;
      await sleep(Math.min(lookMs, Math.max(0, until - Date.now())));
    }
  },
});
