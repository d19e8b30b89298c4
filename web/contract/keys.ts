import { z } from 'zod';
import { Instant, Line } from './account-fields.ts';

/** A security key of a firm (H-014) or a secret key of a business (H-031); the secret itself is never shown again. */
export const KeyView = z
  .object({
    id: z.uuid(),
    /** The program that uses it. */
    name: z.string(),
    /** The last four characters. */
    hint: z.string(),
    state: z.enum(['active', 'ending', 'paused', 'revoked']),
    createdAt: Instant,
    lastUsedAt: Instant.nullable(),
    /** The end of the overlap after a rotation. */
    endsAt: Instant.nullable(),
  })
  .meta({ id: 'Key' });
export type KeyView = z.infer<typeof KeyView>;

export const NewKey = z.strictObject({ name: Line(100) });
export type NewKey = z.infer<typeof NewKey>;

/** How long the old key works on beside the new one; 24 hours unless said. */
export const KeyRotation = z.strictObject({ overlapHours: z.number().int().min(0).max(168).optional() });
export type KeyRotation = z.infer<typeof KeyRotation>;

export const KeyMade = KeyView.extend({ secret: z.string() });
export type KeyMade = z.infer<typeof KeyMade>;

export const KeyChange = z.strictObject({ paused: z.boolean() });
export type KeyChange = z.infer<typeof KeyChange>;
