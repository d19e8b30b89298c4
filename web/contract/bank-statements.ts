import { z } from 'zod';
import { columnFields, dayOrders, decimalMarks } from '#services/domain/column-mapping.ts';
import { statementFaults } from '#services/domain/statement.ts';
import { Amount, BusinessParams, Day, Id, Instant, ListQuery } from './shapes.ts';

/** How the statements of an account follow each other: a gap of days or money, an overlap of days, or days that meet and balances that do not. */
export const ContinuityView = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('gap'), currency: z.string().nullable(), after: Day, before: Day, missing: Amount.nullable() }),
    z.object({ kind: z.literal('overlap'), currency: z.string().nullable(), from: Day, to: Day }),
    z.object({ kind: z.literal('break'), currency: z.string().nullable(), on: Day, missing: Amount }),
  ])
  .meta({ id: 'Continuity' });
export type ContinuityView = z.infer<typeof ContinuityView>;

export const StatementWarning = z.object({ code: z.string(), message: z.string(), row: z.int().optional() });

/** What each column of an unknown file holds; positions count from 0. */
export const ColumnMappingBody = z
  .strictObject({
    headings: z.array(z.string().max(200)).max(200).nullable(),
    columns: z.partialRecord(z.enum(columnFields), z.array(z.int().min(0).max(199)).min(1).max(20)),
    account: z.string().max(60).nullable(),
    currency: z.string().length(3).nullable(),
    dayOrder: z.enum(dayOrders).nullable(),
    decimalMark: z.enum(decimalMarks).nullable(),
  })
  .meta({ id: 'ColumnMapping' });
export type ColumnMappingBody = z.infer<typeof ColumnMappingBody>;

/**
 * `file`, or `documentId` of one that is here already. `account`: of a file that names none. `mapping`: JSON of a ColumnMapping.
 * What a person has to say where the answer is `confirmation-needed`: `mayAddAccount`, a new account is the business's own (`confirm`: `account`,
 * B-072); `mayBeIncomplete`, a file whose balances and lines differ is wanted all the same (`confirm`: `incomplete`, B-071).
 */
export const StatementForm = z.object({
  file: z.string().meta({ format: 'binary' }).optional(),
  documentId: Id.optional(),
  account: z.string().max(60).optional(),
  mayAddAccount: z.enum(['true', 'false']).optional(),
  mayBeIncomplete: z.enum(['true', 'false']).optional(),
  mapping: z.string().max(20_000).optional(),
});

export const ImportedStatement = z.object({
  id: Id,
  accountId: Id,
  account: z.string(),
  lines: z.int(),
  /** Those that were not there before (H-110). */
  added: z.int(),
  continuity: z.array(ContinuityView),
});
export const StatementImported = z
  .object({ documentId: Id, format: z.string(), statements: z.array(ImportedStatement), warnings: z.array(StatementWarning) })
  .meta({ id: 'StatementImported' });
export type StatementImported = z.infer<typeof StatementImported>;

/** What a file would bring, before anything is kept: its statements, or the guess of its columns that a person confirms. */
export const StatementPreview = z
  .object({
    format: z.string().nullable(),
    /** `row`: the place in the file, from 1; `fault`: what is wrong there. */
    refused: z
      .object({ code: z.string(), message: z.string(), row: z.int().nullable(), fault: z.enum(statementFaults).nullable() })
      .nullable(),
    warnings: z.array(StatementWarning),
    statements: z.array(
      z.object({
        account: z.string().nullable(),
        /** Whether the account is one of the business's. */
        isKnown: z.boolean(),
        currency: z.string().nullable(),
        from: Day.nullable(),
        to: Day.nullable(),
        openingBalance: Amount.nullable(),
        closingBalance: Amount.nullable(),
        balances: z.boolean().nullable(),
        lines: z.int(),
        /** The first of them, as they would be kept. */
        first: z.array(
          z.object({
            bookedOn: Day,
            amount: Amount,
            currency: z.string(),
            counterpartyName: z.string().nullable(),
            counterpartyAccount: z.string().nullable(),
            memo: z.string().nullable(),
          }),
        ),
      }),
    ),
    /** For files of no known format: the first rows as they stand, the guess, and whether the file's own balances prove it. */
    guess: z
      .object({
        firstRows: z.array(z.array(z.string())),
        headingRow: z.int().nullable(),
        mapping: ColumnMappingBody,
        balances: z.boolean().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'StatementPreview' });
export type StatementPreview = z.infer<typeof StatementPreview>;

export const StatementView = z
  .object({
    id: Id,
    accountId: Id,
    account: z.string(),
    documentId: Id.nullable(),
    format: z.string(),
    currency: z.string().nullable(),
    from: Day.nullable(),
    to: Day.nullable(),
    openingBalance: Amount.nullable(),
    closingBalance: Amount.nullable(),
    balances: z.boolean().nullable(),
    lines: z.int(),
    added: z.int(),
    source: z.enum(['uploaded', 'fetched']),
    importedAt: Instant,
  })
  .meta({ id: 'BankStatement' });
export type StatementView = z.infer<typeof StatementView>;
export const StatementQuery = ListQuery.extend({ accountId: Id.optional() });

/** An account of the business with its last known balance per currency (B-038). */
export const BankAccountView = z
  .object({
    id: Id,
    account: z.string(),
    lines: z.int(),
    from: Day.nullable(),
    to: Day.nullable(),
    lastImportAt: Instant.nullable(),
    balances: z.array(z.object({ currency: z.string(), balance: Amount, on: Day })),
    continuity: z.array(ContinuityView),
    /** Columns were once confirmed for this account's files; they are used again. */
    hasMapping: z.boolean(),
    /** A card acquirer's, courier's or payment service's: its lines are paid out by one line of a bank. */
    isCollector: z.boolean(),
  })
  .meta({ id: 'BankAccount' });
export type BankAccountView = z.infer<typeof BankAccountView>;
export const BankAccountList = z.object({ items: z.array(BankAccountView) });
export const BankAccountBody = z.strictObject({ account: z.string().trim().min(4).max(60) });
export const CollectorMark = z.strictObject({ isCollector: z.boolean() });
export const BankAccountCreated = z.object({ id: Id });
export const BankAccountParams = BusinessParams.extend({ id: Id });
