import { z } from 'zod';
import { Line } from './account-fields.ts';
import { Id, Instant } from './shapes.ts';

/** An address, or a domain with everything below it. */
export const SenderPattern = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^([^@\s/]+@)?[a-z0-9\u00a1-\uffff-]+(\.[a-z0-9\u00a1-\uffff-]+)+$/, 'an address or a domain');
export const SenderList = z.enum(['allow', 'block']);

/** What a business says of the mails it gets. Passwords are never shown. */
export const MailRules = z
  .object({
    /** A mail whose body is a bill becomes a document (H-063). */
    receiptsInBody: z.boolean(),
    /** Blocked senders' parts are left alone and listed as such; once a sender is allowed, everyone else waits for a person. */
    senders: z.array(z.object({ pattern: z.string(), list: SenderList, createdAt: Instant })),
    /** Tried by themselves on locked files. */
    passwords: z.array(z.object({ id: Id, note: z.string(), createdAt: Instant })),
  })
  .meta({ id: 'MailRules' });

export const MailRulesChange = z.strictObject({ receiptsInBody: z.boolean() });
export const SenderListing = z.strictObject({ list: SenderList });
export const NewFilePassword = z.strictObject({ note: Line(100), password: z.string().min(1).max(200) });
export const FilePasswordMade = z.object({ id: Id });
