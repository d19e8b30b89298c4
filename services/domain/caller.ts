import { DomainError } from './errors.ts';
import {
  type BusinessPermission,
  type BusinessRole,
  type FirmPermission,
  type FirmRole,
  isBusinessPermission,
  isFirmPermission,
  may,
  mayInFirm,
  type Permission,
} from './permissions.ts';

/** Who asks, as found for one request; plain data, from which the functions below decide. */
export type Caller = {
  /** `session`: a person at a browser; `token`: a ledger program; `none`: nobody we know. */
  via: 'session' | 'token' | 'none';
  userId: string | null;
  sessionId: string | null;
  /** The security key behind a token. */
  keyId: string | null;
  /** Newer terms wait for this person's acceptance (H-007). */
  owesTerms: boolean;
  firms: ReadonlyMap<string, FirmRole>;
  /** Every business the caller may enter now, with all roles held there. */
  businesses: ReadonlyMap<string, readonly BusinessRole[]>;
};

export const nobody: Caller = {
  via: 'none',
  userId: null,
  sessionId: null,
  keyId: null,
  owesTerms: false,
  firms: new Map(),
  businesses: new Map(),
};

/** Whether the caller may do something in a business. */
export const mayIn = (caller: Caller, businessId: string, permission: BusinessPermission): boolean =>
  (caller.businesses.get(businessId) ?? []).some((role) => may(role, permission));

/** Whether the caller may do something for a firm. */
export function mayFor(caller: Caller, accountantId: string, permission: FirmPermission): boolean {
  const role = caller.firms.get(accountantId);
  return role !== undefined && mayInFirm(role, permission);
}

/** The businesses in which the caller may do something: the scope of the change feed and of lists over all clients. */
export const businessesWhere = (caller: Caller, permission: BusinessPermission): string[] =>
  [...caller.businesses.keys()].filter((businessId) => mayIn(caller, businessId, permission));

/** The firms for which the caller may do something. */
export const firmsWhere = (caller: Caller, permission: FirmPermission): string[] =>
  [...caller.firms.keys()].filter((accountantId) => mayFor(caller, accountantId, permission));

/**
 * Lets through who may, in the place that is named; without a place, who may somewhere (the handler then narrows).
 *
 * @throws DomainError `not-signed-in`; `not-found` for a place that is not the caller's; `not-allowed` for a right that the role lacks;
 * `terms-not-accepted` while newer terms wait
 */
export function demand(caller: Caller, permission: Permission, place: { businessId?: string; accountantId?: string } = {}): void {
  if (permission === 'public') return;
  if (caller.via === 'none') throw new DomainError('not-signed-in', 'sign in first');
  if (permission === 'session') {
    if (caller.via !== 'session') throw new DomainError('not-allowed', 'only a person who signed in may do this');
    return;
  }
  if (caller.owesTerms) throw new DomainError('terms-not-accepted', 'new terms are in force; accept them first');
  if (isBusinessPermission(permission)) demandInBusiness(caller, permission, place.businessId);
  else if (isFirmPermission(permission)) demandInFirm(caller, permission, place.accountantId);
}

function demandInBusiness(caller: Caller, permission: BusinessPermission, businessId: string | undefined): void {
  if (businessId === undefined) return;
  if (!caller.businesses.has(businessId)) throw new DomainError('not-found', 'no such business');
  if (!mayIn(caller, businessId, permission)) throw new DomainError('not-allowed', 'your role does not allow this');
}

function demandInFirm(caller: Caller, permission: FirmPermission, accountantId: string | undefined): void {
  if (accountantId === undefined) {
    if (firmsWhere(caller, permission).length === 0) throw new DomainError('not-allowed', 'your role does not allow this');
    return;
  }
  if (!caller.firms.has(accountantId)) throw new DomainError('not-found', 'no such accountant');
  if (!mayFor(caller, accountantId, permission)) throw new DomainError('not-allowed', 'your role does not allow this');
}
