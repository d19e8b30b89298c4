import { type Caller, mayIn } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import { type Place, row } from '#storage/sql.ts';

/**
 * A file whose bytes leave for this caller: not a bank's file with a line that the business marked private, nor what such a file
 * came in (B-037).
 *
 * @throws DomainError `private-lines`
 */
export async function demandNothingPrivate(place: Place, caller: Caller, businessId: string, documentId: string): Promise<void> {
  if (await isKeptPrivate(place, caller, businessId, documentId))
    throw new DomainError('private-lines', 'the file holds bank lines that the business marked private');
}

export async function isKeptPrivate(place: Place, caller: Caller, businessId: string, documentId: string): Promise<boolean> {
  if (mayIn(caller, businessId, 'bank.private')) return false;
  const found = await row<{ isHeld: boolean }>(place, 'select shows_private_lines($1) as "isHeld"', documentId);
  return found?.isHeld === true;
}
