import { z } from 'zod';

/** Money on the wire: decimal strings, never numbers. */
export const Amount = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .meta({ description: 'Decimal amount', example: '1270.00' });
/** The calendar of PostgreSQL has no year 0. */
export const Day = z.iso
  .date()
  .refine((text) => text >= '0001', 'there is no year 0')
  .meta({ description: 'Calendar day in Europe/Budapest', example: '2026-11-22' });
export const Instant = z.iso.datetime().meta({ description: 'RFC 3339 UTC' });
export const Id = z.uuid();

export const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

/** A page of a list, newest first; `next` asks for the following one. */
export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item), next: z.string().nullable() });

/** RFC 9457. `type` is stable; `facts` name what the reader needs to act. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .meta({ id: 'Problem' });

export const BusinessParams = z.object({ businessId: Id });
export const IdParams = z.object({ id: Id });
