import type { Sequelize, Transaction } from 'sequelize';
import type { Cage } from '#services/cage/cage.ts';
import type { AccountCurrency, ColumnMapping } from '#services/domain/column-mapping.ts';
import type { DocumentState } from '#services/domain/document-state.ts';
import type { UnpackedContainer } from '#services/domain/mail-tree.ts';
import type { ListedPayment } from '#services/domain/reading.ts';
import type { BankStatement } from '#services/domain/statement.ts';
import type { Log } from '#services/platform/log.ts';
import type { Document } from '#storage/models/document.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';

/** What the steps of a document are handed. */
export type StepDeps = {
  database: Sequelize;
  objects: ObjectStore;
  cage: Cage;
  log: Log;
  /** clamd's address; undefined: files are not scanned. */
  clamdUrl: string | undefined;
  isOcrNative: boolean;
  /** Where XML Schemas lie; undefined: XML is not checked against any. */
  schemaFolder: string | undefined;
  /** Opens a password that a job carries sealed. */
  openPassword(businessId: string, sealed: string): Promise<string>;
  /** A file's password as its job or its document carries it; kept with the document once it opened the file. */
  sealedPassword?: string | undefined;
  /** The same in the clear, opened by the step that reads: no earlier step needs it. */
  password?: string | undefined;
  /** Where a bank's file goes, how its columns were read before, and where payments are settled. */
  bank: {
    mappings(businessId: string): Promise<ColumnMapping[]>;
    currencies(businessId: string): Promise<AccountCurrency[]>;
    importStatements(
      businessId: string,
      file: { format: string; statements: readonly BankStatement[]; documentId: string },
    ): Promise<unknown>;
    /** Keeps the payments that a program lists with its invoice, in the transaction that brings the invoice. */
    recordPayments(
      transaction: Transaction,
      list: { businessId: string; documentId: string; invoiceId: string; payments: readonly ListedPayment[] },
    ): Promise<void>;
  };
  /** Makes documents of what is inside a container. */
  unpackContainer(document: Document, password: string | undefined): Promise<UnpackedContainer>;
  /** Writes the notices of a quarantined file, in the transaction that puts it there. */
  tellQuarantine(transaction: Transaction, document: Document, because: string): Promise<void>;
};

/** Where a step sends a document: on to the next one, or to rest with a reason. */
export type StepResult = { to: 'next' } | { to: DocumentState; because: string | null };
export type Step = (document: Document, deps: StepDeps) => Promise<StepResult>;
