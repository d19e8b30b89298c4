import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';

export type PartFate = 'document' | 'linked' | 'known' | 'review' | 'ignored' | 'unpacked' | 'refused';

/** One part of a delivery: every part that is not itself a multipart has a row, whatever became of it. */
export class IntakePart extends Model<InferAttributes<IntakePart>, InferCreationAttributes<IntakePart>> {
  declare intakeId: string;
  /** Place in the delivery, as `./hub mail` writes it: `1.2`, `1.2.m`, `1.2/name`. */
  declare path: string;
  declare businessId: string;
  declare position: number;
  declare name: string | null;
  declare mediaType: string | null;
  declare size: bigint;
  declare sha256: string | null;
  declare inline: CreationOptional<boolean>;
  declare fate: PartFate;
  declare because: string | null;
  declare documentId: CreationOptional<string | null>;
}

export const initIntakePart = (sequelize: Sequelize): void =>
  void IntakePart.init(
    {
      intakeId: { type: DataTypes.UUID, primaryKey: true },
      path: { type: DataTypes.TEXT, primaryKey: true },
      businessId: DataTypes.UUID,
      position: DataTypes.INTEGER,
      name: DataTypes.TEXT,
      mediaType: DataTypes.TEXT,
      size: DataTypes.BIGINT,
      sha256: DataTypes.CHAR(64),
      inline: { type: DataTypes.BOOLEAN, defaultValue: false },
      fate: DataTypes.TEXT,
      because: DataTypes.TEXT,
      documentId: DataTypes.UUID,
    },
    { sequelize, tableName: 'intake_parts' },
  );
