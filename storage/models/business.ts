import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';

/** A client (vállalkozás): the owner of every other row. */
export class Business extends Model<InferAttributes<Business>, InferCreationAttributes<Business>> {
  // `declare`: a real class field would hide Sequelize's accessor of the same name.
  declare id: CreationOptional<string>;
  declare name: string;
  declare taxNumber: string;
  declare baseNumber: string;
  declare euVatNumber: CreationOptional<string | null>;
  declare seat: CreationOptional<string | null>;
  declare receiptsInBody: CreationOptional<boolean>;
  declare createdAt: CreationOptional<Date>;
  declare endedAt: CreationOptional<Date | null>;
}

export const initBusiness = (sequelize: Sequelize): void =>
  void Business.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      name: DataTypes.TEXT,
      taxNumber: DataTypes.TEXT,
      baseNumber: DataTypes.CHAR(8),
      euVatNumber: DataTypes.TEXT,
      seat: DataTypes.TEXT,
      receiptsInBody: { type: DataTypes.BOOLEAN, defaultValue: false },
      createdAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
      endedAt: DataTypes.DATE,
    },
    { sequelize, tableName: 'businesses' },
  );
