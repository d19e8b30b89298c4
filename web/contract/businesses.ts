import { z } from 'zod';
import { businessPermissions, businessRoles } from '#services/domain/permissions.ts';
import { EmailAddress, HungarianTaxNumber, Instant, Language, Line, LinkToken, NewPassword } from './account-fields.ts';
import { Day } from './shapes.ts';

export const BusinessView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    taxNumber: z.string(),
    euVatNumber: z.string().nullable(),
    seat: z.string().nullable(),
    mailAddress: z.string().nullable(),
    /** `recorded`: added by the accountant, without a login of its own (H-029). */
    registration: z.enum(['recorded', 'registered']),
    /** The firm that keeps its books now. */
    accountant: z.object({ id: z.uuid(), name: z.string(), since: Instant }).nullable(),
    roles: z.array(z.enum(businessRoles)),
    permissions: z.array(z.enum(businessPermissions)),
    createdAt: Instant,
  })
  .meta({ id: 'Business' });
export type BusinessView = z.infer<typeof BusinessView>;

/** Both parts must be ticked (H-026); `textVersion` is the one that was shown. */
export const Declaration = z.strictObject({
  contractAllowsSubprocessor: z.literal(true),
  hasFullAuthority: z.literal(true),
  textVersion: Line(40).optional(),
});
export type Declaration = z.infer<typeof Declaration>;

/**
 * A client added without invitation; without the declaration 422 (H-027).
 * `isSelf`: the firm's own business, which keeps its own books (H-004); it needs no declaration.
 */
export const NewBusiness = z.strictObject({
  accountantId: z.uuid().optional(),
  name: Line(),
  taxNumber: HungarianTaxNumber,
  euVatNumber: Line(20).optional(),
  seat: Line(300).optional(),
  isSelf: z.boolean().optional(),
  declaration: z.unknown().optional(),
});
export type NewBusiness = z.infer<typeof NewBusiness>;

/** With the ready letter that informs the business (H-028). */
export const BusinessAdded = BusinessView.extend({ reminder: z.string().nullable(), letter: z.string().nullable() });
export type BusinessAdded = z.infer<typeof BusinessAdded>;

export const BusinessChange = z.strictObject({
  name: Line().optional(),
  euVatNumber: Line(20).nullable().optional(),
  seat: Line(300).nullable().optional(),
});
export type BusinessChange = z.infer<typeof BusinessChange>;

/** `businessId`: turns a recorded business into a registered one (H-029). */
export const NewInvitation = z.strictObject({
  accountantId: z.uuid().optional(),
  businessId: z.uuid().optional(),
  email: EmailAddress,
  name: Line().optional(),
  taxNumber: HungarianTaxNumber.optional(),
  language: Language.optional(),
});
export type NewInvitation = z.infer<typeof NewInvitation>;

export const invitationStates = ['sent', 'opened', 'accepted', 'expired', 'withdrawn'] as const;

export const InvitationView = z
  .object({
    id: z.uuid(),
    accountantId: z.uuid(),
    businessId: z.uuid().nullable(),
    email: z.string(),
    name: z.string().nullable(),
    taxNumber: z.string().nullable(),
    state: z.enum(invitationStates),
    /** Told when the business is linked to another accountant (H-024). */
    because: z.string().nullable(),
    sentAt: Instant,
    openedAt: Instant.nullable(),
    expiresAt: Instant,
    closedAt: Instant.nullable(),
  })
  .meta({ id: 'Invitation' });
export type InvitationView = z.infer<typeof InvitationView>;

export const InvitationOpening = z.strictObject({ token: LinkToken });
export type InvitationOpening = z.infer<typeof InvitationOpening>;

/** What the invited person sees: who invites, and what is already known. */
export const InvitationOpened = z.object({
  accountantName: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  taxNumber: z.string().nullable(),
  expiresAt: Instant,
  termsVersion: z.string(),
  /** The invited address belongs to a user: acceptance asks that user to sign in (H-021). */
  signInFirst: z.boolean(),
});
export type InvitationOpened = z.infer<typeof InvitationOpened>;

export const InvitationAcceptance = z.strictObject({
  token: LinkToken,
  taxNumber: HungarianTaxNumber,
  name: Line(),
  seat: Line(300),
  termsVersion: Line(40),
  email: EmailAddress,
  password: NewPassword.optional(),
});
export type InvitationAcceptance = z.infer<typeof InvitationAcceptance>;

/** `confirm-by-mail`: another address was given; the same form waits behind the link that was sent there. */
export const InvitationAccepted = z.object({ state: z.enum(['accepted', 'confirm-by-mail']), businessId: z.uuid().nullable() });
export type InvitationAccepted = z.infer<typeof InvitationAccepted>;

export const businessSettingNames = [
  'vat-period',
  'exempt-small-business',
  'cash-accounting',
  'strict-matching',
  'close-rounding',
  'period-date',
] as const;

/** One setting from one day on; the last before a day is in force on it. */
export const BusinessSetting = z
  .discriminatedUnion('name', [
    z.strictObject({ name: z.literal('vat-period'), validFrom: Day, value: z.enum(['monthly', 'quarterly', 'yearly', 'none']) }),
    z.strictObject({ name: z.literal('exempt-small-business'), validFrom: Day, value: z.boolean() }),
    z.strictObject({ name: z.literal('cash-accounting'), validFrom: Day, value: z.boolean() }),
    z.strictObject({ name: z.literal('strict-matching'), validFrom: Day, value: z.boolean() }),
    z.strictObject({ name: z.literal('close-rounding'), validFrom: Day, value: z.boolean() }),
    z.strictObject({
      name: z.literal('period-date'),
      validFrom: Day,
      value: z.enum(['supplied-on', 'issued-on', 'received-on', 'paid-on']),
    }),
  ])
  .meta({ id: 'BusinessSetting' });
export type BusinessSetting = z.infer<typeof BusinessSetting>;

/** `inForce`: what holds on the day asked for, today unless said. */
export const BusinessSettings = z.object({
  items: z.array(BusinessSetting),
  inForce: z.record(z.enum(businessSettingNames), z.union([z.string(), z.boolean()])),
});
export type BusinessSettings = z.infer<typeof BusinessSettings>;

export const MailAddress = z.object({ mailAddress: z.string() });

export const SettingsQuery = z.object({ on: Day.optional() });
