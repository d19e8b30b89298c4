import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import type { SenderAuthentication } from '#services/domain/sender-authentication.ts';

export type IntakeFate = 'received' | 'kept' | 'review' | 'discarded' | 'failed';

/** One delivery through one door, with its fate. The row stays even when the raw bytes leave (promise 2). */
export class Intake extends Model<InferAttributes<Intake>, InferCreationAttributes<Intake>> {
  declare id: CreationOptional<string>;
  declare businessId: string;
  declare door: string;
  declare receivedAt: CreationOptional<Date>;
  declare sender: CreationOptional<string | null>;
  declare recipient: CreationOptional<string | null>;
  /** The sender's own id of it: a mail's Message-ID, a push's request id, a file's path. */
  declare reference: CreationOptional<string | null>;
  declare subject: CreationOptional<string | null>;
  declare sentAt: CreationOptional<Date | null>;
  declare fate: CreationOptional<IntakeFate>;
  declare because: CreationOptional<string | null>;
  declare deliveries: CreationOptional<number>;
  declare rawSha256: CreationOptional<string | null>;
  declare rawSize: CreationOptional<bigint | null>;
  declare rawKept: CreationOptional<boolean>;
  declare rawKeepUntil: CreationOptional<Date | null>;
  /** Hash over the parts: with door and reference it tells a second delivery from a new one. */
  declare contentKey: CreationOptional<string | null>;
  /** SPF, DKIM, DMARC and ARC as found in the session: shown, never blocking (H-068). */
  declare authentication: CreationOptional<SenderAuthentication | null>;
  declare uploadedBy: CreationOptional<string | null>;
}

export const initIntake = (sequelize: Sequelize): void =>
  void Intake.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      businessId: DataTypes.UUID,
      door: DataTypes.TEXT,
      receivedAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
      sender: DataTypes.TEXT,
      recipient: DataTypes.TEXT,
      reference: DataTypes.TEXT,
      subject: DataTypes.TEXT,
      sentAt: DataTypes.DATE,
      fate: { type: DataTypes.TEXT, defaultValue: 'received' },
      because: DataTypes.TEXT,
      deliveries: { type: DataTypes.INTEGER, defaultValue: 1 },
      rawSha256: DataTypes.CHAR(64),
      rawSize: DataTypes.BIGINT,
      rawKept: { type: DataTypes.BOOLEAN, defaultValue: true },
      rawKeepUntil: DataTypes.DATE,
      contentKey: DataTypes.TEXT,
      authentication: DataTypes.JSONB,
      uploadedBy: DataTypes.UUID,
    },
    { sequelize, tableName: 'intakes' },
  );
