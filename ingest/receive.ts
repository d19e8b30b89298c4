import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Sequelize } from 'sequelize';
import type { Entered } from '#services/domain/entered.ts';
import type { DocumentKind } from '#services/domain/reading.ts';
import { tidy } from '#services/domain/text.ts';
import type { Spooled } from '#storage/objects/object-store.ts';
import { aheadOfJobs } from '#storage/queues/doors-first.ts';
import { insertJobs, jobRows, wakeRelay } from '#storage/queues/outbox.ts';
import { holdRaw, lockOf } from '#storage/raw-bytes.ts';
import { rows } from '#storage/sql.ts';
import type { IngestDeps } from './deps.ts';
import { keepDocument } from './keep-document.ts';
import { keepEntered } from './keep-entered.ts';
import { together } from './together.ts';

/** The largest file taken by itself (H-053). */
export const maxFileBytes = 26_214_400;

/** One handing-over through one door, its bytes not yet looked into. */
export type Delivery = {
  door: string;
  sender: string | null;
  /** Each business once, with the address that named it. */
  recipients: readonly { businessId: string; address: string | null }[];
  raw: Readable;
  maxBytes: number;
  /** Finds out what the sender's domains say of the spooled message; it holds up nobody. */
  judge?: (file: string) => Promise<object | null>;
};

/**
 * Keeps a delivery that is looked into later (a mail). Resolves once the raw bytes and the rows are durable; only then
 * may a door tell its sender "accepted" (promise 1). All recipients have it, or none. `judged` may take longer.
 *
 * @throws DomainError `delivery-too-large`, `storage-full`, `storage-unavailable`
 */
export async function receiveDelivery(
  delivery: Delivery,
  { database, objects, spool }: IngestDeps,
): Promise<{ intakeIds: string[]; judged: Promise<object | null> }> {
  // While its bytes are on their way a delivery holds up no job: the sender may be slow.
  const spooled = await spool.write(delivery.raw, { maxBytes: delivery.maxBytes });
  return aheadOfJobs(async () => {
    const judged = delivery.judge?.(spooled.path) ?? Promise.resolve(null);
    try {
      for (const { businessId } of delivery.recipients) await objects.put(businessId, spooled);
      const intakeIds = await registrarOf(database)({ delivery, spooled });
      // The same bytes may have left between the two, wanted by nobody then. Now that the row is there they stay.
      for (const { businessId } of delivery.recipients)
        if (!(await objects.has(businessId, spooled.sha256))) await objects.put(businessId, spooled);
      return { intakeIds, judged };
    } finally {
      const done = judged.then(noMatter, noMatter).then(() => spooled[Symbol.asyncDispose]());
      // A spooled file that stays is waste, no loss.
      if (delivery.judge) void done.catch(noMatter);
      else await done;
    }
  });
}

/** How it ended is the concern of whoever was given the promise. */
const noMatter = () => undefined;

/** Writes down what the sender's domains say of a delivery (H-068). */
export async function noteAuthentication(database: Sequelize, intakeIds: readonly string[], authentication: object): Promise<void> {
  await database.query('update intakes set authentication = $1 where id = any($2)', {
    bind: [JSON.stringify(authentication), intakeIds],
  });
}

type Arrived = { delivery: Delivery; spooled: Spooled };
const registrars = new WeakMap<Sequelize, (arrived: Arrived) => Promise<string[]>>();

/** Deliveries that arrive at the same moment share a commit. */
function registrarOf(database: Sequelize): (arrived: Arrived) => Promise<string[]> {
  const registrar = registrars.get(database) ?? together((arrived: readonly Arrived[]) => register(database, arrived));
  registrars.set(database, registrar);
  return registrar;
}

/** Writes an intake and its job for every recipient of each delivery, in a single statement; answers the intakes of each. */
async function register(database: Sequelize, arrived: readonly Arrived[]): Promise<string[][]> {
  const intakes = arrived.map(({ delivery: { door, sender, recipients }, spooled }) =>
    recipients.map(({ businessId, address }) => ({
      id: randomUUID(),
      business_id: businessId,
      door,
      sender,
      recipient: address,
      raw_sha256: spooled.sha256,
      raw_size: spooled.size,
    })),
  );
  const all = intakes.flat();
  const jobs = jobRows(
    'unpack',
    all.map(({ id: intakeId, business_id: businessId }) => ({ businessId, intakeId })),
  );
  await rows(
    database,
    `with held as materialized (${holdRaw('$1')}),
     job as (${insertJobs('$2')}),
     intake as (
       insert into intakes (id, business_id, door, sender, recipient, raw_sha256, raw_size)
       select * from jsonb_to_recordset($3)
         as intake (id uuid, business_id uuid, door text, sender text, recipient text, raw_sha256 text, raw_size bigint))
     select count(*) from held`,
    all.map(({ business_id: businessId, raw_sha256: sha256 }) => lockOf({ businessId, sha256 })),
    JSON.stringify(jobs),
    JSON.stringify(all),
  );
  wakeRelay();
  return intakes.map((each) => each.map(({ id }) => id));
}

export type FileDelivery = {
  door: string;
  businessId: string;
  sender: string | null;
  name: string;
  mediaType: string;
  statedKind: DocumentKind | null;
  /** The sender's own id of it, if the door has one. */
  reference: string | null;
  uploadedBy: string | null;
  /** What a person entered beside it (H-074). */
  entered?: Entered | null;
};

/** Keeps a single spooled file (an upload, a watched folder) and makes its document at once. The same guarantees as `receiveDelivery`. */
export async function receiveFile(
  delivery: FileDelivery,
  spooled: Spooled,
  { database, objects }: IngestDeps,
): Promise<{ documentId: string; isNew: boolean }> {
  const { businessId, door, reference } = delivery;
  await objects.put(businessId, spooled);
  return database.transaction(async (transaction) => {
    // The same door, business, sender's id and content is the same intake once more (contract §4).
    const [rows] = await database.query(
      `insert into intakes (id, business_id, door, sender, reference, subject, fate, raw_sha256, raw_size, content_key, uploaded_by)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, 'kept', $6::text, $7, $6::text, $8)
       on conflict (business_id, door, coalesce(reference, ''), content_key) where content_key is not null
       do update set deliveries = intakes.deliveries + 1
       returning id, deliveries`,
      {
        bind: [businessId, door, delivery.sender, reference, delivery.name, spooled.sha256, spooled.size, delivery.uploadedBy],
        transaction,
      },
    );
    const { id: intakeId } = (rows as { id: string; deliveries: number }[])[0]!;
    const kept = await keepDocument(transaction, {
      businessId,
      intakeId,
      sha256: spooled.sha256,
      size: spooled.size,
      name: cleanName(delivery.name),
      mediaType: delivery.mediaType,
      statedKind: delivery.statedKind,
      part: { path: '1', position: 0, inline: false, because: null },
      actor: delivery.uploadedBy ?? 'hub',
    });
    if (delivery.entered) await keepEntered(transaction, { businessId, ...kept }, delivery.entered);
    return kept;
  });
}

/** Notes a file that came and was not kept, so that its fate is seen (promise 2); the bytes stay where the sender left them. */
export async function refuseFile(
  {
    businessId,
    door,
    sender,
    name,
    reference,
    size,
    because,
  }: Pick<FileDelivery, 'businessId' | 'door' | 'sender' | 'name' | 'reference'> & {
    size: number;
    because: string;
  },
  { database }: Pick<IngestDeps, 'database'>,
): Promise<void> {
  await database.query(
    `with intake as (
       insert into intakes (id, business_id, door, sender, reference, subject, fate, because, raw_kept, content_key)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, 'failed', $6, false, $7)
       on conflict (business_id, door, coalesce(reference, ''), content_key) where content_key is not null
       do update set deliveries = intakes.deliveries + 1
       returning id)
     insert into intake_parts (intake_id, path, business_id, position, name, size, fate, because)
     select id, '1', $1, 0, $5, $8, 'refused', $6 from intake on conflict do nothing`,
    { bind: [businessId, door, sender, reference, cleanName(name), because, `refused ${size}`, size] },
  );
}

/** A name for people: without path parts and control characters, Hungarian letters kept (H-069). */
export function cleanName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are removed
  return tidy(last.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, ' ')).slice(0, 200) || 'névtelen';
}
