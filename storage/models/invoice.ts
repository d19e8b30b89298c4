import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import type { Doubt } from '#services/domain/doubts.ts';
import type { InvoiceKind, PaymentMethod } from '#services/domain/reading.ts';

export type InvoiceState = 'needs-review' | 'ready' | 'taken-over' | 'discarded';

/** A register item (pénzügyi tétel): one real invoice, whatever number of sources speak of it. Its fields are the merge of its sources. */
export class Invoice extends Model<InferAttributes<Invoice>, InferCreationAttributes<Invoice>> {
  declare id: CreationOptional<string>;
  declare businessId: string;
  declare direction: 'receivable' | 'payable';
  declare family: 'invoice' | 'receipt' | 'pro-forma';
  declare identity: string | null;
  declare partnerId: CreationOptional<string | null>;
  declare state: InvoiceState;
  declare because: CreationOptional<string | null>;
  /** What is doubtful about its fields while it waits; null when nothing is asked, or nobody has looked since this is kept. */
  declare doubts: CreationOptional<readonly Doubt[] | null>;
  declare number: string | null;
  declare kind: InvoiceKind;
  declare supplierName: string | null;
  declare supplierTaxNumber: string | null;
  declare supplierEuVatNumber: string | null;
  declare supplierAddress: string | null;
  declare supplierAccount: string | null;
  declare customerName: string | null;
  declare customerTaxNumber: string | null;
  declare customerEuVatNumber: string | null;
  declare customerAddress: string | null;
  declare customerAccount: string | null;
  declare issuedOn: string | null;
  declare suppliedOn: string | null;
  declare dueOn: string | null;
  declare paymentMethod: PaymentMethod | null;
  declare currency: string | null;
  declare netMinor: bigint | null;
  declare vatMinor: bigint | null;
  declare grossMinor: bigint | null;
  declare payableMinor: bigint | null;
  declare exchangeRate: string | null;
  declare netHufMinor: bigint | null;
  declare vatHufMinor: bigint | null;
  declare grossHufMinor: bigint | null;
  declare originalNumber: string | null;
  declare orderNumber: string | null;
  /** As on the wire: amounts are decimal strings. */
  declare vatLines: CreationOptional<object[]>;
  declare lines: CreationOptional<object[]>;
  declare settledMinor: CreationOptional<bigint>;
  declare possibleDuplicate: CreationOptional<boolean>;
  /** The supplier's accounts that were known when this invoice named another one; null: nothing to ask about. */
  declare knownAccounts: CreationOptional<string[] | null>;
  /** Field → every source's value, which one won and why (promise 4). */
  declare provenance: CreationOptional<object>;
  declare version: CreationOptional<number>;
  declare createdAt: CreationOptional<Date>;
  declare changedAt: CreationOptional<Date>;
}

export const initInvoice = (sequelize: Sequelize): void =>
  void Invoice.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      businessId: DataTypes.UUID,
      direction: DataTypes.TEXT,
      family: DataTypes.TEXT,
      identity: DataTypes.TEXT,
      partnerId: DataTypes.UUID,
      state: DataTypes.TEXT,
      because: DataTypes.TEXT,
      doubts: DataTypes.JSONB,
      number: DataTypes.TEXT,
      kind: DataTypes.TEXT,
      supplierName: DataTypes.TEXT,
      supplierTaxNumber: DataTypes.TEXT,
      supplierEuVatNumber: DataTypes.TEXT,
      supplierAddress: DataTypes.TEXT,
      supplierAccount: DataTypes.TEXT,
      customerName: DataTypes.TEXT,
      customerTaxNumber: DataTypes.TEXT,
      customerEuVatNumber: DataTypes.TEXT,
      customerAddress: DataTypes.TEXT,
      customerAccount: DataTypes.TEXT,
      issuedOn: DataTypes.DATEONLY,
      suppliedOn: DataTypes.DATEONLY,
      dueOn: DataTypes.DATEONLY,
      paymentMethod: DataTypes.TEXT,
      currency: DataTypes.CHAR(3),
      netMinor: DataTypes.BIGINT,
      vatMinor: DataTypes.BIGINT,
      grossMinor: DataTypes.BIGINT,
      payableMinor: DataTypes.BIGINT,
      exchangeRate: DataTypes.TEXT,
      netHufMinor: DataTypes.BIGINT,
      vatHufMinor: DataTypes.BIGINT,
      grossHufMinor: DataTypes.BIGINT,
      originalNumber: DataTypes.TEXT,
      orderNumber: DataTypes.TEXT,
      vatLines: { type: DataTypes.JSONB, defaultValue: [] },
      lines: { type: DataTypes.JSONB, defaultValue: [] },
      settledMinor: { type: DataTypes.BIGINT, defaultValue: 0 },
      possibleDuplicate: { type: DataTypes.BOOLEAN, defaultValue: false },
      knownAccounts: DataTypes.ARRAY(DataTypes.TEXT),
      provenance: { type: DataTypes.JSONB, defaultValue: {} },
      version: { type: DataTypes.INTEGER, defaultValue: 1 },
      createdAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
      changedAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
    },
    { sequelize, tableName: 'invoices' },
  );
