import type { Request } from 'express';
import type { House, Visitor } from '#services/actions/house.ts';
import { type Caller, demand, firmsWhere } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { FirmPermission } from '#services/domain/permissions.ts';
import type { ApiDeps } from './deps.ts';

/** What the acts of people need, of what handlers are handed. */
export const houseOf = ({ database, publicUrl, masterKeys, config }: ApiDeps): House => ({
  database,
  publicUrl,
  masterKeys,
  mailDomain: config.MAIL_DOMAIN,
});

export const visitorOf = ({ caller, request }: { caller: Caller; request: Request }): Visitor => ({ caller, address: request.ip ?? null });

/**
 * For which of the caller's firms something is done: the one named, else the only one there is.
 *
 * @throws DomainError `not-found`, `not-allowed`, `invalid-request` when there are several and none is named
 */
export function firmFor(caller: Caller, permission: FirmPermission, accountantId: string | undefined): string {
  if (accountantId !== undefined) {
    demand(caller, permission, { accountantId });
    return accountantId;
  }
  const [only, ...others] = firmsWhere(caller, permission);
  if (only === undefined) throw new DomainError('not-allowed', 'your role does not allow this');
  if (others.length > 0) throw new DomainError('invalid-request', 'say with accountantId for which firm');
  return only;
}
