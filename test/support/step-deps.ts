import type { Sequelize } from 'sequelize';
import { silentLog } from '#services/platform/log.ts';
import type { StepDeps } from '#services/steps/step.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';

const never = () => Promise.reject(new Error('no step of this test asks for it'));

/** What steps are handed: no scanner, and a reader that nobody may ask, unless given. */
export const stepDeps = (database: Sequelize, objects: ObjectStore, given: Partial<StepDeps> = {}): StepDeps => ({
  database,
  objects,
  cage: { run: never, warm: never, memoryPeakMiB: () => 0, [Symbol.asyncDispose]: never },
  log: silentLog,
  clamdUrl: undefined,
  isOcrNative: false,
  schemaFolder: undefined,
  openPassword: never,
  unpackContainer: never,
  bank: { mappings: () => Promise.resolve([]), currencies: () => Promise.resolve([]), importStatements: never, recordPayments: never },
  tellQuarantine: () => Promise.resolve(),
  ...given,
});
