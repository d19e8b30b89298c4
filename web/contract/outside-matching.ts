import { z } from 'zod';
import { Id, Instant } from './shapes.ts';

const Side = z.enum(['business', 'accountant']);

/** Consents to an outside matching service; it may be started only with both (H-103). */
export const OutsideMatchingView = z
  .object({ consents: z.array(z.object({ side: Side, givenAt: Instant })), mayStart: z.boolean() })
  .meta({ id: 'OutsideMatching' });
export type OutsideMatchingView = z.infer<typeof OutsideMatchingView>;

/** The business says beside it that the thirteen data and its history files may be handed over (H-104). */
export const ConsentBody = z.discriminatedUnion('side', [
  z.strictObject({ side: z.literal('business'), mayHandOver: z.literal(true) }),
  z.strictObject({ side: z.literal('accountant') }),
]);
export const ConsentQuery = z.object({ side: Side });
export const HandoverBody = z.strictObject({ documentId: Id });
