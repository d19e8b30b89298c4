import { DomainError } from '#services/domain/errors.ts';

/** Where a list goes on: the instant (to the microsecond, as PostgreSQL writes it) and id of the last row shown. */
export const encodeCursor = (at: string, id: string): string => Buffer.from(JSON.stringify([at, id])).toString('base64url');

/** @throws DomainError `invalid-request` for a cursor that we did not give */
export function decodeCursor(cursor: string | undefined): [at: string | null, id: string | null] {
  if (cursor === undefined) return [null, null];
  try {
    const [at, id]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof at === 'string' && !Number.isNaN(Date.parse(at)) && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) return [at, id];
  } catch {
    // not ours: refused below
  }
  throw new DomainError('invalid-request', 'this cursor is none of ours');
}
