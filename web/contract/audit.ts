import { z } from 'zod';
import { Instant } from './account-fields.ts';

/** One link of the chain: who did what to what; ids, never contents. `hash` covers `previous` and everything else here. */
export const AuditEntry = z
  .object({
    number: z.number().int(),
    at: Instant,
    actor: z.object({ kind: z.enum(['user', 'program', 'operator', 'hub', 'nobody']), id: z.string().nullable() }),
    action: z.string(),
    subject: z.object({ type: z.string(), id: z.string() }).nullable(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    previous: z.string(),
    hash: z.string(),
    /** How people, keys and firms whose ids stand here are called today, by id; not under the hash, absent from the export. */
    names: z.record(z.string(), z.string()).optional(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof AuditEntry>;
