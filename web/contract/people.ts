import { z } from 'zod';
import { givenBusinessRoles, givenFirmRoles } from '#services/domain/permissions.ts';
import { EmailAddress, Instant, Language, Line, LinkToken, NewPassword } from './account-fields.ts';

/** `invited`: the link was sent and not yet used; then `id` is the invitation's. */
const person = { id: z.uuid(), email: z.string(), name: z.string().nullable(), state: z.enum(['active', 'invited']), since: Instant };

export const BusinessPerson = z.object({ ...person, role: z.enum(givenBusinessRoles) }).meta({ id: 'BusinessPerson' });
export type BusinessPerson = z.infer<typeof BusinessPerson>;

/** `clients`: the businesses a staff member sees; a head sees all, shown as null. */
export const FirmPerson = z
  .object({ ...person, role: z.enum(givenFirmRoles), clients: z.array(z.uuid()).nullable() })
  .meta({ id: 'FirmPerson' });
export type FirmPerson = z.infer<typeof FirmPerson>;

export const NewBusinessPerson = z.strictObject({ email: EmailAddress, role: z.enum(givenBusinessRoles), language: Language.optional() });
export type NewBusinessPerson = z.infer<typeof NewBusinessPerson>;

export const BusinessPersonChange = z.strictObject({ role: z.enum(givenBusinessRoles) });
export type BusinessPersonChange = z.infer<typeof BusinessPersonChange>;

export const NewFirmPerson = z.strictObject({
  email: EmailAddress,
  role: z.enum(givenFirmRoles),
  clients: z.array(z.uuid()).max(10_000).optional(),
  language: Language.optional(),
});
export type NewFirmPerson = z.infer<typeof NewFirmPerson>;

export const FirmPersonChange = z.strictObject({
  role: z.enum(givenFirmRoles).optional(),
  clients: z.array(z.uuid()).max(10_000).optional(),
});
export type FirmPersonChange = z.infer<typeof FirmPersonChange>;

/** Using the link that invites a person: a new user may set a password, a known one signs in first. */
export const Joining = z.strictObject({
  token: LinkToken,
  termsVersion: Line(40),
  name: Line().optional(),
  password: NewPassword.optional(),
});
export type Joining = z.infer<typeof Joining>;

export const Joined = z.object({ businessId: z.uuid().nullable(), accountantId: z.uuid().nullable() });
export type Joined = z.infer<typeof Joined>;
