import type { z } from 'zod';
import { formatMinor } from '#services/domain/money.ts';
import { actionsFor } from '#services/domain/part-actions.ts';
import type { IntakeWithParts } from '#storage/queries/intakes.ts';
import type { IntakeView } from '#web/contract/intakes.ts';

type View = z.input<typeof IntakeView>;

export const intakeView = ({ intake, parts, documents, items, uploader }: IntakeWithParts): View => ({
  id: intake.id,
  door: intake.door,
  receivedAt: intake.receivedAt.toISOString(),
  sender: intake.sender,
  uploader,
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
    document: documentView(part.documentId, documents, items),
    actions: [
      ...actionsFor({
        fate: part.fate,
        because: part.because,
        document: (part.documentId !== null && documents.get(part.documentId)) || null,
        isDeliveryInReview: intake.fate === 'review',
        isRawKept: intake.rawKept,
      }),
    ],
  })),
});

function documentView(
  id: string | null,
  documents: IntakeWithParts['documents'],
  items: IntakeWithParts['items'],
): View['parts'][number]['document'] {
  const document = id === null ? undefined : documents.get(id);
  if (id === null || !document) return null;
  const item = items.get(id);
  if (!item) return { ...document, item: null, doubts: null };
  const { partner, grossMinor, currency, doubts } = item;
  return { ...document, doubts, item: { partner, gross: grossMinor === null ? null : formatMinor(grossMinor, currency), currency } };
}
