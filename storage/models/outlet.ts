import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import type { Protocol } from '#services/domain/file-server.ts';

/** A server to which copies of a business's documents are brought (H-120). */
export class Outlet extends Model<InferAttributes<Outlet>, InferCreationAttributes<Outlet>> {
  declare id: CreationOptional<string>;
  declare businessId: string;
  declare protocol: Protocol;
  declare host: string;
  declare port: number;
  declare username: string;
  declare passwordSealed: string;
  declare folder: string;
  /** Of the names of the folders. */
  declare language: 'hu' | 'en';
  /** Documents that came before are not sent; null: the past too. */
  declare since: CreationOptional<Date | null>;
  /** `SHA256:…` of the key (SFTP) or certificate (FTPS) that a person accepted. */
  declare hostKey: CreationOptional<string | null>;
  /** What the server showed last, while it is not the accepted one. */
  declare offeredKey: CreationOptional<string | null>;
  declare acceptedVersion: string;
  /** The warning of plain FTP that was accepted. */
  declare plainAccepted: CreationOptional<string | null>;
  declare acceptedBy: CreationOptional<string | null>;
  declare acceptedAt: CreationOptional<Date>;
  /** How far in the change feed it has been seen which documents there are. */
  declare cursor: CreationOptional<string | null>;
  declare nextAt: CreationOptional<Date>;
  /** Tries in a row that did not get through. */
  declare failures: CreationOptional<number>;
  declare lastOkAt: CreationOptional<Date | null>;
  declare trouble: CreationOptional<string | null>;
  declare troubleSince: CreationOptional<Date | null>;
  declare alarmedAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
}

export const initOutlet = (sequelize: Sequelize): void =>
  void Outlet.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      businessId: DataTypes.UUID,
      protocol: DataTypes.TEXT,
      host: DataTypes.TEXT,
      port: DataTypes.INTEGER,
      username: DataTypes.TEXT,
      passwordSealed: DataTypes.TEXT,
      folder: DataTypes.TEXT,
      language: DataTypes.TEXT,
      since: DataTypes.DATE,
      hostKey: DataTypes.TEXT,
      offeredKey: DataTypes.TEXT,
      acceptedVersion: DataTypes.TEXT,
      plainAccepted: DataTypes.TEXT,
      acceptedBy: DataTypes.UUID,
      acceptedAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
      cursor: DataTypes.TEXT,
      nextAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
      failures: { type: DataTypes.INTEGER, defaultValue: 0 },
      lastOkAt: DataTypes.DATE,
      trouble: DataTypes.TEXT,
      troubleSince: DataTypes.DATE,
      alarmedAt: DataTypes.DATE,
      createdAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
    },
    { sequelize, tableName: 'outlets' },
  );
