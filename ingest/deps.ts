import type { Sequelize } from 'sequelize';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import type { Spool } from '#storage/objects/spool.ts';

/** What every door is handed. */
export type IngestDeps = { database: Sequelize; objects: ObjectStore; spool: Spool };
