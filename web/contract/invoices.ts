import { z } from 'zod';
import { periodPattern } from '#services/domain/accounting-period.ts';
import { invoiceFieldNames } from '#services/domain/invoice-wire.ts';
import { legalNoticeCodes } from '#services/domain/legal-content.ts';
import { sourceKinds } from '#services/domain/merge.ts';
import { invoiceKinds, paymentMethods } from '#services/domain/reading.ts';
import { DoubtView } from './documents.ts';
import { Amount, Day, Id, Instant, ListQuery } from './shapes.ts';

export const PartyView = z.object({
  name: z.string().nullable(),
  taxNumber: z.string().nullable(),
  euVatNumber: z.string().nullable(),
  address: z.string().nullable(),
  account: z.string().nullable(),
});

export const VatLineView = z.object({
  rate: z.string().nullable(),
  net: Amount.nullable(),
  vat: Amount.nullable(),
  gross: Amount.nullable(),
});
export const InvoiceLineView = z.object({
  description: z.string().nullable(),
  quantity: z.string().nullable(),
  unit: z.string().nullable(),
  unitPrice: z.string().nullable(),
  rate: z.string().nullable(),
  net: Amount.nullable(),
});

export const InvoiceKind = z.enum(invoiceKinds);
export const PaymentMethod = z.enum(paymentMethods);
export const InvoiceState = z.enum(['needs-review', 'ready', 'taken-over', 'discarded']);
export const Direction = z.enum(['receivable', 'payable']);

/** The fields of an invoice (contract §3). */
const fields = {
  number: z.string().nullable(),
  kind: InvoiceKind,
  supplier: PartyView,
  customer: PartyView,
  issuedOn: Day.nullable(),
  suppliedOn: Day.nullable(),
  dueOn: Day.nullable(),
  paymentMethod: PaymentMethod.nullable(),
  currency: z.string().length(3).nullable(),
  net: Amount.nullable(),
  vat: Amount.nullable(),
  gross: Amount.nullable(),
  payable: Amount.nullable(),
  vatLines: z.array(VatLineView),
  lines: z.array(InvoiceLineView),
  exchangeRate: z.string().nullable(),
  netHuf: Amount.nullable(),
  vatHuf: Amount.nullable(),
  grossHuf: Amount.nullable(),
  originalNumber: z.string().nullable(),
  orderNumber: z.string().nullable(),
};

/** One source's value of a field, whether it won and why (promise 4). */
export const FieldSourceView = z.object({
  source: z.enum(sourceKinds),
  origin: z.string(),
  value: z.unknown(),
  won: z.boolean(),
  because: z.string(),
});

export const InvoiceView = z
  .object({
    id: Id,
    businessId: Id,
    direction: Direction,
    ...fields,
    state: InvoiceState,
    because: z.string().nullable(),
    /** Which of its fields are doubtful while it waits, and why. */
    doubts: z.array(DoubtView).nullable(),
    /** What is still owed; null while the amount is unknown. */
    open: Amount.nullable(),
    /** The VAT period it belongs to by the settings in force on its days; null while the deciding day is unknown. */
    period: z.string().regex(periodPattern).nullable(),
    partnerId: Id.nullable(),
    documents: z.array(z.object({ id: Id, pageRange: z.tuple([z.int(), z.int()]).nullable() })),
    sources: z.record(z.string(), z.array(FieldSourceView)),
    possibleDuplicate: z.boolean(),
    /** The supplier asks for money on another account than those known; null: nothing to ask about. */
    accountChanged: z.object({ known: z.array(z.string()) }).nullable(),
    /** What the law asks of the voucher and nobody found on it: hints, never a refusal. */
    legalNotices: z.array(z.object({ code: z.enum(legalNoticeCodes), fields: z.array(z.enum(invoiceFieldNames)) })),
    /** Where nobody printed forints: what they are at the central bank's rate in force on the day of supply, else of issue (AC-041). */
    hufByRate: z
      .object({ publishedOn: Day, huf: z.string(), net: Amount.nullable(), vat: Amount.nullable(), gross: Amount.nullable() })
      .nullable(),
    changedAt: Instant,
    version: z.int(),
  })
  .meta({ id: 'Invoice' });
export type InvoiceView = z.infer<typeof InvoiceView>;

/** Items that may be the same invoice (promise 4). */
export const SimilarInvoices = z.object({
  items: z.array(z.object({ invoice: InvoiceView, because: z.array(z.enum(['number', 'amount', 'day', 'partner'])) })),
});
export const JoinRequest = z.strictObject({ into: Id });

const party = PartyView.partial();

/** A person's correction (RFC 7396): only what is named changes; null empties a field. */
export const InvoiceCorrection = z
  .strictObject({
    ...(Object.fromEntries(Object.entries(fields).map(([name, shape]) => [name, shape.optional()])) as {
      [name in keyof typeof fields]: z.ZodOptional<(typeof fields)[name]>;
    }),
    supplier: party.optional(),
    customer: party.optional(),
    direction: Direction.optional(),
    /** `ready`: a person accepts what stands; `discarded`: it is none of the business's; `needs-review`: look again. */
    state: z.enum(['ready', 'needs-review', 'discarded']).optional(),
    because: z.string().max(500).nullable().optional(),
  })
  .meta({ id: 'InvoiceCorrection' });
export type InvoiceCorrection = z.infer<typeof InvoiceCorrection>;

const text = z.string().max(200).optional();

/** Filters by every field; amounts and days also by range. */
export const InvoiceQuery = ListQuery.extend({
  direction: Direction.optional(),
  state: InvoiceState.optional(),
  kind: InvoiceKind.optional(),
  number: text,
  supplierName: text,
  supplierTaxNumber: text,
  customerName: text,
  customerTaxNumber: text,
  partnerId: Id.optional(),
  issuedFrom: Day.optional(),
  issuedTo: Day.optional(),
  suppliedFrom: Day.optional(),
  suppliedTo: Day.optional(),
  dueFrom: Day.optional(),
  dueTo: Day.optional(),
  paymentMethod: PaymentMethod.optional(),
  currency: z.string().length(3).optional(),
  grossFrom: Amount.optional(),
  grossTo: Amount.optional(),
  netFrom: Amount.optional(),
  netTo: Amount.optional(),
  originalNumber: text,
  orderNumber: text,
  isOpen: z.enum(['true', 'false']).optional(),
  possibleDuplicate: z.enum(['true', 'false']).optional(),
  accountChanged: z.enum(['true', 'false']).optional(),
  /** `2026-10`, `2026-Q4` or `2026`, as long as the business's VAT period was. */
  period: z.string().regex(periodPattern).optional(),
});
