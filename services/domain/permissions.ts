/**
 * The one matrix of who may do what. API, screens, search, export and mail ask here and nowhere else.
 *
 * A person may hold several roles in one business (the head of a firm that keeps its own books is its owner too, H-004);
 * what any of them allows is allowed.
 */

/** Roles in a business. `accountant` is never given by hand: it comes with the engagement of the firm. */
export const businessRoles = ['owner', 'administrator', 'accountant', 'invoicer', 'handler'] as const;
export type BusinessRole = (typeof businessRoles)[number];

/** Roles a business gives to its own people. */
export const givenBusinessRoles = ['owner', 'administrator', 'invoicer', 'handler'] as const satisfies readonly BusinessRole[];

/** Roles in an accounting firm. `program` is a ledger program that showed the firm's security key (H-172). */
export const firmRoles = ['head', 'staff', 'program'] as const;
export type FirmRole = (typeof firmRoles)[number];

/** Roles a firm gives to its own people. */
export const givenFirmRoles = ['head', 'staff'] as const satisfies readonly FirmRole[];

const everyone = businessRoles;
const withBank = ['owner', 'administrator', 'accountant'] as const;

/** What is done inside one business, and by whom. */
const inBusiness = {
  'business.read': everyone,
  'business.settings': ['owner', 'administrator', 'accountant'],
  // H-119: what leaves for, or is taken from, somebody else's server begins on the customer's own word.
  'services.start': ['owner', 'administrator'],
  'business.delete': ['owner'],
  'engagement.choose': ['owner'],
  'separation.start': ['accountant'],
  'people.read': ['owner', 'administrator', 'accountant'],
  'people.manage': ['owner', 'administrator'],
  'keys.manage': ['owner', 'administrator', 'accountant'],
  'documents.read': everyone,
  'documents.upload': everyone,
  'documents.delete': ['owner', 'administrator', 'accountant'],
  'invoices.read': everyone,
  'invoices.correct': ['owner', 'administrator', 'accountant', 'handler'],
  'intakes.read': everyone,
  'intakes.act': ['owner', 'administrator', 'accountant', 'handler'],
  'partners.read': everyone,
  'partners.manage': ['owner', 'administrator', 'accountant', 'handler'],
  // B-035, B-036: the transaction, its list, search and export; the paid state of an invoice is part of `invoices.read`.
  'bank.read': withBank,
  'bank.settle': withBank,
  'bank.import': withBank,
  // B-008: the accountant sees a connection to a bank, its customer makes and ends it.
  'bank.connect': ['owner', 'administrator'],
  // B-037: what the business marked as private stays hidden from its accountant.
  'bank.private': ['owner', 'administrator'],
  'missing.read': ['owner', 'administrator', 'accountant', 'handler'],
  'changes.read': everyone,
  'bookings.write': ['accountant'],
  'closing.manage': ['owner', 'administrator', 'accountant'],
  'exports.make': ['owner', 'administrator', 'accountant'],
  'audit.read': ['owner', 'accountant'],
} as const satisfies Record<string, readonly BusinessRole[]>;

/** What is done for an accounting firm, and by whom. */
const inFirm = {
  'firm.read': ['head', 'staff', 'program'],
  'firm.settings': ['head'],
  'firm.people': ['head'],
  'firm.keys': ['head'],
  'firm.audit': ['head'],
  'clients.invite': ['head', 'staff', 'program'],
  'clients.add': ['head', 'program'],
  'webhooks.manage': ['head', 'program'],
} as const satisfies Record<string, readonly FirmRole[]>;

/** Asked of nobody, of any person or program, or of a person at a browser only. */
const anywhere = ['public', 'signed-in', 'session'] as const;

export type BusinessPermission = keyof typeof inBusiness;
export type FirmPermission = keyof typeof inFirm;
/** Every route names one of these. */
export type Permission = BusinessPermission | FirmPermission | (typeof anywhere)[number];

export const businessPermissions = Object.keys(inBusiness) as BusinessPermission[];
export const firmPermissions = Object.keys(inFirm) as FirmPermission[];

export const isBusinessPermission = (permission: Permission): permission is BusinessPermission => permission in inBusiness;
export const isFirmPermission = (permission: Permission): permission is FirmPermission => permission in inFirm;

/** Whether a role in a business allows something there. */
export function may(role: BusinessRole, permission: BusinessPermission): boolean {
  return (inBusiness[permission] as readonly BusinessRole[]).includes(role);
}

/** Whether a role in a firm allows something there. */
export function mayInFirm(role: FirmRole, permission: FirmPermission): boolean {
  return (inFirm[permission] as readonly FirmRole[]).includes(role);
}

/** Everything that any of the roles allows in a business, for a screen to show only what works. */
export const permissionsOf = (roles: readonly BusinessRole[]): BusinessPermission[] =>
  businessPermissions.filter((permission) => roles.some((role) => may(role, permission)));

/** Everything that any of the roles allows in a firm. */
export const firmPermissionsOf = (roles: readonly FirmRole[]): FirmPermission[] =>
  firmPermissions.filter((permission) => roles.some((role) => mayInFirm(role, permission)));
