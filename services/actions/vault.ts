import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sequelize, Transaction } from 'sequelize';
import { type MasterKeys, newDataKey, seal, unseal } from '#services/platform/secrets.ts';
import { isDatabase, type Place, row, rows } from '#storage/sql.ts';

/** The hub's own secrets that belong to no customer: the mails it is about to send. */
export const hubOwner = '00000000-0000-4000-8000-000000000000';

type DataKeyRow = { id: string; masterKeyId: string; wrapped: string };

/** The owner's data key, made at its first secret. Removing its row makes all of the owner's secrets unreadable. */
async function dataKeyOf(place: Place, masterKeys: MasterKeys, ownerId: string): Promise<Buffer> {
  const found = await dataKeyRow(place, ownerId);
  if (found) return unwrapped(masterKeys, found, ownerId);
  await (isDatabase(place)
    ? place.transaction((transaction) => makeDataKey(transaction, masterKeys, ownerId))
    : makeDataKey(place, masterKeys, ownerId));
  const made = await dataKeyRow(place, ownerId);
  if (!made) throw new Error('a data key vanished while it was made');
  return unwrapped(masterKeys, made, ownerId);
}

/** Held together by all who make a data key, alone by a rotation: no data key is wrapped with a master key on its way out. */
const rotationLock = 0x62697a70;

async function makeDataKey(transaction: Transaction, masterKeys: MasterKeys, ownerId: string): Promise<void> {
  await row(transaction, 'select pg_advisory_xact_lock_shared($1)', rotationLock);
  // Asked for only now: while this waited, a rotation may have put another one in force.
  const { id, key } = masterKeys.current();
  await row(
    transaction,
    'insert into data_keys (id, owner_id, master_key_id, wrapped) values ($1, $2, $3, $4) on conflict do nothing',
    randomUUID(),
    ownerId,
    id,
    seal(key, newDataKey(), wrapContext(ownerId)),
  );
}

function unwrapped(masterKeys: MasterKeys, { masterKeyId, wrapped }: DataKeyRow, ownerId: string): Buffer {
  const master = masterKeys.find(masterKeyId);
  if (!master) throw new Error(`master key ${masterKeyId} is not among the given ones`);
  return unseal(master.key, wrapped, wrapContext(ownerId));
}

const wrapContext = (ownerId: string): string => `data-key:${ownerId}`;

const dataKeyRow = (place: Place, ownerId: string): Promise<DataKeyRow | undefined> =>
  row<DataKeyRow>(place, 'select id, master_key_id as "masterKeyId", wrapped from data_keys where owner_id = $1', ownerId);

/** Seals a secret for the row that will hold it. `purpose` binds it to its kind, so it opens nowhere else. */
export async function sealFor(place: Place, masterKeys: MasterKeys, ownerId: string, purpose: string, text: string): Promise<string> {
  return seal(await dataKeyOf(place, masterKeys, ownerId), text, `${purpose}:${ownerId}`);
}

export async function openFor(place: Place, masterKeys: MasterKeys, ownerId: string, purpose: string, sealed: string): Promise<string> {
  return unseal(await dataKeyOf(place, masterKeys, ownerId), sealed, `${purpose}:${ownerId}`).toString();
}

/**
 * Wraps every data key with the master key that `bringIn` puts in force; the sealed secrets themselves stay as they are. Other
 * hubs work on meanwhile: they hold the old key and find the new one in the file. May be stopped and run again.
 */
export async function rotateMasterKey(database: Sequelize, bringIn: () => MasterKeys): Promise<number> {
  for (;;) {
    const count = await database.transaction(async (transaction) => {
      // Tried, not waited for: who waits in line for it would hold up everyone who makes a data key.
      const alone = await row<{ isOurs: boolean }>(transaction, 'select pg_try_advisory_xact_lock($1) as "isOurs"', rotationLock);
      return alone?.isOurs ? rewrapDataKeys(transaction, bringIn()) : null;
    });
    if (count !== null) return count;
    await sleep(20);
  }
}

async function rewrapDataKeys(transaction: Transaction, masterKeys: MasterKeys): Promise<number> {
  const current = masterKeys.current();
  const outdated = await rows<DataKeyRow & { ownerId: string }>(
    transaction,
    'select id, owner_id as "ownerId", master_key_id as "masterKeyId", wrapped from data_keys where master_key_id <> $1 order by id for update',
    current.id,
  );
  for (const old of outdated)
    await row(
      transaction,
      'update data_keys set master_key_id = $2, wrapped = $3 where id = $1',
      old.id,
      current.id,
      seal(current.key, unwrapped(masterKeys, old, old.ownerId), wrapContext(old.ownerId)),
    );
  return outdated.length;
}

/** Master keys that rows name and this hub does not have: secrets that it cannot open. */
export async function unknownMasterKeys(place: Place, masterKeys: MasterKeys): Promise<string[]> {
  const named = await rows<{ id: string }>(place, 'select distinct master_key_id as id from data_keys order by 1');
  return named.map(({ id }) => id).filter((id) => !masterKeys.find(id));
}
