import { z } from 'zod';
import { Instant, Language, Line, NewPassword } from './account-fields.ts';
import { AccountantView } from './accounts.ts';

/** Who is signed in, what waits for this person, and where the person may go. */
export const Me = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string().nullable(),
    language: Language,
    hasPassword: z.boolean(),
    totp: z.boolean(),
    recoveryCodesLeft: z.number().int(),
    sessionId: z.uuid(),
    /** Version that must be accepted before anything else (H-007). */
    termsOwed: z.string().nullable(),
    accountants: z.array(AccountantView),
    businessCount: z.number().int(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const MeChange = z.strictObject({ name: Line().optional(), language: Language.optional() });
export type MeChange = z.infer<typeof MeChange>;

export const PasswordChange = z.strictObject({ current: z.string().min(1).max(256), password: NewPassword });
export type PasswordChange = z.infer<typeof PasswordChange>;

/** What changes the way in asks for the password once more. */
export const PasswordAgain = z.strictObject({ password: z.string().min(1).max(256) });
export type PasswordAgain = z.infer<typeof PasswordAgain>;

/** `uri` for the QR code, `secret` for typing; in force after the first right code. */
export const TotpOffer = z.object({ secret: z.string(), uri: z.string() });
export type TotpOffer = z.infer<typeof TotpOffer>;

export const TotpCode = z.strictObject({ code: z.string().regex(/^\d{6}$/, 'six digits') });
export type TotpCode = z.infer<typeof TotpCode>;

/** Each works once; shown here and never again. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

export const DeviceView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    current: z.boolean(),
    createdAt: Instant,
    seenAt: Instant,
    rememberedUntil: Instant.nullable(),
  })
  .meta({ id: 'Device' });
export type DeviceView = z.infer<typeof DeviceView>;
