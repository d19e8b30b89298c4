import type { BankStatement, StatementWarning } from '#services/domain/statement.ts';
import type { Source } from './source.ts';

export type { StatementWarning as Warning };

/**
 * One bank's (or standard's) file. `read` answers null when the file is not of this format;
 * once it recognises its own it either reads all of it or throws DomainError `statement-unreadable` with the place.
 */
export type StatementFormat = {
  name: string;
  read(source: Source, warn: (warning: StatementWarning) => void): BankStatement[] | null;
};
