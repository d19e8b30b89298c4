import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { restoreBackup } from '#storage/backup/restore-backup.ts';
import { openSpool } from '#storage/objects/spool.ts';
import type { Config } from '../platform/config.ts';
import { masterKeyFile, openMasterKeys } from '../platform/secrets.ts';
import { onBackup } from './on-backup.ts';

const usage = `usage: ./hub restore DIR
  brings the backup in DIR into the empty installation that the settings name; every file is checked first`;

/** `./hub restore DIR`: exit 1 when it is refused, nothing being changed then; 2 for wrong usage or settings. */
export const run = (args: string[]): Promise<number> =>
  onBackup(args, usage, async ({ config, ...installation }) => {
    const spool = openSpool(join(config.HUB_DATA, 'spool'));
    const { takenAt, tables, objects, lost, masterKeys } = await restoreBackup({ ...installation, spool });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(`the hub is as it was on ${takenAt}: ${rows} rows, ${objects.count} files, all by their hashes`);
    if (lost.length > 0)
      console.log(`${lost.length} files had been lost before the backup was taken; their documents say so when they are opened`);
    console.log('everybody signs in anew; programs that follow the changes begin from the start');
    console.log(keyNeeded(config, masterKeys));
    return 0;
  });

/** Looks without making one: a generated key would stand where the old one belongs. */
function keyNeeded(config: Config, masterKeys: readonly string[]): string {
  const file = masterKeyFile(config);
  const own = config.MASTER_KEY === undefined && !existsSync(file) ? null : openMasterKeys(config);
  const missing = masterKeys.filter((id) => !own?.find(id));
  if (missing.length === 0) return 'the master key that its secrets need is here';
  return `before the hub starts, bring the master key of the old installation (${missing.join(', ')}) to ${config.MASTER_KEY === undefined ? file : 'MASTER_KEY'}: second factors and stored passwords open only with it`;
}
