import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import type { Protocol } from '#services/domain/file-server.ts';

/** A server from which a business has us fetch files (H-120). */
export class Pull extends Model<InferAttributes<Pull>, InferCreationAttributes<Pull>> {
  declare id: CreationOptional<string>;
  declare businessId: string;
  declare protocol: Protocol;
  declare host: string;
  declare port: number;
  declare username: string;
  declare passwordSealed: string;
  declare folder: string;
  declare afterTaking: 'move' | 'delete';
  /** `SHA256:…` of the key (SFTP) or certificate (FTPS) that a person accepted. */
  declare hostKey: CreationOptional<string | null>;
  /** What the server showed last, while it is not the accepted one. */
  declare offeredKey: CreationOptional<string | null>;
  declare acceptedVersion: string;
  /** The warning of plain FTP that was accepted. */
  declare plainAccepted: CreationOptional<string | null>;
  declare acceptedBy: CreationOptional<string | null>;
  declare acceptedAt: CreationOptional<Date>;
  declare nextAt: CreationOptional<Date>;
  declare lastOkAt: CreationOptional<Date | null>;
  declare trouble: CreationOptional<string | null>;
  declare troubleSince: CreationOptional<Date | null>;
  declare alarmedAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
}

export const initPull = (sequelize: Sequelize): void =>
  void Pull.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      businessId: DataTypes.UUID,
      protocol: DataTypes.TEXT,
      host: DataTypes.TEXT,
      port: DataTypes.INTEGER,
      username: DataTypes.TEXT,
      passwordSealed: DataTypes.TEXT,
      folder: DataTypes.TEXT,
      afterTaking: DataTypes.TEXT,
      hostKey: DataTypes.TEXT,
      offeredKey: DataTypes.TEXT,
      acceptedVersion: DataTypes.TEXT,
      plainAccepted: DataTypes.TEXT,
      acceptedBy: DataTypes.UUID,
      acceptedAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
      nextAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
      lastOkAt: DataTypes.DATE,
      trouble: DataTypes.TEXT,
      troubleSince: DataTypes.DATE,
      alarmedAt: DataTypes.DATE,
      createdAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
    },
    { sequelize, tableName: 'pulls' },
  );
