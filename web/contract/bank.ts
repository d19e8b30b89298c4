import { z } from 'zod';
import { Amount, BusinessParams, Day, Id, Instant, ListQuery } from './shapes.ts';

/** A bank line: the keys of `./hub statement` and `id`, with how much of it is already given to open items. */
export const TransactionView = z
  .object({
    id: Id,
    accountId: Id,
    /** The business's own account. */
    account: z.string(),
    bookedOn: Day,
    valueOn: Day.nullable(),
    amount: Amount,
    currency: z.string(),
    counterpartyName: z.string().nullable(),
    counterpartyAccount: z.string().nullable(),
    memo: z.string().nullable(),
    bankReference: z.string().nullable(),
    endToEndId: z.string().nullable(),
    type: z.string().nullable(),
    balance: Amount.nullable(),
    /** Part of `amount` that settlements use, with the sign of `amount`. */
    settled: Amount,
    /** Where the line came from (B-065); an uploaded one lives as long as a file that holds it (B-034). */
    source: z.enum(['uploaded', 'fetched']),
    /** Marked by the business: nobody of its accountant sees it (B-037), and it settles nothing. */
    isPrivate: z.boolean(),
    /** Of a collector's report: it settles nothing itself, the bank line that pays it out does. */
    inReport: z.boolean(),
    /** When the client was asked for the voucher, if ever. */
    voucherAskedAt: Instant.nullable(),
    /** A person said that no open item fits; the matcher leaves the line alone. */
    nothingFits: z.boolean(),
  })
  .meta({ id: 'Transaction' });
export type TransactionView = z.infer<typeof TransactionView>;

/** Everything the list may be narrowed by (B-062); the export takes the same. */
export const TransactionFilter = z.object({
  accountId: Id.optional(),
  from: Day.optional(),
  to: Day.optional(),
  direction: z.enum(['in', 'out']).optional(),
  /** Bounds of the amount without its sign. */
  amountFrom: Amount.optional(),
  amountTo: Amount.optional(),
  currency: z.string().length(3).toUpperCase().optional(),
  /** Part of the counterparty's name or account; accents and case do not matter. */
  partner: z.string().max(200).optional(),
  text: z.string().max(200).optional(),
  settled: z.enum(['none', 'partly', 'fully']).optional(),
  /** `suggested`: a candidate waits; `unmatched`: none does; `nothing-fits`: a person said so. */
  match: z.enum(['suggested', 'unmatched', 'nothing-fits']).optional(),
  source: z.enum(['uploaded', 'fetched']).optional(),
  private: z.enum(['yes', 'no']).optional(),
});
export const TransactionQuery = ListQuery.extend(TransactionFilter.shape);
export const TransactionExportQuery = TransactionFilter.extend({ format: z.enum(['xlsx', 'csv']).default('xlsx') });

export const TransactionParams = BusinessParams.extend({ id: Id });
export const PrivateMark = z.strictObject({ isPrivate: z.boolean() });
export const NothingFitsMark = z.strictObject({ nothingFits: z.boolean() });

export const AllocationBody = z.strictObject({
  item: Id,
  /** In the item's currency; negative on credit notes. */
  amount: Amount,
  /** What it takes of the line, in the line's currency and with the sign of the line: for an item in another currency, or with `difference`. */
  taken: Amount.optional(),
});
const Allocations = z.array(AllocationBody).min(1).max(500);

/** Money of a bank line. `difference`: what is missing or too much is cash rounding (at most 5 HUF) or a bank's fee, and closes the item. */
const FromLine = z.strictObject({
  source: z.literal('transaction').optional(),
  transaction: Id,
  allocations: Allocations,
  difference: z.enum(['rounding', 'fee']).optional(),
});
/** A payment that a person enters: cash, card, or one that no bank file shows. */
const Entered = z.strictObject({
  source: z.literal('entered'),
  paidOn: Day,
  method: z.enum(['cash', 'card', 'transfer', 'other']),
  note: z.string().trim().max(200).optional(),
  allocations: z
    .array(AllocationBody.omit({ taken: true }))
    .min(1)
    .max(500),
});
/** Items of one currency against each other; what flows in and what flows out must be equal. */
const SetOff = z.strictObject({
  source: z.literal('set-off'),
  paidOn: Day,
  note: z.string().trim().max(200).optional(),
  allocations: z
    .array(AllocationBody.omit({ taken: true }))
    .min(2)
    .max(500),
});
export const SettlementRequest = z.union([FromLine, Entered, SetOff]);
export type SettlementRequest = z.infer<typeof SettlementRequest>;

/** `span`: offsets in the memo; null where the evidence is not in it. */
export const EvidenceView = z
  .object({ kind: z.string(), text: z.string(), span: z.tuple([z.int(), z.int()]).nullable() })
  .meta({ id: 'MatchEvidence' });
export type EvidenceView = z.infer<typeof EvidenceView>;

/** Part of an item, with what a person needs to recognise it. `open` is what is owed now, with this part still in place. */
export const AllocatedItem = z
  .object({
    item: Id,
    amount: Amount,
    number: z.string().nullable(),
    direction: z.enum(['receivable', 'payable']),
    partnerName: z.string().nullable(),
    issuedOn: Day.nullable(),
    dueOn: Day.nullable(),
    currency: z.string().nullable(),
    gross: Amount.nullable(),
    open: Amount.nullable(),
    /** What it would take of the line, where a collector kept its commission. */
    taken: Amount.optional(),
  })
  .meta({ id: 'AllocatedItem' });
export type AllocatedItem = z.infer<typeof AllocatedItem>;

export const SettlementView = z
  .object({
    id: Id,
    source: z.enum(['transaction', 'pushed', 'entered', 'set-off']),
    transaction: Id.nullable(),
    /** Of the matcher (contract §3), or `person`. */
    rule: z.string(),
    confidence: z.number().nullable(),
    allocations: z.array(AllocatedItem),
    evidence: z.array(EvidenceView),
    paidOn: Day.nullable(),
    method: z.enum(['cash', 'card', 'transfer', 'other']).nullable(),
    note: z.string().nullable(),
    difference: z.enum(['rounding', 'fee']).nullable(),
    /** The commission or bank charge: what the items got beyond what was taken of the line, in the line's currency. */
    fee: Amount.nullable(),
    /** False: the matcher decided by itself. */
    byPerson: z.boolean(),
    createdAt: Instant,
  })
  .meta({ id: 'Settlement' });
export type SettlementView = z.infer<typeof SettlementView>;

export const SettlementQuery = ListQuery.extend({
  transaction: Id.optional(),
  item: Id.optional(),
  source: z.enum(['transaction', 'pushed', 'entered', 'set-off']).optional(),
  /** `machine`: what the matcher decided by itself. */
  by: z.enum(['machine', 'person']).optional(),
});

export const SettlementCreated = z.object({ id: Id });
export const SettlementParams = BusinessParams.extend({ id: Id });
export const SettlementJoin = z.strictObject({ transaction: Id });
