import { z } from 'zod';
import { Amount, Day, Id, Instant } from './shapes.ts';

/** What waits for a person in one business; null where the caller's role does not see it (B-035). */
export const WaitingView = z
  .object({
    businessId: Id,
    /** As many as stand in the review queue: doubtful items, and doubtful documents on which no item asks. */
    review: z.int(),
    /** Bank lines that nothing is settled from, or not all of it. */
    unmatched: z.int().nullable(),
    /** Payables past their due day, and the earliest of those days. */
    overdue: z.int(),
    overdueSince: Day.nullable(),
    lastArrivalAt: Instant.nullable(),
  })
  .meta({ id: 'Waiting' });
export type WaitingView = z.infer<typeof WaitingView>;

/** Gross sums in forints of what was issued in a month. */
export const MonthView = z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), receivable: Amount, payable: Amount }).meta({ id: 'Month' });
export type MonthView = z.infer<typeof MonthView>;
