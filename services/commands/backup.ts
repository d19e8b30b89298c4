import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { BackupRefused } from '#storage/backup/manifest.ts';
import { takeBackup } from '#storage/backup/take-backup.ts';
import { openObjects, reachDatabase } from '#storage/main.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { masterKeyFile } from '../platform/secrets.ts';

const usage = `usage: ./hub backup DIR
  copies all rows, as of one moment, and the files they name into DIR while the hub works; DIR is empty or holds an earlier
  backup, whose place this one takes: files that are there already are checked, not copied again`;

/** `./hub backup DIR`: exit 1 when none could be taken or files were lost before it, 2 for wrong usage or settings. */
export async function run(args: string[]): Promise<number> {
  const [folder] = args;
  if (folder === undefined || args.length !== 1 || folder.startsWith('-')) {
    console.error(usage);
    return 2;
  }
  let config: Config;
  try {
    config = readConfig(process.env);
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  try {
    mkdirSync(config.HUB_DATA, { recursive: true });
    await using reached = await reachDatabase(config);
    const { takenAt, tables, objects, lost, masterKeys } = await takeBackup({
      databaseUrl: reached.databaseUrl,
      objects: openObjects(config),
      folder: resolve(folder),
    });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(
      `backup of ${takenAt} in ${resolve(folder)}: ${rows} rows of ${tables.length} tables, ${objects.count} files, ${objects.objectBytes} bytes`,
    );
    console.log(keyTravels(config, masterKeys));
    for (const { businessId, sha256, because } of lost)
      console.error(
        `hub: not in the backup, for the object store itself ${because === 'object-missing' ? 'lost' : 'damaged'} it: ${businessId} ${sha256}`,
      );
    return lost.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BackupRefused)) throw error;
    console.error(`hub: ${error.message}`);
    return 1;
  }
}

function keyTravels(config: Config, masterKeys: readonly string[]): string {
  if (masterKeys.length === 0) return 'the master key is not in it; nothing in this backup is sealed with one yet';
  const place = config.MASTER_KEY === undefined ? `the file ${masterKeyFile(config)}` : 'MASTER_KEY';
  return `the master key is not in it: its secrets open only with ${masterKeys.join(', ')}. Keep ${place} in another place than the backup, and give it to the restored hub before it starts`;
}
