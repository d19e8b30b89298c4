import { DomainError } from '#services/domain/errors.ts';
import type { StatementFault } from '#services/domain/statement.ts';

/** Refuses the whole file for one place in it; the reason never quotes the file, it may hold personal data. Screens say it by its `fault`. */
export function unreadable(fault: StatementFault, reason: string, row?: number): never {
  const message = row === undefined ? reason : `row ${row}: ${reason}`;
  throw new DomainError('statement-unreadable', message, { fault, ...(row !== undefined && { row }) });
}

/** Most transactions in one file (B-074). */
export const maxRows = 200_000;
/** Rows above the heading and between blocks are not counted against it. */
export const maxLines = maxRows + 200;

export const tooManyRows = (): never => {
  throw new DomainError('too-many-entries', `row ${maxRows + 1}: more than ${maxRows} rows`, { row: maxRows + 1 });
};
