import { Sequelize } from 'sequelize';
import { initModels } from './models/init-models.ts';

/** int8 columns hold minor units and sizes: `bigint` end to end, converted here and nowhere else. */
const int8Oid = 20;

type TypedConnections = { oidParserMap: Map<number, (text: string) => unknown> };

/** Opens the pool and binds the models to it; nothing is sent before the first query. */
export function openDatabase(url: string, options: { connections?: number } = {}): Sequelize {
  const database = openPool(url, options);
  initModels(database);
  return database;
}

/** A pool that no model is bound to. Unless `isDurable`, its commits do not wait for the disk. */
export function openPool(url: string, { connections = 10, isDurable = true } = {}): Sequelize {
  const database = new Sequelize(url, {
    dialect: 'postgres',
    logging: false,
    pool: { max: connections, min: 0, acquire: 30_000, idle: 10_000 },
    dialectOptions: {
      keepAlive: true,
      application_name: 'bizonylat',
      statement_timeout: 60_000,
      ...(isDurable ? {} : { options: '-c synchronous_commit=off' }),
    },
    define: { underscored: true, timestamps: false },
  });
  // Sequelize has no public way to choose how a type is read.
  (database.connectionManager as unknown as TypedConnections).oidParserMap.set(int8Oid, BigInt);
  return database;
}
