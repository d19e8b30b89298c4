import { readFileSync } from 'node:fs';
import { openStorage } from '#storage/main.ts';
import { rotateMasterKey } from '../actions/vault.ts';
import { readConfig } from '../platform/config.ts';
import { openLog } from '../platform/log.ts';
import { masterKeyFile, newMasterKey, openMasterKeys, parseMasterKeys, writeMasterKeys } from '../platform/secrets.ts';

/**
 * `./hub keys rotate`: a new master key. With a key file, also beside running hubs that share it: the new one is written on top,
 * everything is wrapped anew, the old one is dropped. With MASTER_KEY: restart every hub with "new,old", run this with the same,
 * then take the old one out. May be stopped and run again.
 */
export async function run(args: string[]): Promise<number> {
  if (args.length !== 1 || args[0] !== 'rotate') {
    console.error('usage: ./hub keys rotate');
    return 2;
  }
  const config = readConfig(process.env);
  const file = config.MASTER_KEY === undefined ? masterKeyFile(config) : null;
  const keys = openMasterKeys(config);
  await using storage = await openStorage(config, openLog(config.LOG_LEVEL));
  const count = await rotateMasterKey(storage.database, () => {
    if (file !== null) writeMasterKeys(file, [newMasterKey(), ...parseMasterKeys(readFileSync(file, 'utf8'))]);
    return keys;
  });
  const { id } = keys.current();
  // Nothing names the old ones any more.
  if (file !== null) writeMasterKeys(file, [keys.current()]);
  console.log(
    `${count} data keys are wrapped anew, all with master key ${id}${file === null ? '; now take the old key out of MASTER_KEY' : ''}`,
  );
  return 0;
}
