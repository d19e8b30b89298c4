import { DomainError, type DomainErrorCode } from '#services/domain/errors.ts';
import type { BankStatement } from '#services/domain/statement.ts';
import type { Warning } from './format.ts';
import { formats } from './formats.ts';
import { applyMapping, type ColumnGuess, type ColumnMapping, guessColumns, isComplete } from './guess-columns.ts';
import { maxRows, tooManyRows } from './refusal.ts';
import { openSource, type Source } from './source.ts';

export type { Warning } from './format.ts';
export type { ColumnGuess } from './guess-columns.ts';

export type StatementReading = {
  format: string | null;
  statements: BankStatement[];
  warnings: Warning[];
  /** Why nothing of the file was taken; `row` where one place broke it. Whole file or nothing (B-073). */
  refused: { code: DomainErrorCode; message: string; row?: number } | null;
  /** For files of unknown origin: what the mapping page shows. */
  guess: ColumnGuess | null;
};

type Options = { name?: string; mapping?: ColumnMapping };

/**
 * Reads a bank's file of any known format, or of unknown origin by a mapping or a guess of its columns.
 * Bad input is told in `refused`, never thrown. The file's name is only a hint for an account missing inside.
 */
export async function readStatement(bytes: Uint8Array, { name, mapping }: Options = {}): Promise<StatementReading> {
  const warnings: Warning[] = [];
  const warn = (warning: Warning) => void warnings.push(warning);
  const reading: StatementReading = { format: null, statements: [], warnings, refused: null, guess: null };
  try {
    const source = openSource(bytes);
    const found = mapping ? { format: 'mapped', statements: applyMapping(source, mapping, warn) } : readKnown(source, warn);
    if (found) Object.assign(reading, found);
    else readUnknown(source, reading, warn);
  } catch (error) {
    return refusedBy(error, reading);
  }
  reading.statements = reading.statements.map((statement) =>
    statement.account === null && name ? { ...statement, account: accountInName(name) } : statement,
  );
  if (reading.statements.some((statement) => statement.balances === false))
    warn({ code: 'does-not-balance', message: 'the balances of the file and its transactions differ' });
  if (reading.statements.every((statement) => statement.transactions.length === 0) && !reading.refused)
    warn({ code: 'no-transactions', message: 'no booked transaction in the file' });
  return reading;
}

function readKnown(source: Source, warn: (warning: Warning) => void): { format: string; statements: BankStatement[] } | null {
  for (const format of formats) {
    const statements = format.read(source, warn);
    if (!statements) continue;
    if (statements.reduce((count, statement) => count + statement.transactions.length, 0) > maxRows) tooManyRows();
    return { format: format.name, statements };
  }
  return null;
}

/** A guess is taken when headings name the columns and no balance speaks against it; without headings balances must prove it. */
function readUnknown(source: Source, reading: StatementReading, warn: (warning: Warning) => void): void {
  if (source.shape === 'xml') throw new DomainError('not-a-statement', 'XML, but no statement in it');
  reading.guess = guessColumns(source);
  if (!reading.guess || !isComplete(reading.guess.mapping)) throw new DomainError('not-a-statement', 'no columns of a history found in it');
  const isProved = reading.guess.balances === true || (reading.guess.headingRow !== null && reading.guess.balances !== false);
  if (!isProved) throw new DomainError('not-a-statement', 'the columns have to be shown by a person');
  reading.statements = applyMapping(source, reading.guess.mapping, warn);
  reading.format = source.shape === 'sheets' ? 'unknown-workbook' : 'unknown-csv';
  warn({ code: 'columns-guessed', message: 'the columns were guessed from their headings or balances' });
}

function refusedBy(error: unknown, reading: StatementReading): StatementReading {
  const none = { ...reading, statements: [] };
  // Only our own refusals say what is wrong; whatever else a hostile file breaks is a file that cannot be read.
  if (!(error instanceof DomainError)) return { ...none, refused: { code: 'statement-unreadable', message: 'the file cannot be read' } };
  const { row } = error.facts;
  return { ...none, refused: { code: error.code, message: error.message, ...(typeof row === 'number' && { row }) } };
}

/** Erste and others name their files `11600006-00000000-12345678_…`. */
const accountInName = (name: string): string | null => {
  const found = /(?:^|[^\d])(\d{8}-\d{8}(?:-\d{8})?|\d{24})(?:[^\d]|$)/.exec(name)?.[1];
  return found ? found.replace(/-/g, '') : null;
};
