import { z } from 'zod';
import { matchRules, openItemStatuses } from '#services/domain/matching.ts';
import { AllocatedItem, EvidenceView, TransactionView } from './bank.ts';
import { Amount, BusinessParams, Day, Id, Instant, ListQuery } from './shapes.ts';

/** How late an item is: by days after its due day; items without one have their own place. */
export const agingBuckets = ['no-due-date', 'not-due', '1-30', '31-60', '61-90', 'over-90'] as const;
export type AgingBucket = (typeof agingBuckets)[number];

export const OpenItemView = z
  .object({
    /** The register item's id. */
    id: Id,
    kind: z.enum(['invoice', 'pro-forma', 'credit-note']),
    direction: z.enum(['receivable', 'payable']),
    number: z.string().nullable(),
    orderNumber: z.string().nullable(),
    partnerId: Id.nullable(),
    partnerName: z.string().nullable(),
    issuedOn: Day.nullable(),
    dueOn: Day.nullable(),
    currency: z.string(),
    gross: Amount,
    settled: Amount,
    open: Amount,
    /** Late from the day after the due day, in Budapest (B-055). */
    status: z.enum(openItemStatuses),
    daysLate: z.int(),
    bucket: z.enum(agingBuckets),
  })
  .meta({ id: 'OpenItem' });
export type OpenItemView = z.infer<typeof OpenItemView>;

/** `incoming`: its money would come in; `outgoing`: the same amount would go out. */
export const OffsettingView = z.object({ items: z.array(z.object({ incoming: OpenItemView, outgoing: OpenItemView })) });

export const OpenItemFilter = z.object({
  direction: z.enum(['receivable', 'payable']).optional(),
  /** Without it everything that is still owed; `paid` shows what is not owed any more. */
  status: z.enum(openItemStatuses).optional(),
  bucket: z.enum(agingBuckets).optional(),
  partnerId: Id.optional(),
  currency: z.string().length(3).toUpperCase().optional(),
  dueFrom: Day.optional(),
  dueTo: Day.optional(),
  /** In number, order number or partner's name. */
  text: z.string().max(200).optional(),
});
export const OpenItemQuery = ListQuery.extend(OpenItemFilter.shape);
export const OpenItemExportQuery = OpenItemFilter.extend({ format: z.enum(['xlsx', 'csv']).default('xlsx') });

/** Open amounts per partner, direction and currency, by age; the largest sum first. */
export const AgingView = z
  .object({
    on: Day,
    items: z.array(
      z.object({
        direction: z.enum(['receivable', 'payable']),
        partnerId: Id.nullable(),
        partnerName: z.string().nullable(),
        currency: z.string(),
        count: z.int(),
        total: Amount,
        buckets: z.record(z.enum(agingBuckets), Amount),
      }),
    ),
  })
  .meta({ id: 'Aging' });
export type AgingView = z.infer<typeof AgingView>;
export const AgingQuery = z.object({ direction: z.enum(['receivable', 'payable']).optional(), partnerId: Id.optional() });

export const CandidateView = z
  .object({
    rule: z.enum(matchRules),
    confidence: z.number(),
    allocations: z.array(AllocatedItem),
    evidence: z.array(EvidenceView),
  })
  .meta({ id: 'MatchCandidate' });
export type CandidateView = z.infer<typeof CandidateView>;

/** A line that a person is asked about, its candidates best first. */
export const SuggestionView = z
  .object({ transaction: TransactionView, candidates: z.array(CandidateView).min(1) })
  .meta({ id: 'MatchSuggestion' });
export type SuggestionView = z.infer<typeof SuggestionView>;
export const SuggestionQuery = ListQuery.extend({
  /** Only lines whose first candidate came by this rule. */
  rule: z.enum(matchRules).optional(),
  transaction: Id.optional(),
  accountId: Id.optional(),
});

/** Confirms the first candidate of each named line, or of every line whose first candidate came by the rule. */
export const BulkConfirmation = z.union([
  z.strictObject({ transactions: z.array(Id).min(1).max(500) }),
  z.strictObject({
    rule: z.enum(matchRules),
    /** The count that the person saw; more than these are not confirmed. */
    count: z.int().min(1),
  }),
]);
export const BulkConfirmed = z.object({
  settlements: z.array(z.object({ id: Id, transaction: Id })),
  /** Lines that changed meanwhile, or whose first candidate does not fit any more. */
  skipped: z.array(Id),
});

/** Where the reconciliation stands. `rules` counts lines by their first candidate's rule, for confirming a class at once. */
export const ReconciliationView = z
  .object({
    lines: z.int(),
    settled: z.int(),
    suggested: z.int(),
    unmatched: z.int(),
    nothingFits: z.int(),
    rules: z.array(z.object({ rule: z.enum(matchRules), count: z.int() })),
    /** A run is asked for or under way. */
    /** What waits, per currency: how many lines, and their sums in and out. */
    waiting: z.array(z.object({ currency: z.string(), lines: z.int(), in: Amount, out: Amount })),
    isRunning: z.boolean(),
    lastRunAt: Instant.nullable(),
  })
  .meta({ id: 'Reconciliation' });
export type ReconciliationView = z.infer<typeof ReconciliationView>;

/** Without an account those of all. */
export const ReconciliationQuery = z.object({ accountId: Id.optional() });

/** What is known of a line's counterparty from this business alone. */
export const PayerView = z
  .object({
    /** Whose items its other lines settled. `daysAfterDue`: the median, negative when paid before. */
    paidFor: z.array(
      z.object({
        partnerId: Id.nullable(),
        partnerName: z.string().nullable(),
        settlements: z.int(),
        since: Day,
        last: Day,
        daysAfterDue: z.int().nullable(),
      }),
    ),
    learnt: z.array(z.object({ kind: z.enum(['account', 'name']), partnerId: Id, partnerName: z.string().nullable(), times: z.int() })),
  })
  .meta({ id: 'Payer' });
export type PayerView = z.infer<typeof PayerView>;

/** Why a line did not settle an item by itself (B-057); empty: nothing keeps it. */
export const WhyNotView = z.object({ reasons: z.array(z.object({ because: z.string(), evidence: EvidenceView })) });
export const WhyNotQuery = z.object({ item: Id });

export const RefusalBody = z.strictObject({ transaction: Id, items: z.array(Id).min(1).max(50) });
export const RefusalParams = BusinessParams.extend({ id: Id });
export const RefusalView = z
  .object({
    id: Id,
    transaction: Id,
    bookedOn: Day,
    amount: Amount,
    currency: z.string(),
    counterpartyName: z.string().nullable(),
    item: Id,
    number: z.string().nullable(),
    partnerName: z.string().nullable(),
    refusedAt: Instant,
  })
  .meta({ id: 'MatchRefusal' });
export type RefusalView = z.infer<typeof RefusalView>;

/** What the matcher learnt of a partner from this business's people; it acts on accounts, references and fees from two `times` on. */
export const MemoryView = z
  .object({
    id: Id,
    kind: z.enum(['account', 'name', 'reference', 'fee']),
    partnerId: Id,
    partnerName: z.string().nullable(),
    /** The account, the name of the payer, how references differ, or the fee's amount. */
    value: z.string(),
    currency: z.string().nullable(),
    times: z.int(),
    lastAt: Instant,
  })
  .meta({ id: 'MatchMemory' });
export type MemoryView = z.infer<typeof MemoryView>;
export const MemoryParams = BusinessParams.extend({ id: Id });

/** A rate of the Magyar Nemzeti Bank in force on a day: that day's, else the last published before (AC-042). */
export const RateView = z.object({ on: Day, publishedOn: Day, currency: z.string(), huf: z.string() }).meta({ id: 'ExchangeRate' });
export const RateQuery = z.object({ on: Day.optional(), currency: z.string().length(3).toUpperCase().meta({ example: 'EUR' }).optional() });
export const RateList = z.object({ items: z.array(RateView) });
