import { readFileSync } from 'node:fs';
import { openStorage } from '#storage/main.ts';
import { rewrapDataKeys } from '../actions/vault.ts';
import { readConfig } from '../platform/config.ts';
import { openLog } from '../platform/log.ts';
import { masterKeyFile, newMasterKey, openMasterKeys, parseMasterKeys, writeMasterKeys } from '../platform/secrets.ts';

/**
 * `./hub keys rotate`: a new master key. With a key file: the new one is written on top of it, everything is wrapped anew, the
 * old one is dropped. With MASTER_KEY: give "new,old", run this, then take the old one out. May be stopped and run again.
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
  if (file !== null) writeMasterKeys(file, [newMasterKey(), ...parseMasterKeys(readFileSync(file, 'utf8'))]);
  const inForce = file === null ? keys : openMasterKeys(config);
  const count = await storage.database.transaction((transaction) => rewrapDataKeys(transaction, inForce));
  if (file !== null) writeMasterKeys(file, [inForce.current()]);
  console.log(
    `${count} data keys are wrapped with master key ${inForce.current().id}${file === null ? '; take the old key out of MASTER_KEY' : ''}`,
  );
  return 0;
}
