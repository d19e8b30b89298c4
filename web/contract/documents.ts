import { z } from 'zod';
import { documentStates } from '#services/domain/document-state.ts';
import { doubtReasons } from '#services/domain/doubts.ts';
import { importOutcomes } from '#services/domain/import-report.ts';
import { invoiceFieldNames } from '#services/domain/invoice-wire.ts';
import { documentKinds, paymentMethods } from '#services/domain/reading.ts';
import { Amount, Day, Id, Instant, ListQuery } from './shapes.ts';

export const DocumentState = z.enum(documentStates);
export const DocumentKind = z.enum(documentKinds);

/** A field that keeps an item from being booked by itself; `evidence`: how the value that stands was read. */
export const DoubtView = z.object({
  field: z.enum(invoiceFieldNames),
  why: z.enum(doubtReasons),
  evidence: z
    .object({ source: z.enum(['embedded', 'ocr', 'xml', 'code']), confidence: z.number(), because: z.string().nullable() })
    .nullable(),
});
export type DoubtView = z.infer<typeof DoubtView>;

/** A person's word on a file as a whole; null leaves it to the machine. */
export const Said = z.strictObject({
  kind: DocumentKind.nullable(),
  pageRanges: z
    .array(z.tuple([z.int().min(1), z.int().min(1)]))
    .min(1)
    .max(10_000)
    .nullable(),
});

export const DocumentView = z
  .object({
    id: Id,
    kind: DocumentKind.nullable(),
    state: DocumentState,
    because: z.string().nullable(),
    /** Of the first item on it that waits; null when nothing about its fields is asked. */
    doubts: z.array(DoubtView).nullable().default(null),
    sha256: z.string(),
    name: z.string(),
    mediaType: z.string(),
    size: z.int(),
    receivedAt: Instant,
    intakeId: Id,
    invoiceIds: z.array(Id),
    /** What the uploader said it is (H-052). */
    statedKind: DocumentKind.nullable(),
    kindConfidence: z.number().nullable(),
    pageCount: z.int().nullable(),
    language: z.string().nullable(),
    said: Said.nullable(),
    /** `not-an-archive`: payroll papers, as its uploader or the machine says, must be kept far longer than the hub keeps anything (LG-003). */
    notices: z.array(z.enum(['not-an-archive'])).default([]),
  })
  .meta({ id: 'Document' });
export type DocumentView = z.infer<typeof DocumentView>;

/** What a person entered beside a photographed voucher (H-074); it outranks what is recognised. */
export const EnteredValues = z.strictObject({
  partner: z.string().trim().min(1).max(200).nullable().default(null),
  direction: z.enum(['receivable', 'payable']).default('payable'),
  number: z.string().trim().min(1).max(100).nullable().default(null),
  issuedOn: Day.nullable().default(null),
  suppliedOn: Day.nullable().default(null),
  dueOn: Day.nullable().default(null),
  gross: Amount.max(20).nullable().default(null),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable()
    .default(null),
  paymentMethod: z.enum(paymentMethods).nullable().default(null),
  isPaid: z.boolean().nullable().default(null),
  note: z.string().trim().min(1).max(1_000).nullable().default(null),
});
export type EnteredValues = z.infer<typeof EnteredValues>;

/**
 * The keep-until day that a person was told and confirms, `none` before anybody was told (LG-006): another one is refused with the
 * right day. A program that names none has asked its own user.
 */
export const DocumentDeletion = z.strictObject({ keepUntil: z.union([Day, z.literal('none')]).optional() });

export const MoveRequest = z.strictObject({ to: Id });

export const DocumentQuery = ListQuery.extend({
  state: DocumentState.optional(),
  kind: DocumentKind.optional(),
  intakeId: Id.optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

const Box = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** Where on which page a field was found, and how far it may be believed. */
export const FieldEvidenceView = z.object({
  confidence: z.number(),
  sure: z.boolean(),
  source: z.enum(['embedded', 'ocr', 'xml', 'code']),
  page: z.int().nullable(),
  box: Box.nullable(),
  because: z.string().optional(),
});

/** A page's words for the screen: text can be selected, a click on a word fills a field. */
export const PageView = z.object({
  number: z.int(),
  width: z.number(),
  height: z.number(),
  textFrom: z.string(),
  words: z.array(z.object({ text: z.string(), box: Box, line: z.int(), confidence: z.number() })),
});

/** The document with all that was read from it, in the shape of `./hub read`. */
export const DocumentDetail = DocumentView.extend({
  entered: EnteredValues.extend({ by: Id.nullable() }).nullable(),
  reading: z.record(z.string(), z.unknown()).nullable(),
  /** What became of each invoice of a data file (H-091). */
  importReport: z
    .object({
      lines: z.array(
        z.object({ at: z.string(), number: z.string().nullable(), outcome: z.enum(importOutcomes), because: z.string().nullable() }),
      ),
      warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    })
    .nullable(),
  pages: z.array(PageView.omit({ words: true })),
  /** The file shows bank lines that the business keeps from the caller, so it does not open (B-037). */
  isKeptPrivate: z.boolean(),
}).meta({ id: 'DocumentDetail' });
export type DocumentDetail = z.infer<typeof DocumentDetail>;

export const DocumentEvent = z.object({
  at: Instant,
  step: z.string(),
  state: z.string().nullable(),
  because: z.string().nullable(),
  actor: z.string(),
});
