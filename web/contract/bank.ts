import { z } from 'zod';
import { Amount, BusinessParams, Day, Id, Instant, ListQuery } from './shapes.ts';

/** A bank line: the keys of `./hub statement` and `id`, with how much of it is already given to open items. */
export const TransactionView = z
  .object({
    id: Id,
    accountId: Id,
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
  })
  .meta({ id: 'Transaction' });
export type TransactionView = z.infer<typeof TransactionView>;

export const TransactionQuery = ListQuery.extend({
  accountId: Id.optional(),
  from: Day.optional(),
  to: Day.optional(),
  settled: z.enum(['none', 'partly', 'fully']).optional(),
  text: z.string().max(200).optional(),
});

export const AllocationBody = z.strictObject({
  item: Id,
  /** In the item's currency; negative on credit notes. */
  amount: Amount,
});

export const SettlementRequest = z.strictObject({ transaction: Id, allocations: z.array(AllocationBody).min(1).max(500) });

export const SettlementView = z
  .object({
    id: Id,
    source: z.enum(['transaction', 'pushed', 'entered', 'set-off']),
    transaction: Id.nullable(),
    rule: z.string(),
    confidence: z.number().nullable(),
    allocations: z.array(z.object({ item: Id, amount: Amount })),
    evidence: z.array(z.object({ kind: z.string(), text: z.string(), span: z.tuple([z.int(), z.int()]).nullable() })),
    createdAt: Instant,
  })
  .meta({ id: 'Settlement' });
export type SettlementView = z.infer<typeof SettlementView>;

export const SettlementCreated = z.object({ id: Id });
export const SettlementParams = BusinessParams.extend({ id: Id });
