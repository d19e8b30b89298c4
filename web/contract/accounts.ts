import { z } from 'zod';
import { firmPermissions, firmRoles } from '#services/domain/permissions.ts';
import { EmailAddress, HungarianTaxNumber, Instant, Language, Line, LinkToken, NewPassword } from './account-fields.ts';

/**
 * A firm's registration. A ledger program sends the first two values and gets the address of the form (H-008);
 * the form sends all of them, with the terms' version that was shown and the statement of acting in trade (H-005, H-006, H-009).
 */
export const AccountantRegistration = z.strictObject({
  taxNumber: HungarianTaxNumber,
  email: EmailAddress,
  name: Line().optional(),
  billingAddress: Line(300).optional(),
  contactName: Line().optional(),
  language: Language.optional(),
  termsVersion: Line(40).optional(),
  actsInTrade: z.literal(true).optional(),
});
export type AccountantRegistration = z.infer<typeof AccountantRegistration>;

export const AccountantRegistered = z.object({
  /** `form`: go on at `continueUrl`; `pending`: a mail with the activation link is on its way (H-011). */
  state: z.enum(['form', 'pending']),
  continueUrl: z.string().nullable(),
});
export type AccountantRegistered = z.infer<typeof AccountantRegistered>;

/** The link's token; a password is optional (H-015). */
export const Activation = z.strictObject({ token: LinkToken, password: NewPassword.optional() });
export type Activation = z.infer<typeof Activation>;

/** The security key is shown here and in the mail that follows, never again (H-013, H-014). */
export const Activated = z.object({ accountantId: z.uuid(), email: z.string(), securityKey: z.string(), hasPassword: z.boolean() });
export type Activated = z.infer<typeof Activated>;

export const AccountantView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    taxNumber: z.string(),
    billingAddress: z.string(),
    contactName: z.string(),
    email: z.string(),
    state: z.enum(['pending', 'active', 'ended']),
    role: z.enum(firmRoles),
    permissions: z.array(z.enum(firmPermissions)),
    createdAt: Instant,
  })
  .meta({ id: 'Accountant' });
export type AccountantView = z.infer<typeof AccountantView>;

/** Corrections after registration (H-010). */
export const AccountantChange = z.strictObject({
  name: Line().optional(),
  billingAddress: Line(300).optional(),
  contactName: Line().optional(),
  email: EmailAddress.optional(),
});
export type AccountantChange = z.infer<typeof AccountantChange>;

export const AccountantParams = z.object({ accountantId: z.uuid() });
