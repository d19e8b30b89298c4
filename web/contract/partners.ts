import { z } from 'zod';
import { Id, ListQuery } from './shapes.ts';

/** Whom a business buys from or sells to. */
export const PartnerView = z
  .object({
    id: Id,
    name: z.string().nullable(),
    /** First eight digits of the Hungarian tax number. */
    baseNumber: z.string().nullable(),
    euVatNumber: z.string().nullable(),
    address: z.string().nullable(),
    accounts: z.array(z.string()),
    /** What the business calls this partner in payments (B-047). */
    identifier: z.string().nullable(),
  })
  .meta({ id: 'Partner' });

/** `q`: a piece of the name, or the beginning of a number; the most like it first. */
export const PartnerQuery = ListQuery.extend({ q: z.string().max(200).optional() });
