import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Transaction } from 'sequelize';
import type { UnpackedMail, UnpackedPart } from '#services/domain/mail-tree.ts';
import { IntakePart } from '#storage/models/intake-part.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import { syncFile } from '#storage/objects/spool.ts';
import { keepDocument } from './keep-document.ts';
import { cleanName } from './receive.ts';

/** Containers that are mails: their parts are numbered as a mail's. */
export const mailTypes = new Set(['message/rfc822', 'application/vnd.ms-outlook', 'application/mbox', 'application/ms-tnef']);

/** A mail's parts; of an mbox those of every message, each under its number. */
export const partsOfMail = ({ parts, messages = [] }: UnpackedMail): UnpackedPart[] =>
  messages.length === 0
    ? parts
    : messages.flatMap((message, index) => message.parts.map((part) => ({ ...part, path: `1/${index + 1}/${part.path}` })));

/** Bytes before rows: an object without a row is waste, a row without an object would be a loss. */
export async function storeParts(objects: ObjectStore, businessId: string, parts: readonly UnpackedPart[], folder: string): Promise<void> {
  for (const { fate, file, sha256, size } of parts)
    if (fate === 'document' && file !== null) {
      const path = join(folder, file);
      await syncFile(path);
      await objects.put(businessId, { path, sha256, size });
    }
}

/** Writes one part with its fate, and makes the document of it if that is its fate; answers whether it was. `password` is sealed. */
export async function settlePart(
  transaction: Transaction,
  { id: intakeId, businessId }: { id: string; businessId: string },
  part: UnpackedPart,
  position: number,
  password?: string,
): Promise<boolean> {
  const { path, name, mediaType, size, sha256, inline, fate, because } = part;
  if (fate !== 'document') {
    await IntakePart.upsert(
      { intakeId, businessId, path, position, name, mediaType, size: BigInt(size), sha256, inline, fate, because },
      { transaction },
    );
    return false;
  }
  await keepDocument(transaction, {
    businessId,
    intakeId,
    sha256,
    size,
    name: cleanName(name ?? 'névtelen'),
    mediaType,
    statedKind: null,
    actor: 'hub',
    part: { path, position, inline, because },
    password,
  });
  return true;
}

/** A folder that readers fill; it goes when disposed. */
export async function scratchFolder(parent: string): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(parent, 'unpack-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
