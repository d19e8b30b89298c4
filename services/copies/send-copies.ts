import type { Sequelize } from 'sequelize';
import { Outlet } from '#storage/models/outlet.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import { dueCopy, waitingCopies } from '#storage/queries/copies.ts';
import { row } from '#storage/sql.ts';
import { DomainError } from '../domain/errors.ts';
import type { Log } from '../platform/log.ts';
import { openShelf } from '../remote/open-shelf.ts';
import { UnknownServer } from '../remote/remote.ts';
import type { RemoteShelf } from '../remote/shelf.ts';
import { sendCopy } from './send-copy.ts';
import { copyTroubleOf } from './trouble.ts';

export type CopiesDeps = {
  database: Sequelize;
  objects: ObjectStore;
  openPassword(businessId: string, sealed: string): Promise<string>;
  isPrivateAllowed: boolean;
  log: Log;
};

/** However much waits, then the other servers have their turn. */
const longestRoundMs = 300_000;
/** A connection that brought nothing to an end for so long is cut, whatever the server says. */
const longestFileMs = 600_000;
/** After the first failure; doubled after each further one. */
const firstPauseMs = 60_000;
/** A server that is away is asked this often at least; one that refuses the password or shows another key, not more often. */
const longestPauseMs = 3_600_000;
const batch = 200;

/** Brings what waits to one server; what stands in the way is noted with the server, and tried again later by itself. */
export async function sendCopies({ outletId }: { outletId: string }, deps: CopiesDeps): Promise<void> {
  const outlet = await Outlet.findByPk(outletId);
  if (!outlet) return; // stopped meanwhile
  try {
    const isAllSent = await sendTo(outlet, deps);
    await note(outlet, { lastOkAt: new Date(), trouble: null, offeredKey: null, failures: 0 }, isAllSent ? firstPauseMs / 2 : 0);
  } catch (error) {
    const trouble = copyTroubleOf(error);
    deps.log.warn({ error, outletId, trouble }, 'copies could not be brought');
    const failures = outlet.failures + 1;
    const isStubborn = error instanceof UnknownServer || trouble === 'sign-in-refused';
    const pauseMs = isStubborn ? longestPauseMs : Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 10));
    if (error instanceof UnknownServer)
      await note(outlet, { trouble: outlet.hostKey === null ? null : trouble, offeredKey: error.offeredKey, failures }, pauseMs);
    else await note(outlet, { trouble, failures }, pauseMs);
  }
}

/** The job itself fell, several times: said to the customer as ours. */
export async function giveUpCopies({ outletId }: { outletId: string }): Promise<void> {
  const outlet = await Outlet.findByPk(outletId);
  if (outlet) await note(outlet, { trouble: 'internal-error', failures: outlet.failures + 1 }, longestPauseMs);
}

/** True when nothing more waits that could go. */
async function sendTo(outlet: Outlet, deps: CopiesDeps): Promise<boolean> {
  const { id, businessId, protocol, host, port, username, folder, hostKey } = outlet;
  const password = await deps.openPassword(businessId, outlet.passwordSealed);
  await using shelf = await openShelf(protocol, { host, port, username, password, folder, hostKey }, deps);
  const endsAt = Date.now() + longestRoundMs;
  let last = 0n;
  for (;;) {
    const waiting = await waitingCopies(deps.database, id, last, batch);
    for (const { documentId, number } of waiting) {
      if (Date.now() > endsAt) return false;
      last = number;
      await sendOne(shelf, outlet, documentId, deps);
    }
    if (waiting.length < batch) return true;
  }
}

async function sendOne(shelf: RemoteShelf, { id, businessId, language }: Outlet, documentId: string, deps: CopiesDeps): Promise<void> {
  const copy = await dueCopy(deps.database, id, documentId);
  if (!copy) return; // not to leave, or not now
  const timer = setTimeout(() => void shelf[Symbol.asyncDispose](), longestFileMs);
  try {
    await sendCopy(shelf, { outletId: id, businessId, language }, copy, deps);
  } catch (error) {
    // Our own loss of one document keeps no other waiting.
    if (!(error instanceof DomainError) || (error.code !== 'object-missing' && error.code !== 'object-changed')) throw error;
    deps.log.warn({ error, outletId: id, documentId }, 'a document could not be copied');
    await row(deps.database, 'update copies set because = $3 where outlet_id = $1 and document_id = $2', id, documentId, error.code);
  } finally {
    clearTimeout(timer);
  }
}

type Findings = { lastOkAt?: Date; trouble: string | null; offeredKey?: string | null; failures: number };

/** Unless a person accepted another key meanwhile: then it is due at once. */
async function note(outlet: Outlet, { trouble, ...found }: Findings, pauseMs: number): Promise<void> {
  const now = new Date();
  const since = trouble === null ? { troubleSince: null, alarmedAt: null } : { troubleSince: outlet.troubleSince ?? now };
  await Outlet.update(
    { ...found, trouble, ...since, nextAt: new Date(now.getTime() + pauseMs) },
    { where: { id: outlet.id, hostKey: outlet.hostKey } },
  );
}
