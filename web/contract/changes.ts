import { z } from 'zod';
import { Id, Instant } from './shapes.ts';

export const changeTypes = ['business', 'document', 'invoice', 'intake', 'partner', 'transaction', 'open-item', 'settlement'] as const;

export const Change = z.object({ type: z.enum(changeTypes), id: Id, businessId: Id, deleted: z.boolean(), changedAt: Instant });
export const ChangesQuery = z.object({
  since: z.string().max(200).optional(),
  wait: z.coerce.number().int().min(0).max(30).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});
export const ChangesAnswer = z.object({ changes: z.array(Change), next: z.string() }).meta({ id: 'Changes' });
