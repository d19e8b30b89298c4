import { randomUUID } from 'node:crypto';
import { type MasterKeys, newDataKey, seal, unseal } from '#services/platform/secrets.ts';
import { type Place, row, rows } from '#storage/sql.ts';

/** The hub's own secrets that belong to no customer: the mails it is about to send. */
export const hubOwner = '00000000-0000-4000-8000-000000000000';

type DataKeyRow = { id: string; masterKeyId: string; wrapped: string };

/** The owner's data key, made at its first secret. Removing its row makes all of the owner's secrets unreadable. */
async function dataKeyOf(place: Place, masterKeys: MasterKeys, ownerId: string): Promise<Buffer> {
  const found = await dataKeyRow(place, ownerId);
  if (found) return unwrapped(masterKeys, found, ownerId);
  const { id, key } = masterKeys.current();
  const keyId = randomUUID();
  await row(
    place,
    'insert into data_keys (id, owner_id, master_key_id, wrapped) values ($1, $2, $3, $4) on conflict do nothing',
    keyId,
    ownerId,
    id,
    seal(key, newDataKey(), wrapContext(ownerId)),
  );
  const made = await dataKeyRow(place, ownerId);
  if (!made) throw new Error('a data key vanished while it was made');
  return unwrapped(masterKeys, made, ownerId);
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
 * Wraps every data key with the master key in force; the sealed secrets themselves stay as they are.
 * May be stopped and run again; processes that hold both master keys read on throughout.
 */
export async function rewrapDataKeys(place: Place, masterKeys: MasterKeys): Promise<number> {
  const current = masterKeys.current();
  const outdated = await rows<DataKeyRow & { ownerId: string }>(
    place,
    'select id, owner_id as "ownerId", master_key_id as "masterKeyId", wrapped from data_keys where master_key_id <> $1 order by id',
    current.id,
  );
  let count = 0;
  for (const old of outdated) {
    const again = seal(current.key, unwrapped(masterKeys, old, old.ownerId), wrapContext(old.ownerId));
    // Only over what was read: two rotations at once must not undo each other.
    const [done] = await rows(
      place,
      'update data_keys set master_key_id = $2, wrapped = $3 where id = $1 and master_key_id = $4 returning id',
      old.id,
      current.id,
      again,
      old.masterKeyId,
    );
    if (done) count += 1;
  }
  return count;
}
