import { z } from 'zod';
import { HungarianTaxNumber, Instant, Line } from './account-fields.ts';
import { DocumentState } from './documents.ts';
import { InvoiceQuery } from './invoices.ts';
import { Day } from './shapes.ts';

/** The accountant names the day on which its bookkeeping for the business ended (H-130). */
export const NewSeparation = z.strictObject({ endedOn: Day, note: Line(500).optional() });
export type NewSeparation = z.infer<typeof NewSeparation>;

/** The business asks its accountant to start the separation (H-129). */
export const SeparationWish = z.strictObject({ note: Line(500).optional() });
export type SeparationWish = z.infer<typeof SeparationWish>;

export const SeparationView = z
  .object({
    id: z.uuid(),
    businessId: z.uuid(),
    /** `wished` by the business, `requested` by the accountant, `completed` by the operator. */
    state: z.enum(['wished', 'requested', 'completed', 'withdrawn']),
    endedOn: Day.nullable(),
    requestedAt: Instant,
    /** 15 days for the accountant after a wish, 15 for the operator after a request (H-130, H-131). */
    dueOn: Day,
    isLate: z.boolean(),
    completedAt: Instant.nullable(),
  })
  .meta({ id: 'Separation' });
export type SeparationView = z.infer<typeof SeparationView>;

/** A separated business links itself to another accountant (H-133). */
export const NewEngagement = z.strictObject({ accountantTaxNumber: HungarianTaxNumber });
export type NewEngagement = z.infer<typeof NewEngagement>;

export const EngagementView = z.object({ id: z.uuid(), accountantId: z.uuid(), accountantName: z.string(), since: Instant });
export type EngagementView = z.infer<typeof EngagementView>;

/** What deleting means for this business now; shown before the dialog (H-137, LG-004, LG-006). */
export const LeavingView = z
  .object({
    attached: z.boolean(),
    /** A legal hold stops every deletion (LG-007). */
    isHeld: z.boolean(),
    documents: z.number().int(),
    /** The last day on which the law may still ask for a document here; null without documents. */
    keepUntil: Day.nullable(),
    deletion: z.enum(['none', 'running', 'failed']),
    separations: z.array(SeparationView),
  })
  .meta({ id: 'Leaving' });
export type LeavingView = z.infer<typeof LeavingView>;

/** The name typed again, and the keep-until day as it was shown, when there is one. */
export const DeletionRequest = z.strictObject({ name: z.string().min(1).max(200), keepUntil: Day.optional() });
export type DeletionRequest = z.infer<typeof DeletionRequest>;

export const DeletionStarted = z.object({ choreId: z.uuid() });
export type DeletionStarted = z.infer<typeof DeletionStarted>;

/**
 * Which documents go into the ZIP; nothing said is everything (H-140). Days are those of receipt; `invoices` takes the filters of
 * the register and lets through what shows such an invoice.
 */
export const NewExport = z.strictObject({
  from: Day.optional(),
  to: Day.optional(),
  direction: z.enum(['receivable', 'payable']).optional(),
  kinds: z.array(Line(40)).max(30).optional(),
  state: DocumentState.optional(),
  intakeId: z.uuid().optional(),
  invoices: z.strictObject(InvoiceQuery.omit({ limit: true, cursor: true }).shape).optional(),
});
export type NewExport = z.infer<typeof NewExport>;

export const ExportView = z
  .object({
    id: z.uuid(),
    /** A large one is `preparing` until its ZIP is made; whoever asked gets a mail. `failed`: ask anew. */
    state: z.enum(['preparing', 'ready', 'failed']),
    /** Files in it so far, of `documents`. */
    progress: z.number().int(),
    documents: z.number().int(),
    bytes: z.number().int(),
    createdAt: Instant,
    /** The link works until then, 24 hours. */
    expiresAt: Instant,
    url: z.string(),
  })
  .meta({ id: 'Export' });
export type ExportView = z.infer<typeof ExportView>;
