import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '#storage/embedded/embedded-postgres.ts';
import { migrate } from '#storage/migrate.ts';
import { templateOf } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The test cluster; each test file copies its own database from the template. */
    clusterUrl: string;
  }
}

/** Once before all files: a PostgreSQL of our own with a migrated template, or the one of TEST_DATABASE_URL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-test-'));
  chmodSync(folder, 0o711); // as root, the cluster's user must pass through
  const cluster = given === undefined ? await startEmbeddedPostgres(folder, { isDurable: false }) : null;
  const url = given ?? cluster!.url;
  await templateOf(url, migrate);
  project.provide('clusterUrl', url);
  return async () => {
    await cluster?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  };
}
