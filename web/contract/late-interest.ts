import { z } from 'zod';
import { Amount, Day } from './shapes.ts';

export const LateInterestQuery = z.object({ on: Day.optional() });

/** What a late item costs between businesses (Ptk. 6:155. §): on what is open today, from the first day of delay. */
export const LateInterestView = z
  .object({
    on: Day,
    open: Amount,
    currency: z.string(),
    /** Each half year at its own rate; null where its base rate is not known, or the debt is not in forint. */
    spans: z.array(z.object({ from: Day, to: Day, days: z.int(), percent: z.string().nullable(), amount: Amount.nullable() })),
    /** Null while a part of it is not known. */
    interest: Amount.nullable(),
    /** 40 EUR in forint at the rate of the first day of delay; null while that rate is not known. */
    recoveryLump: Amount.nullable(),
  })
  .meta({ id: 'LateInterest' });
