import { type CreationOptional, DataTypes, type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';

/** Whom a business buys from or sells to: one row per business and partner, found again by number, then account, then name. */
export class Partner extends Model<InferAttributes<Partner>, InferCreationAttributes<Partner>> {
  declare id: CreationOptional<string>;
  declare businessId: string;
  declare baseNumber: string | null;
  declare euVatNumber: string | null;
  declare name: string | null;
  declare address: string | null;
  /** What the business calls this partner in payments (B-047). */
  declare identifier: CreationOptional<string | null>;
  /** Accounts confirmed by a person or twice by documents, normalised. */
  declare accounts: CreationOptional<string[]>;
  declare createdAt: CreationOptional<Date>;
  declare changedAt: CreationOptional<Date>;
}

export const initPartner = (sequelize: Sequelize): void =>
  void Partner.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      businessId: DataTypes.UUID,
      baseNumber: DataTypes.CHAR(8),
      euVatNumber: DataTypes.TEXT,
      name: DataTypes.TEXT,
      address: DataTypes.TEXT,
      identifier: DataTypes.TEXT,
      accounts: { type: DataTypes.ARRAY(DataTypes.TEXT), defaultValue: [] },
      createdAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
      changedAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW },
    },
    { sequelize, tableName: 'partners' },
  );
