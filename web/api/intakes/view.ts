import type { z } from 'zod';
import type { IntakePart } from '#storage/models/intake-part.ts';
import type { IntakeWithParts } from '#storage/queries/intakes.ts';
import type { IntakeView } from '#web/contract/intakes.ts';

type View = z.input<typeof IntakeView>;

export const intakeView = ({ intake, parts }: IntakeWithParts): View => ({
  id: intake.id,
  door: intake.door,
  receivedAt: intake.receivedAt.toISOString(),
  sender: intake.sender,
  recipient: intake.recipient,
  reference: intake.reference,
  subject: intake.subject,
  fate: intake.fate,
  because: intake.because,
  deliveries: intake.deliveries,
  authentication: intake.authentication,
  parts: parts.map((part) => ({
    path: part.path,
    name: part.name,
    mediaType: part.mediaType,
    size: Number(part.size),
    sha256: part.sha256,
    inline: part.inline,
    fate: part.fate,
    because: part.because,
    documentId: part.documentId,
    actions: intake.rawKept || part.documentId !== null ? actionsFor(part) : [],
  })),
});

/** What a person can do with a part now. */
function actionsFor({ fate, because, documentId }: IntakePart): View['parts'][number]['actions'] {
  if (fate === 'review')
    return because === 'encrypted' || because === 'wrong-password' ? ['password', 'keep', 'discard'] : ['keep', 'retry', 'discard'];
  if (fate === 'ignored' || fate === 'refused') return ['keep', 'retry'];
  return documentId !== null ? ['retry'] : [];
}
