import type { StatementOptions } from './domain/column-mapping.ts';
import { DomainError } from './domain/errors.ts';
import { identify } from './domain/identify/identify.ts';
import type { StatementReading } from './domain/statement.ts';
import { readStatement } from './steps/read-statement/read-statement.ts';
import { openLockedOffice } from './steps/unpack/locked-office.ts';

/** A bank's file, opened first where it is a locked workbook and a password is given. Bad input is told in `refused`, never thrown. */
export async function readBankFile(
  bytes: Uint8Array,
  { password, ...options }: StatementOptions & { password?: string | undefined },
): Promise<StatementReading> {
  const { form, dialect } = identify(bytes, options.name ?? null);
  if (password === undefined || form !== 'encrypted' || dialect !== 'office') return readStatement(bytes, options);
  try {
    return await readStatement(openLockedOffice(bytes, password), options);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message } = error;
    return { format: null, statements: [], warnings: [], refused: { code, message }, guess: null };
  }
}
