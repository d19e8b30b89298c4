import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import type { SourceKind } from '#services/domain/merge.ts';

/** What one source says of an invoice. A re-run replaces its own row (same `origin`) and no other. */
export class InvoiceSource extends Model<InferAttributes<InvoiceSource>, InferCreationAttributes<InvoiceSource>> {
  declare id: CreationOptional<string>;
  declare invoiceId: string;
  declare businessId: string;
  declare source: SourceKind;
  /** `document:ID:FROM-TO`, `person:INVOICE`, `push:CONNECTION:ID`. */
  declare origin: string;
  declare documentId: CreationOptional<string | null>;
  declare pageFrom: CreationOptional<number | null>;
  declare pageTo: CreationOptional<number | null>;
  declare batchIndex: CreationOptional<number>;
  /** An invoice as on the wire (contract §3), or only the fields a person gave. */
  declare reading: object;
  declare evidence: CreationOptional<object>;
  declare readerVersion: CreationOptional<string | null>;
  declare givenBy: CreationOptional<string | null>;
  declare givenAt: CreationOptional<Date>;
}

export const initInvoiceSource = (sequelize: Sequelize): void =>
  void InvoiceSource.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      invoiceId: DataTypes.UUID,
      businessId: DataTypes.UUID,
      source: DataTypes.TEXT,
      origin: DataTypes.TEXT,
      documentId: DataTypes.UUID,
      pageFrom: DataTypes.INTEGER,
      pageTo: DataTypes.INTEGER,
      batchIndex: { type: DataTypes.INTEGER, defaultValue: 0 },
      reading: DataTypes.JSONB,
      evidence: { type: DataTypes.JSONB, defaultValue: {} },
      readerVersion: DataTypes.TEXT,
      givenBy: DataTypes.UUID,
      givenAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
    },
    { sequelize, tableName: 'invoice_sources' },
  );
