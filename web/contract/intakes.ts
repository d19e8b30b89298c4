import { z } from 'zod';
import { partActions } from '#services/domain/part-actions.ts';
import { DocumentKind, DocumentState, DoubtView } from './documents.ts';
import { Amount, Day, Id, Instant, ListQuery } from './shapes.ts';

export const PartAction = z.enum(partActions);
export const PartFate = z.enum(['document', 'linked', 'known', 'review', 'ignored', 'unpacked', 'refused']);
export const IntakeFate = z.enum(['received', 'kept', 'review', 'discarded', 'failed']);

export const IntakePartView = z.object({
  path: z.string(),
  name: z.string().nullable(),
  mediaType: z.string().nullable(),
  size: z.int(),
  sha256: z.string().nullable(),
  inline: z.boolean(),
  fate: PartFate,
  because: z.string().nullable(),
  documentId: Id.nullable(),
  /** How the document made of it stands; null without one. */
  document: z
    .object({
      state: DocumentState,
      because: z.string().nullable(),
      /** Of its one register item, while that waits. */
      doubts: z.array(DoubtView).nullable(),
      kind: DocumentKind.nullable(),
      /** The register item, where it speaks of exactly one. */
      item: z.object({ partner: z.string().nullable(), gross: Amount.nullable(), currency: z.string().nullable() }).nullable(),
    })
    .nullable(),
  /** What a person can do with it now. */
  actions: z.array(PartAction),
});

const Judged = z.object({ result: z.string(), domain: z.string().nullable() });
export const SenderAuthentication = z.object({ spf: Judged, dkim: z.array(Judged), dmarc: Judged, arc: z.object({ result: z.string() }) });
export type SenderAuthentication = z.infer<typeof SenderAuthentication>;

export const IntakeView = z
  .object({
    id: Id,
    door: z.string(),
    receivedAt: Instant,
    sender: z.string().nullable(),
    /** Who handed it in by hand. */
    uploader: z.string().nullable(),
    recipient: z.string().nullable(),
    reference: z.string().nullable(),
    subject: z.string().nullable(),
    fate: IntakeFate,
    because: z.string().nullable(),
    deliveries: z.int(),
    /** What SPF, DKIM, DMARC and ARC said of the sender's domain; null where nobody asked, or nothing was found out (H-068). */
    authentication: SenderAuthentication.nullable(),
    parts: z.array(IntakePartView),
  })
  .meta({ id: 'Intake' });
export type IntakeView = z.infer<typeof IntakeView>;

export const IntakeQuery = ListQuery.extend({
  fate: IntakeFate.optional(),
  /** `true`: only deliveries in which something waits for a person. */
  waits: z.enum(['true']).optional(),
  door: z.string().max(50).optional(),
  /** What came on this day, in Budapest. */
  on: Day.optional(),
});

/** `password` is stored, sealed, only with a document that it opens. */
export const PartActionRequest = z.strictObject({
  password: z.string().min(1).max(200).optional(),
  because: z.string().max(500).optional(),
});
