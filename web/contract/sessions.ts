import { z } from 'zod';
import { EmailAddress, Instant, LinkToken, NewPassword } from './account-fields.ts';

/** `code`: six digits of the second factor, or a recovery code. `rememberDevice`: this browser is not asked for it again (H-018). */
export const SignIn = z.strictObject({
  email: EmailAddress,
  password: z.string().min(1).max(256),
  code: z.string().trim().max(40).optional(),
  rememberDevice: z.boolean().optional(),
});
export type SignIn = z.infer<typeof SignIn>;

export const SignedIn = z.object({ id: z.uuid() });
export type SignedIn = z.infer<typeof SignedIn>;

export const SessionView = z
  .object({
    id: z.uuid(),
    current: z.boolean(),
    device: z.string(),
    address: z.string().nullable(),
    createdAt: Instant,
    seenAt: Instant,
    expiresAt: Instant,
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof SessionView>;

export const TokenRequest = z.strictObject({ securityKey: z.string().min(1).max(200) });
export type TokenRequest = z.infer<typeof TokenRequest>;

/** `expiresIn` in seconds, at most 900. */
export const TokenAnswer = z.object({ accessToken: z.string(), tokenType: z.literal('Bearer'), expiresIn: z.number().int().max(900) });
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** Always answered alike, whether the address is known or not. */
export const ResetRequest = z.strictObject({ email: EmailAddress });
export type ResetRequest = z.infer<typeof ResetRequest>;

export const PasswordByLink = z.strictObject({ token: LinkToken, password: NewPassword });
export type PasswordByLink = z.infer<typeof PasswordByLink>;
