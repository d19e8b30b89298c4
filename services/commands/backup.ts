import { takeBackup } from '#storage/backup/take-backup.ts';
import type { Config } from '../platform/config.ts';
import { masterKeyFile } from '../platform/secrets.ts';
import { onBackup } from './on-backup.ts';

const usage = `usage: ./hub backup DIR
  copies all rows, as of one moment, and the files they name into DIR while the hub works; DIR is empty or holds an earlier
  backup, whose place this one takes: files that are there already are checked, not copied again`;

/** `./hub backup DIR`: exit 1 when none could be taken or files were lost before it, 2 for wrong usage or settings. */
export const run = (args: string[]): Promise<number> =>
  onBackup(args, usage, async ({ config, ...installation }) => {
    const { takenAt, tables, objects, lost, masterKeys } = await takeBackup(installation);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(
      `backup of ${takenAt} in ${installation.folder}: ${rows} rows of ${tables.length} tables, ${objects.count} files, ${objects.objectBytes} bytes`,
    );
    console.log(keyTravels(config, masterKeys));
    for (const { businessId, sha256, because } of lost)
      console.error(
        `hub: not in the backup, for the object store itself ${because === 'object-missing' ? 'lost' : 'damaged'} it: ${businessId} ${sha256}`,
      );
    return lost.length === 0 ? 0 : 1;
  });

function keyTravels(config: Config, masterKeys: readonly string[]): string {
  if (masterKeys.length === 0) return 'the master key is not in it; nothing in this backup is sealed with one yet';
  const place = config.MASTER_KEY === undefined ? `the file ${masterKeyFile(config)}` : 'MASTER_KEY';
  return `the master key is not in it: its secrets open only with ${masterKeys.join(', ')}. Keep ${place} in another place than the backup, and give it to the restored hub before it starts`;
}
