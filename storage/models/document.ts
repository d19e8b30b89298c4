import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import type { DocumentState } from '#services/domain/document-state.ts';
import type { Entered } from '#services/domain/entered.ts';
import type { ImportReport } from '#services/domain/import-report.ts';
import type { DocumentKind, Said } from '#services/domain/reading.ts';

/** Stored bytes with one fate. The bytes are the object named by business and hash; they never change (H-055). */
export class Document extends Model<InferAttributes<Document>, InferCreationAttributes<Document>> {
  declare id: CreationOptional<string>;
  declare businessId: string;
  declare intakeId: string;
  declare sha256: string;
  declare name: string;
  declare mediaType: string;
  declare size: bigint;
  declare state: CreationOptional<DocumentState>;
  declare because: CreationOptional<string | null>;
  declare kind: CreationOptional<DocumentKind | null>;
  declare kindConfidence: CreationOptional<number | null>;
  declare statedKind: CreationOptional<DocumentKind | null>;
  declare language: CreationOptional<string | null>;
  declare textFrom: CreationOptional<string | null>;
  declare pageCount: CreationOptional<number | null>;
  declare readerVersion: CreationOptional<string | null>;
  /** The password that opened the file, sealed by services/actions/vault.ts: pages are drawn and read again with it. */
  declare sealedPassword: CreationOptional<string | null>;
  declare said: CreationOptional<Said | null>;
  declare entered: CreationOptional<Entered | null>;
  /** What was read, in the shape of `./hub read` (contract §3). */
  declare reading: CreationOptional<object | null>;
  /** What became of each invoice of a data file (H-091). */
  declare importReport: CreationOptional<ImportReport | null>;
  declare receivedAt: CreationOptional<Date>;
  declare changedAt: CreationOptional<Date>;
}

export const initDocument = (sequelize: Sequelize): void =>
  void Document.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      businessId: DataTypes.UUID,
      intakeId: DataTypes.UUID,
      sha256: DataTypes.CHAR(64),
      name: DataTypes.TEXT,
      mediaType: DataTypes.TEXT,
      size: DataTypes.BIGINT,
      state: { type: DataTypes.TEXT, defaultValue: 'stored' },
      because: DataTypes.TEXT,
      kind: DataTypes.TEXT,
      kindConfidence: DataTypes.REAL,
      statedKind: DataTypes.TEXT,
      language: DataTypes.TEXT,
      textFrom: DataTypes.TEXT,
      pageCount: DataTypes.INTEGER,
      readerVersion: DataTypes.TEXT,
      sealedPassword: DataTypes.TEXT,
      said: DataTypes.JSONB,
      entered: DataTypes.JSONB,
      reading: DataTypes.JSONB,
      importReport: DataTypes.JSONB,
      receivedAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
      changedAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
    },
    { sequelize, tableName: 'documents' },
  );
