import { z } from 'zod';

/** One kind of job: what it carries, how many at once in a worker, how often it is tried. */
export type QueueDefinition<Payload extends z.ZodType = z.ZodType> = {
  payload: Payload;
  concurrency: number;
  attempts: number;
  /** Doubled after each attempt. */
  backoffMs: number;
  /** A job begins this long after it was written: what comes in between is done with it. */
  delayMs?: number;
};

const defineQueue = <Payload extends z.ZodType>(definition: QueueDefinition<Payload>): QueueDefinition<Payload> => definition;

const businessId = z.uuid();
/** Sealed by services/actions/vault.ts; it leaves with the job. */
const password = z.string().optional();

/** Every job the hub knows. What is not listed here cannot be enqueued. */
export const queues = {
  /** Opens a delivery and makes documents of its parts. */
  unpack: defineQueue({ payload: z.strictObject({ businessId, intakeId: z.uuid() }), concurrency: 4, attempts: 5, backoffMs: 1_000 }),
  /** Takes one part out of a delivery once more, because a person asked for it; `password` is sealed. */
  part: defineQueue({
    payload: z.strictObject({ businessId, intakeId: z.uuid(), path: z.string(), isWanted: z.boolean(), password }),
    concurrency: 2,
    attempts: 5,
    backoffMs: 1_000,
  }),
  /** Carries a document its whole way; the readers' own number limits the work, this only how many wait for them. */
  document: defineQueue({
    payload: z.strictObject({ businessId, documentId: z.uuid(), password }),
    concurrency: 6,
    attempts: 5,
    backoffMs: 2_000,
  }),
  /** Matches one business's bank lines; a business has at most one waiting, however much changes. */
  match: defineQueue({ payload: z.strictObject({ businessId }), concurrency: 1, attempts: 5, backoffMs: 2_000, delayMs: 2_000 }),
  /** Looks at a business's own sales again from a day on, because its exemption changed. */
  exemption: defineQueue({ payload: z.strictObject({ businessId, from: z.iso.date() }), concurrency: 1, attempts: 5, backoffMs: 2_000 }),
  /** Sends one of the hub's own mails. */
  mail: defineQueue({ payload: z.strictObject({ mailId: z.uuid() }), concurrency: 2, attempts: 8, backoffMs: 15_000 }),
  /** Fetches one account from its bank; `attended`: a person asked, then and from there. A bank's trouble is no failure of the job. */
  'bank-fetch': defineQueue({
    payload: z.strictObject({
      businessId,
      accountId: z.uuid(),
      attended: z.strictObject({ address: z.string(), at: z.iso.datetime() }).optional(),
    }),
    concurrency: 4,
    attempts: 5,
    backoffMs: 5_000,
  }),
  /** Deletes a consent at its bank; tried for some hours, then again the next day. */
  'bank-ending': defineQueue({
    payload: z.strictObject({ businessId, consentId: z.uuid() }),
    concurrency: 2,
    attempts: 10,
    backoffMs: 15_000,
  }),
  /** Brings copies of a business's documents to one of its servers; whether the server takes them stands with the server. */
  copies: defineQueue({ payload: z.strictObject({ businessId, outletId: z.uuid() }), concurrency: 4, attempts: 5, backoffMs: 10_000 }),
  /** Makes the ZIP of a large group download; begun anew when it was cut. */
  export: defineQueue({ payload: z.strictObject({ businessId, exportId: z.uuid() }), concurrency: 1, attempts: 5, backoffMs: 10_000 }),
  /** Deletion and the other long acts on a whole business; interruptible, run again from where they were. */
  chore: defineQueue({ payload: z.strictObject({ choreId: z.uuid() }), concurrency: 1, attempts: 10, backoffMs: 10_000 }),
} as const;

export type QueueName = keyof typeof queues;
export type PayloadOf<Name extends QueueName> = z.infer<(typeof queues)[Name]['payload']>;
