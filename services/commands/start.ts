import { mkdirSync } from 'node:fs';
import { openStorage, type Storage } from '#storage/main.ts';
import type { BankHouse } from '../actions/account-information/consents.ts';
import { openBanks } from '../connectors/bank/open-banks.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { type Log, openLog } from '../platform/log.ts';
import { openMasterKeys } from '../platform/secrets.ts';
import { stopRequested } from '../platform/shutdown.ts';

/** The rooms of each role, loaded while the storage opens. */
const rooms = {
  web: () => import('#web/main.ts'),
  worker: () => import('../main.ts'),
  doors: () => import('#ingest/main.ts'),
} as const;
export type Role = keyof typeof rooms;
const roles = Object.keys(rooms) as Role[];

export type Hub = AsyncDisposable & {
  config: Config;
  storage: Storage;
  house: BankHouse;
  log: Log;
  webUrl: string | null;
  smtpAddress: string | null;
};

/** Starts the named roles in this process; all of them end, in order, when it is disposed. */
export async function startHub(config: Config, wanted: readonly Role[] = roles, { hasMailbox = false } = {}): Promise<Hub> {
  await using opened = new AsyncDisposableStack();
  const log = openLog(config.LOG_LEVEL);
  // Before anything opens: a bad file of banks is a bad setting.
  const banks = openBanks(config.BANK_PROFILES, { isPrivateAllowed: config.OUTBOUND_PRIVATE });
  mkdirSync(config.HUB_DATA, { recursive: true });
  const opening = openStorage(config, log);
  const loading = Promise.all(wanted.map((role) => rooms[role]()));
  const storage = opened.use(await opening);
  await loading;
  const house: BankHouse = {
    banks,
    database: storage.database,
    publicUrl: config.PUBLIC_URL ?? `http://${config.WEB_HOST}:${config.WEB_PORT}`,
    mailDomain: config.MAIL_DOMAIN,
    masterKeys: openMasterKeys(config),
  };
  let webUrl: string | null = null;
  let smtpAddress: string | null = null;
  if (wanted.includes('worker')) {
    const { startWork } = await rooms.worker();
    opened.use(await startWork(config, storage, house, log));
  }
  if (wanted.includes('web')) {
    const { startWeb } = await rooms.web();
    const web = opened.use(await startWeb(config, storage, house, log, { hasMailbox }));
    webUrl = web.url;
  }
  // Last in, first out: doors open when everything behind them runs, and close before it stops.
  if (wanted.includes('doors')) {
    const { openDoors } = await rooms.doors();
    smtpAddress = opened.use(await openDoors(config, storage, house, log)).smtpAddress;
  }
  const kept = opened.move();
  return { config, storage, house, log, webUrl, smtpAddress, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** `./hub start [web|worker|doors]`: the real thing. Exit 2: bad settings. */
export async function run(args: string[]): Promise<number> {
  const unknown = args.filter((arg) => !(roles as string[]).includes(arg));
  if (unknown.length > 0) {
    console.error(`usage: ./hub start [${roles.join(' | ')}]`);
    return 2;
  }
  const config = readConfig(process.env);
  const stop = stopRequested();
  await using hub = await startHub(config, args.length > 0 ? (args as Role[]) : roles);
  hub.log.info({ web: hub.webUrl, smtp: hub.smtpAddress }, 'the hub is open');
  await stop;
  return 0;
}
