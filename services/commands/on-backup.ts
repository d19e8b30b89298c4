import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { BackupRefused } from '#storage/backup/manifest.ts';
import { openObjects, reachDatabase } from '#storage/main.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import { type Config, readConfig } from '../platform/config.ts';

type Opened = { config: Config; databaseUrl: string; objects: ObjectStore; folder: string };

/** What `./hub backup DIR` and `./hub restore DIR` have in common: one folder, the installation reached, a refusal in plain words. */
export async function onBackup(args: readonly string[], usage: string, act: (opened: Opened) => Promise<number>): Promise<number> {
  const [folder] = args;
  if (folder === undefined || args.length !== 1 || folder.startsWith('-')) {
    console.error(usage);
    return 2;
  }
  const config = readConfig(process.env);
  mkdirSync(config.HUB_DATA, { recursive: true });
  try {
    await using reached = await reachDatabase(config);
    return await act({ config, databaseUrl: reached.databaseUrl, objects: openObjects(config), folder: resolve(folder) });
  } catch (error) {
    if (!(error instanceof BackupRefused)) throw error;
    console.error(`hub: ${error.message}`);
    return 1;
  }
}
