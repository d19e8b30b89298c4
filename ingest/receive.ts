import type { Readable } from 'node:stream';
import type { DocumentKind } from '#services/domain/reading.ts';
import { tidy } from '#services/domain/text.ts';
import { Intake } from '#storage/models/intake.ts';
import type { Spooled } from '#storage/objects/object-store.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import type { IngestDeps } from './deps.ts';
import { keepDocument } from './keep-document.ts';

/** One handing-over through one door, its bytes not yet looked into. */
export type Delivery = {
  door: string;
  sender: string | null;
  /** Each business once, with the address that named it. */
  recipients: readonly { businessId: string; address: string | null }[];
  raw: Readable;
  maxBytes: number;
  /** SPF and its kin, when the door found them out (H-068). */
  authentication?: () => Promise<Record<string, unknown> | null>;
};

/**
 * Keeps a delivery that is looked into later (a mail). Resolves once the raw bytes and the rows are durable; only then
 * may a door tell its sender "accepted" (promise 1). All recipients have it, or none.
 *
 * @throws DomainError `delivery-too-large`, `storage-full`, `storage-unavailable`
 */
export async function receiveDelivery(delivery: Delivery, { database, objects, spool }: IngestDeps): Promise<string[]> {
  await using spooled = await spool.write(delivery.raw, { maxBytes: delivery.maxBytes });
  for (const { businessId } of delivery.recipients) await objects.put(businessId, spooled);
  const authentication = (await delivery.authentication?.()) ?? null;
  return database.transaction(async (transaction) => {
    const intakeIds: string[] = [];
    for (const { businessId, address } of delivery.recipients) {
      const intake = await Intake.create(
        {
          businessId,
          door: delivery.door,
          sender: delivery.sender,
          recipient: address,
          rawSha256: spooled.sha256,
          rawSize: BigInt(spooled.size),
          authentication,
        },
        { transaction },
      );
      await enqueue(transaction, 'unpack', { businessId, intakeId: intake.id });
      intakeIds.push(intake.id);
    }
    return intakeIds;
  });
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
    return keepDocument(transaction, {
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
  });
}

/** A name for people: without path parts and control characters, Hungarian letters kept (H-069). */
export function cleanName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are removed
  return tidy(last.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, ' ')).slice(0, 200) || 'névtelen';
}
