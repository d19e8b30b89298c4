import { z } from 'zod';
import { Amount, Day, Id } from './shapes.ts';

/** A business in one look. */
export const OverviewView = z
  .object({
    on: Day,
    /** Documents that came on that day. */
    arrived: z.int(),
    /** What is owed, by direction and currency, forints first; late from the day after the due day (B-055). */
    owed: z.array(
      z.object({
        direction: z.enum(['receivable', 'payable']),
        currency: z.string(),
        total: Amount,
        late: Amount,
        /** Up to three invoices that are late for longest. */
        longest: z.array(z.object({ id: Id, partnerName: z.string().nullable(), dueOn: Day, open: Amount })),
      }),
    ),
  })
  .meta({ id: 'Overview' });
export type OverviewView = z.infer<typeof OverviewView>;
