import type { Transaction } from 'sequelize';
import { appendAudit } from '#storage/audit.ts';
import { type DoorHealth, doorsOf } from '#storage/queries/doors.ts';
import { row, rows } from '#storage/sql.ts';
import { actorOf, type House, hub, type Visitor } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { partiesOf } from '../mail/parties.ts';
import { post } from '../mail/post.ts';

/** A server that has been in trouble for so long is worth a mail; a short one mends itself. */
const troubleHours = 24;

/** How often a door is expected to bring something: a number of days, 0 for never asked, null to learn it from what comes. */
export function setRhythm(
  { database }: House,
  { caller }: Visitor,
  { businessId, door, days }: { businessId: string; door: string; days: number | null },
): Promise<void> {
  return database.transaction(async (transaction) => {
    await row(
      transaction,
      `insert into door_watches (business_id, door, rhythm_days) values ($1, $2, $3)
       on conflict (business_id, door) do update set rhythm_days = excluded.rhythm_days`,
      businessId,
      door,
      days,
    );
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'door.rhythm-set', facts: { door, days } });
  });
}

/**
 * Looks at every door: one that has fallen silent, or a server that cannot be reached, is told to both parties by mail,
 * once for each silence. Run every hour by any number of workers. Answers how many alarms went out.
 */
export async function watchDoors(house: House, now = new Date()): Promise<number> {
  const businesses = await rows<{ id: string }>(
    house.database,
    `select business_id as id from intakes where received_at > $1::timestamptz - interval '60 days'
     union select business_id from door_watches`,
    now,
  );
  let alarms = 0;
  // One business after the other: a firm of thousands must not be one statement.
  for (const { id } of businesses)
    for (const door of await doorsOf(house.database, [id], now)) if (await noteSilence(house, door)) alarms += 1;
  for (const use of ['pulls', 'outlets'] as const) {
    const stuck = await rows<{ id: string }>(
      house.database,
      `select id from ${use} where alarmed_at is null and trouble is not null
         and (trouble = 'key-changed' or trouble_since < $1::timestamptz - make_interval(hours => $2))`,
      now,
      troubleHours,
    );
    for (const { id } of stuck) if (await tellTrouble(house, use, id)) alarms += 1;
  }
  return alarms;
}

/** Remembers the silence, or that it is over; true when it is new and both parties were told. */
function noteSilence(house: House, { businessId, door, silentSince, lastAt }: DoorHealth): Promise<boolean> {
  return house.database.transaction(async (transaction) => {
    if (silentSince === null) {
      await row(transaction, 'update door_watches set silent_since = null where business_id = $1 and door = $2', businessId, door);
      return false;
    }
    const isNew = await row(
      transaction,
      `insert into door_watches (business_id, door, silent_since) values ($1, $2, $3)
       on conflict (business_id, door) do update set silent_since = excluded.silent_since where door_watches.silent_since is null
       returning door`,
      businessId,
      door,
      silentSince,
    );
    if (!isNew) return false;
    await tellBoth(transaction, house, businessId, 'door-silent', { door, last: lastAt?.toISOString().slice(0, 10) ?? '–' });
    await appendAudit(transaction, businessId, { actor: hub, action: 'door.silent', facts: { door, since: silentSince } });
    return true;
  });
}

function tellTrouble(house: House, use: 'pulls' | 'outlets', id: string): Promise<boolean> {
  return house.database.transaction(async (transaction) => {
    const server = await row<{ businessId: string; protocol: string; host: string }>(
      transaction,
      `update ${use} set alarmed_at = now() where id = $1 and alarmed_at is null
       returning business_id as "businessId", protocol, host`,
      id,
    );
    if (!server) return false;
    const template = use === 'pulls' ? 'door-trouble' : 'copies-trouble';
    await tellBoth(transaction, house, server.businessId, template, { door: server.protocol, host: server.host });
    return true;
  });
}

async function tellBoth(
  transaction: Transaction,
  house: House,
  businessId: string,
  template: 'door-silent' | 'door-trouble' | 'copies-trouble',
  facts: { door: string } & Record<string, string>,
): Promise<void> {
  for (const { email, language, business } of await partiesOf(transaction, businessId))
    await post(
      transaction,
      house,
      template,
      { email, language },
      {
        ...facts,
        business,
        door: doorNames[language][facts.door] ?? facts.door,
        link: `${house.publicUrl}/b/${businessId}/settings/doors`,
      },
    );
}

const doorNames: Record<Language, Record<string, string>> = {
  hu: { smtp: 'E-mail', upload: 'Feltöltés', capture: 'Telefon', folder: 'Mappa', sftp: 'SFTP', ftps: 'FTPS', ftp: 'FTP' },
  en: { smtp: 'E-mail', upload: 'Upload', capture: 'Phone', folder: 'Folder', sftp: 'SFTP', ftps: 'FTPS', ftp: 'FTP' },
};
