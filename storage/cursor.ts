import { DomainError } from '#services/domain/errors.ts';

/** Where a list goes on: the instant (to the microsecond, as PostgreSQL writes it) and id of the last row shown. */
export const encodeCursor = (at: string, id: string): string => Buffer.from(JSON.stringify([at, id])).toString('base64url');

/** As PostgreSQL writes a day, or an instant of our time zones. */
const place = /^(?!0000)(\d{4}-\d\d-\d\d)( ([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,6})?[+-](0\d|1[0-4])(:[0-5]\d){0,2})?$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws DomainError `invalid-request` for a cursor that we did not give */
export function decodeCursor(cursor: string | undefined): [at: string | null, id: string | null] {
  if (cursor === undefined) return [null, null];
  try {
    const [at, id]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const day = typeof at === 'string' ? place.exec(at)?.[1] : undefined;
    // A day that no calendar has would come back as another one.
    const isDay = day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
    if (isDay && typeof at === 'string' && typeof id === 'string' && uuid.test(id)) return [at, id];
  } catch {
    // not ours: refused below
  }
  throw new DomainError('invalid-request', 'this cursor is none of ours');
}
