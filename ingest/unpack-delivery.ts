import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { Op, type Transaction } from 'sequelize';
import type { Cage } from '#services/cage/cage.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { UnpackedContainer, UnpackedMail, UnpackedPart } from '#services/domain/mail-tree.ts';
import { type SenderVerdict, verdictOnSender } from '#services/domain/senders.ts';
import type { Log } from '#services/platform/log.ts';
import type { Document } from '#storage/models/document.ts';
import { Intake } from '#storage/models/intake.ts';
import { IntakePart } from '#storage/models/intake-part.ts';
import { mailRulesOf } from '#storage/queries/mail-rules.ts';
import { forgetRaw } from '#storage/raw-bytes.ts';
import type { IngestDeps } from './deps.ts';
import { mailTypes, partsOfMail, scratchFolder, settlePart, storeParts } from './parts.ts';

export type UnpackDeps = IngestDeps & {
  cage: Cage /** Folder for what readers hand out. */;
  scratch: string;
  log: Log;
  openPassword(businessId: string, sealed: string): Promise<string>;
};
type DeliveryKey = { businessId: string; intakeId: string };

/** A delivery without a usable part that may still matter is kept this long (promise 2). */
const reviewDays = 30;

/** Opens deliveries and gives every part its fate; each of the three may run twice without harm. */
export function makeUnpackDelivery(deps: UnpackDeps) {
  const { database, objects, cage } = deps;
  mkdirSync(deps.scratch, { recursive: true, mode: 0o700 });

  /** Takes a raw mail apart, from the store. */
  async function unpackDelivery({ businessId, intakeId }: DeliveryKey): Promise<void> {
    const intake = await Intake.findOne({ where: { id: intakeId, businessId } });
    if (intake?.fate !== 'received' || intake.rawSha256 === null) return;
    await using folder = await scratchFolder(deps.scratch);
    const { receiptsInBody, senders, passwords: sealed } = await mailRulesOf(database, businessId);
    const passwords = await Promise.all(sealed.map((each) => deps.openPassword(businessId, each.sealed)));
    const taken = await objects.withFile(businessId, intake.rawSha256, (file) =>
      cage.run('unpack-mail', { file, receiptsInBody, passwords }, { into: folder.path }),
    );
    const mail = judgedBySender(taken, verdictOnSender([intake.sender, taken.from], senders));
    await storeParts(objects, businessId, mail.parts, folder.path);
    const isFirst = await database.transaction((transaction) => settle(transaction, intake, mail));
    if (!isFirst || !(await isRawWanted(intakeId))) await forgetRaw(database, objects, { businessId, sha256: intake.rawSha256 });
  }

  /** Writes the delivery's fate and its parts; answers false when it was the same delivery once more, whose row is then gone. */
  async function settle(transaction: Transaction, intake: Intake, mail: UnpackedMail): Promise<boolean> {
    const { businessId, door } = intake;
    const contentKey = contentKeyOf(mail.parts);
    const reference = mail.messageId;
    // Two workers may open the same mail, delivered twice, at the same moment.
    await database.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', {
      bind: [`${businessId} ${door} ${reference} ${contentKey}`],
      transaction,
    });
    const first = await Intake.findOne({
      where: { businessId, door, reference, contentKey, id: { [Op.ne]: intake.id } },
      transaction,
      lock: transaction.LOCK.UPDATE,
    });
    if (first) {
      await first.increment('deliveries', { transaction });
      await intake.destroy({ transaction });
      return false;
    }
    await intake.update(
      {
        sender: mail.from ?? intake.sender,
        reference,
        subject: mail.subject,
        sentAt: mail.date === null ? null : new Date(mail.date),
        contentKey,
      },
      { transaction },
    );
    let isKept = false;
    for (const [position, part] of mail.parts.entries()) {
      if (await settlePart(transaction, intake, part, position)) isKept = true;
    }
    const fate = isKept
      ? 'kept'
      : mail.parts.some((part) => part.fate === 'review')
        ? 'review'
        : mail.fate === 'kept'
          ? 'review'
          : mail.fate;
    await intake.update(
      {
        fate,
        because: mail.refused?.code ?? mail.because,
        rawKept: fate !== 'discarded' || mail.because === 'blocked-sender',
        rawKeepUntil: fate === 'review' || mail.because === 'blocked-sender' ? new Date(Date.now() + reviewDays * 86_400_000) : null,
      },
      { transaction },
    );
    return true;
  }

  const isRawWanted = async (intakeId: string): Promise<boolean> => (await Intake.findByPk(intakeId, { rejectOnEmpty: true })).rawKept;

  /** Makes documents of what is inside a handed-in container (a ZIP, a saved mail), or carried by a document (a PDF with attachments). */
  async function unpackContainer(container: Document, password?: string): Promise<UnpackedContainer> {
    const { businessId, intakeId } = container;
    // What came inside a delivery was opened with it, and with its depth; unless it was locked then.
    if (password === undefined && (await Intake.count({ where: { id: intakeId, businessId, rawSha256: container.sha256 } })) === 0)
      return { found: 0, because: null };
    const own = await IntakePart.findOne({ where: { businessId, documentId: container.id, intakeId }, order: [['position', 'ASC']] });
    // A document that is judged again has no more to give, whoever had its files taken out.
    const taken = own?.fate === 'document' ? await countInside(own) : 0;
    if (taken > 0) return { found: taken, because: null };
    await using folder = await scratchFolder(deps.scratch);
    const input = (file: string) => ({ file, name: container.name, ...(password === undefined ? {} : { password }) });
    const all = await objects.withFile(businessId, container.sha256, async (file) =>
      mailTypes.has(container.mediaType)
        ? partsOfMail(await cage.run('unpack-mail', input(file), { into: folder.path }))
        : cage.run('unpack-archive', input(file), { into: folder.path }),
    );
    // The container itself is the part that came in; only what is inside is new.
    const parts = all.filter(({ path }) => path !== '1').map((part) => ({ ...part, path: `${own?.path ?? '1'}${part.path.slice(1)}` }));
    const closed = all.find(({ path, fate }) => path === '1' && fate !== 'unpacked');
    if (parts.length === 0) {
      // As in a mail: a document whose files could not be taken out says why beside it.
      if (closed?.fate === 'document' && closed.because !== null) await own?.update({ because: closed.because });
      return { found: 0, because: closed?.because ?? 'empty-container' };
    }
    await storeParts(objects, businessId, parts, folder.path);
    await database.transaction(async (transaction) => {
      const intake = await Intake.findOne({ where: { id: intakeId, businessId }, transaction, rejectOnEmpty: true });
      for (const [index, part] of parts.entries()) {
        await settlePart(transaction, intake, part, (own?.position ?? 0) + index + 1);
      }
      const isDocument = all.some(({ path, fate }) => path === '1' && fate === 'document');
      if (own && !isDocument) await own.update({ fate: 'unpacked', because: null }, { transaction });
    });
    return { found: parts.length, because: null };
  }

  /** A delivery that cannot be opened stays as it came, with the reason, for a person. */
  async function giveUpDelivery({ businessId, intakeId }: DeliveryKey, error: Error): Promise<void> {
    const because = error instanceof DomainError ? error.code : 'internal-error';
    await Intake.update({ fate: 'failed', because }, { where: { id: intakeId, businessId, fate: 'received' } });
  }

  return { unpackDelivery, unpackContainer, giveUpDelivery };
}

/** Nothing of a blocked sender is taken, of an unlisted one nothing unseen; a person may still keep any of it while the raw mail is there. */
function judgedBySender(mail: UnpackedMail, verdict: SenderVerdict): UnpackedMail {
  if (verdict === 'taken') return mail;
  const isBlocked = verdict === 'blocked-sender';
  const parts = mail.parts.map((part) => {
    if (part.fate !== 'document' && !(isBlocked && part.fate === 'review')) return part;
    return { ...part, fate: isBlocked ? ('ignored' as const) : ('review' as const), because: verdict, file: null };
  });
  return { ...mail, parts, fate: isBlocked ? 'discarded' : mail.fate, because: isBlocked ? verdict : mail.because };
}

const countInside = ({ businessId, intakeId, path }: IntakePart): Promise<number> =>
  IntakePart.count({ where: { businessId, intakeId, path: { [Op.startsWith]: `${path}/` } } });

/** The same for the same parts, in whatever order they were sent. */
const contentKeyOf = (parts: readonly UnpackedPart[]): string =>
  createHash('sha256')
    .update(
      parts
        .map(({ sha256 }) => sha256)
        .sort()
        .join(' '),
    )
    .digest('hex');
