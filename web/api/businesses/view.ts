import type { BusinessRow } from '#services/actions/accounts/businesses.ts';
import type { Caller } from '#services/domain/caller.ts';
import { permissionsOf } from '#services/domain/permissions.ts';
import type { BusinessView } from '#web/contract/businesses.ts';

/** A business as the caller sees it, with what the caller's roles allow there. */
export function businessView(row: BusinessRow, caller: Caller, mailDomain: string): BusinessView {
  const roles = [...(caller.businesses.get(row.id) ?? [])];
  return {
    id: row.id,
    name: row.name,
    taxNumber: row.taxNumber,
    euVatNumber: row.euVatNumber,
    seat: row.seat,
    mailAddress: row.mailLocalPart === null ? null : `${row.mailLocalPart}@${mailDomain}`,
    registration: row.isRegistered ? 'registered' : 'recorded',
    accountant:
      row.accountantId === null ? null : { id: row.accountantId, name: row.accountantName ?? '', since: row.since!.toISOString() },
    roles,
    permissions: permissionsOf(roles),
    createdAt: row.createdAt.toISOString(),
  };
}
