import type { BankStatement } from '#services/domain/statement.ts';
import type { Source } from './source.ts';

/** What a person should know of a statement that was read all the same. */
export type Warning = {
  code:
    | 'rows-skipped'
    | 'pending-skipped'
    | 'hidden-skipped'
    | 'columns-guessed'
    | 'day-moved'
    | 'does-not-balance'
    | 'no-transactions'
    | 'identity-broken';
  message: string;
};

/**
 * One bank's (or standard's) file. `read` answers null when the file is not of this format;
 * once it recognises its own it either reads all of it or throws DomainError `statement-unreadable` with the place.
 */
export type StatementFormat = {
  name: string;
  read(source: Source, warn: (warning: Warning) => void): BankStatement[] | null;
};
