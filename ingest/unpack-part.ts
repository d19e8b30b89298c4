import type { Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import type { UnpackedPart } from '#services/domain/mail-tree.ts';
import { tooManyAttachments } from '#services/domain/part-actions.ts';
import { Document } from '#storage/models/document.ts';
import { Intake } from '#storage/models/intake.ts';
import { IntakePart } from '#storage/models/intake-part.ts';
import { mailRulesOf } from '#storage/queries/mail-rules.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import { mailTypes, partsOfMail, scratchFolder, settlePart, storeParts } from './parts.ts';
import type { UnpackDeps } from './unpack-delivery.ts';

/** `isWanted`: to be kept as it is, whatever else would become of it; `password`: sealed, tried once. */
export type PartJob = { businessId: string; intakeId: string; path: string; isWanted: boolean; password?: string | undefined };
type Key = Pick<PartJob, 'businessId' | 'intakeId' | 'path'>;

/** Takes one part out of a kept delivery once more, as a person asked; may run twice without harm. */
export function makeUnpackPart({ database, objects, cage, scratch, openPassword }: UnpackDeps) {
  async function unpackPart({ businessId, intakeId, path, isWanted, password: sealed }: PartJob): Promise<void> {
    const intake = await Intake.findOne({ where: { id: intakeId, businessId } });
    const old = await IntakePart.findOne({ where: { businessId, intakeId, path } });
    if (!intake?.rawKept || intake.rawSha256 === null || !old) return;
    const isCarrier = isWanted && old.documentId !== null && old.because === tooManyAttachments;
    if (old.documentId !== null && !isCarrier) return;
    const { receiptsInBody, passwords: kept } = await mailRulesOf(database, businessId);
    const password = {
      receiptsInBody,
      passwords: await Promise.all(kept.map((each) => openPassword(businessId, each.sealed))),
      ...(sealed === undefined ? {} : { password: await openPassword(businessId, sealed) }),
    };
    // A locked file is no document by itself; with its password it becomes one, which the readers then open.
    const wanted = isWanted || old.because === 'encrypted' || old.because === 'wrong-password' ? { wanted: path } : {};
    await using folder = await scratchFolder(scratch);
    const options = { into: folder.path };
    // A handed-in archive is its own first part; mails, however they came, are numbered as mails.
    const whole = await Document.findOne({ where: { businessId, intakeId, sha256: intake.rawSha256 } });
    const isArchive = whole !== null && !mailTypes.has(whole.mediaType);
    const all = await objects.withFile(businessId, intake.rawSha256, async (file) =>
      isArchive
        ? cage.run('unpack-archive', { file, ...password, ...wanted }, options)
        : partsOfMail(await cage.run('unpack-mail', { file, ...password, ...wanted }, options)),
    );
    const found = all.filter((part) => isUnder(part, path));
    await storeParts(objects, businessId, found, folder.path);
    await database.transaction(async (transaction) => {
      let isKept = false;
      for (const part of found)
        if (await settlePart(transaction, intake, part, old.position, part.path === path ? sealed : undefined)) isKept = true;
      if (isCarrier) await goOn(transaction, old, found.find((part) => part.path === path)?.because ?? null);
      if (isKept) await intake.update({ fate: 'kept', because: 'has-documents', rawKeepUntil: null }, { transaction });
    });
  }

  /** The part stays as it was, with the reason. */
  async function giveUpPart({ businessId, intakeId, path }: Key, error: Error): Promise<void> {
    const because = error instanceof DomainError ? error.code : 'internal-error';
    await IntakePart.update({ because }, { where: { businessId, intakeId, path } });
  }

  return { unpackPart, giveUpPart };
}

/** The document whose files were taken out asks no more for that: it is judged again, from what was read of it. */
async function goOn(transaction: Transaction, part: IntakePart, because: string | null): Promise<void> {
  const { businessId, documentId } = part;
  await part.update({ because }, { transaction });
  await Document.update(
    { state: 'recognised', because: null, changedAt: new Date() },
    { where: { id: documentId!, businessId, state: ['needs-review', 'ready'] }, transaction },
  );
  await enqueue(transaction, 'document', { businessId, documentId: documentId! });
}

/** The part itself, or what came out of it. */
const isUnder = ({ path }: UnpackedPart, parent: string): boolean =>
  path === parent || path.startsWith(`${parent}/`) || path.startsWith(`${parent}.`);
