import type { ColumnMapping, StatementOptions } from '#services/domain/column-mapping.ts';
import { DomainError } from '#services/domain/errors.ts';
import { accountAsKept, type BankStatement, type StatementReading, statementFaults } from '#services/domain/statement.ts';
import type { Warning } from './format.ts';
import { formats } from './formats.ts';
import { applyMapping, guessColumns, hasOpenFee, isComplete } from './guess-columns.ts';
import { maxRows, tooManyRows } from './refusal.ts';
import { openSource, type Source } from './source.ts';

/**
 * Reads a bank's file of any known format, or of unknown origin by a mapping or a guess of its columns.
 * Bad input is told in `refused`, never thrown. The file's name is only a hint for an account missing inside.
 */
export async function readStatement(
  bytes: Uint8Array,
  { name, mapping, remembered = [], account, currencies = [] }: StatementOptions = {},
): Promise<StatementReading> {
  const warnings: Warning[] = [];
  const warn = (warning: Warning) => void warnings.push(warning);
  const reading: StatementReading = { format: null, statements: [], warnings, refused: null, guess: null };
  try {
    const own = accountAsKept(account) ?? accountInName(name ?? '');
    const source: Source = {
      ...openSource(bytes),
      currencyOf: (each) => currencies.find((known) => known.account === (each ?? own))?.currency ?? null,
    };
    const found = mapping
      ? { format: 'mapped', statements: applyMapping(source, mapping, warn) }
      : (readKnown(source, warn) ?? readRemembered(source, remembered, warn));
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

/** By a mapping that a person confirmed for an earlier file: its headings must be there again, or the balances prove the columns. */
function readRemembered(source: Source, remembered: readonly ColumnMapping[], warn: (warning: Warning) => void) {
  if (source.shape === 'xml') return null;
  for (const mapping of remembered) {
    try {
      const found: Warning[] = [];
      const statements = applyMapping(source, mapping, (warning) => void found.push(warning));
      if (mapping.headings === null && !statements.every(({ balances }) => balances === true)) continue;
      found.forEach(warn);
      return { format: 'mapped', statements };
    } catch (error) {
      // Another account's file: the next mapping may fit.
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return null;
}

/** A guess is taken when headings name the columns and no balance speaks against it; without headings balances must prove it. */
function readUnknown(source: Source, reading: StatementReading, warn: (warning: Warning) => void): void {
  if (source.shape === 'xml') throw new DomainError('not-a-statement', 'XML, but no statement in it');
  reading.guess = guessColumns(source);
  if (!reading.guess || !isComplete(reading.guess.mapping)) throw new DomainError('not-a-statement', 'no columns of a history found in it');
  const isProved =
    reading.guess.balances === true ||
    (reading.guess.headingRow !== null && reading.guess.balances !== false && !hasOpenFee(reading.guess, source));
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
  const fault = statementFaults.find((each) => each === error.facts['fault']);
  return {
    ...none,
    refused: { code: error.code, message: error.message, ...(typeof row === 'number' && { row }), ...(fault && { fault }) },
  };
}

/** Erste and others name their files `11600006-00000000-12345678_…`. */
const accountInName = (name: string): string | null => {
  const found = /(?:^|[^\d])(\d{8}-\d{8}(?:-\d{8})?|\d{24})(?:[^\d]|$)/.exec(name)?.[1];
  return found ? found.replace(/-/g, '') : null;
};
