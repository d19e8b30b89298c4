import { randomUUID } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import type { Day } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { appendAudit, dropChain, hubChain } from '#storage/audit.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import { whileObjectsMayLeave } from '#storage/objects-leave.ts';
import { keepUntilOf } from '#storage/queries/keep-until.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { actorOf, type House, hub, type Visitor } from '../house.ts';
import { post } from '../mail/post.ts';
import { demandNoHold, isHeld } from './legal-hold.ts';
import { listSeparations, ownersOf, type Separation } from './separations.ts';

export type Leaving = {
  attached: boolean;
  isHeld: boolean;
  documents: number;
  keepUntil: Day | null;
  deletion: 'none' | 'running' | 'failed';
  separations: Separation[];
};

/** What leaving means for this business now (H-137). */
export async function leavingOf(place: Place, businessId: string): Promise<Leaving> {
  const attached = await row(place, 'select 1 from engagements where business_id = $1 and ended_at is null', businessId);
  const chore = await row<{ state: string }>(
    place,
    `select state from chores where business_id = $1 and kind = 'delete-business' order by created_at desc limit 1`,
    businessId,
  );
  return {
    attached: attached !== undefined,
    isHeld: await isHeld(place, businessId),
    ...(await keepUntilOf(place, businessId)),
    deletion: chore === undefined || chore.state === 'done' ? 'none' : chore.state === 'failed' ? 'failed' : 'running',
    separations: await listSeparations(place, businessId),
  };
}

/**
 * Starts the deletion of a separated business (H-133, H-136): the name typed again, and the keep-until day as it was shown
 * (LG-006). From the commit on nobody enters it, its doors refuse, and a job removes everything.
 *
 * @throws DomainError `not-found`, `still-attached` (H-129), `legal-hold` (LG-007), `bank-connected` (B-042), `confirmation-needed`
 */
export function startDeletion(
  { database }: House,
  { caller }: Visitor,
  businessId: string,
  confirmed: { name: string; keepUntil?: string | undefined },
): Promise<string> {
  return database.transaction(async (transaction) => {
    const business = await row<{ name: string }>(
      transaction,
      'select name from businesses where id = $1 and ended_at is null for update',
      businessId,
    );
    if (!business) throw new DomainError('not-found', 'there is no such business');
    const { attached, keepUntil } = await leavingOf(transaction, businessId);
    if (attached) throw new DomainError('still-attached', 'the business is attached to an accountant; separation must come first');
    await demandNoHold(transaction, businessId);
    await demandNoBank(transaction, businessId);
    if (confirmed.name !== business.name) throw new DomainError('confirmation-needed', 'type the name of the business exactly');
    if (keepUntil !== null && confirmed.keepUntil !== keepUntil)
      throw new DomainError('confirmation-needed', 'the law may ask for these vouchers until the day given; confirm that day', {
        keepUntil,
      });
    await row(transaction, 'update businesses set ended_at = now() where id = $1', businessId);
    await row(transaction, 'update mail_addresses set retired_at = now() where business_id = $1 and retired_at is null', businessId);
    await row(transaction, 'update business_keys set revoked_at = now() where business_id = $1 and revoked_at is null', businessId);
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'business.deletion-started' });
    const choreId = randomUUID();
    await row(
      transaction,
      `insert into chores (id, kind, business_id, asked_by) values ($1, 'delete-business', $2, $3)`,
      choreId,
      businessId,
      caller.userId,
    );
    await enqueue(transaction, 'chore', { choreId });
    return choreId;
  });
}

/** With the rows the keys would go, and the consent would live on at the bank; a bank that is away for a day holds nobody up. */
async function demandNoBank(place: Place, businessId: string): Promise<void> {
  const connected = await row(
    place,
    `select 1 from ais_consents where business_id = $1
       and (state in ('redirected', 'authorised', 'valid', 'expiring') or ending_since > now() - interval '1 day') limit 1`,
    businessId,
  );
  if (connected) throw new DomainError('bank-connected', 'a bank is connected; stop the fetching first');
}

/** Objects of an upload that was under way when the rows went may still come; they are swept after this long. */
const graceMs = 60_000;

/**
 * Removes everything of a business. May be killed anywhere and run again: rows go in one transaction, objects after them,
 * and the chore is done only when a last look finds none. Counts, never contents, are kept (LG-008).
 *
 * @throws DomainError `legal-hold` when one was set meanwhile; the chore then waits as failed and can be started again
 */
export async function runDeletion(
  house: House,
  objects: ObjectStore,
  choreId: string,
  sleep: (ms: number) => Promise<unknown>,
): Promise<void> {
  const { database } = house;
  const chore = await row<{ businessId: string; askedBy: string | null }>(
    database,
    `update chores set state = 'running', failure = null, changed_at = now() where id = $1 and state <> 'done' returning business_id as "businessId", asked_by as "askedBy"`,
    choreId,
  );
  if (!chore) return;
  await removeRows(house, choreId, chore.businessId);
  let removed = await removeObjects(database, objects, choreId, chore.businessId);
  await sleep(graceMs);
  removed += await removeObjects(database, objects, choreId, chore.businessId);
  await row(
    database,
    `update chores set state = 'done', changed_at = now(), progress = progress || jsonb_build_object('objects', $2::int) where id = $1`,
    choreId,
    removed,
  );
}

/** A deletion that was given up stays visible with its reason, and can be run again. */
export async function failDeletion(database: Sequelize, choreId: string, error: Error): Promise<void> {
  const failure = error instanceof DomainError ? error.code : 'internal-error';
  await row(
    database,
    `update chores set state = 'failed', failure = $2, changed_at = now() where id = $1 and state <> 'done'`,
    choreId,
    failure,
  );
}

/** All rows of the business, its audit chain and its data key, in one transaction; one record of the deletion stays (promise 9). */
async function removeRows(house: House, choreId: string, businessId: string): Promise<void> {
  await house.database.transaction(async (transaction) => {
    const business = await row<{ name: string }>(transaction, 'select name from businesses where id = $1 for update', businessId);
    if (!business) return;
    await demandNoHold(transaction, businessId);
    const owners = await ownersOf(transaction, businessId);
    const counts = await row<{ documents: number; invoices: number; links: number }>(
      transaction,
      `select (select count(*) from documents where business_id = $1)::int as documents, (select count(*) from invoices where business_id = $1)::int as invoices,
         coalesce((select length from audit_chains where id = $1), 0) as links`,
      businessId,
    );
    const loners = await rows<{ id: string }>(transaction, 'select user_id as id from business_members where business_id = $1', businessId);
    await row(
      transaction,
      `delete from links where subject_id in (
         select id from person_invitations where business_id = $1 union all select id from invitations where business_id = $1)`,
      businessId,
    );
    await row(transaction, 'delete from legal_holds where business_id = $1', businessId);
    await row(transaction, 'delete from businesses where id = $1', businessId);
    await row(transaction, 'delete from jobs where business_id = $1', businessId);
    // Answers that were kept for a repeated request speak of it too; their route holds the whole address.
    await row(transaction, `delete from idempotency_keys where route like '%/businesses/' || $1::text || '%'`, businessId);
    await row(transaction, 'delete from data_keys where owner_id = $1', businessId);
    // The change feed keeps one tombstone for whoever followed the business; the rest would only point at nothing.
    await row(transaction, `delete from changes where business_id = $1 and type <> 'business'`, businessId);
    await removeLonelyUsers(
      transaction,
      loners.map(({ id }) => id),
    );
    await dropChain(transaction, businessId);
    for (const owner of owners) await post(transaction, house, 'business-deleted', owner, { business: business.name });
    await row(transaction, 'update chores set progress = $2, changed_at = now() where id = $1', choreId, JSON.stringify(counts));
    await appendAudit(transaction, hubChain, {
      actor: hub,
      action: 'business.deleted',
      subject: { type: 'business', id: businessId },
      facts: { ...counts },
    });
  });
}

/** A user who belonged only here leaves with the business, and the record of what was mailed to that address too (LG-025). */
async function removeLonelyUsers(place: Place, userIds: string[]): Promise<void> {
  const lonely = await rows<{ id: string; email: string }>(
    place,
    `delete from users where id = any($1)
       and not exists (select from business_members where user_id = users.id) and not exists (select from firm_members where user_id = users.id) returning id, email`,
    userIds,
  );
  await row(
    place,
    'delete from mails where recipient = any($1)',
    lonely.map(({ email }) => email),
  );
  await row(
    place,
    'delete from links where subject_id = any($1)',
    lonely.map(({ id }) => id),
  );
  await row(
    place,
    'delete from data_keys where owner_id = any($1)',
    lonely.map(({ id }) => id),
  );
}

/** So many at a time: a backup waits for those under way. */
const removedAtOnce = 100;

async function removeObjects(database: Sequelize, objects: ObjectStore, choreId: string, businessId: string): Promise<number> {
  let removed = 0;
  let names: string[] = [];
  const removeThem = async () => {
    const now = names;
    names = [];
    await whileObjectsMayLeave(database, async () => {
      for (const sha256 of now) await objects.remove(businessId, sha256);
    });
    removed += now.length;
    await row(database, 'update chores set changed_at = now() where id = $1', choreId);
  };
  for await (const sha256 of objects.list(businessId)) if (names.push(sha256) >= removedAtOnce) await removeThem();
  if (names.length > 0) await removeThem();
  await objects.removeDerived(businessId);
  return removed;
}
