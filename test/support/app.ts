import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import { resolveCaller } from '#services/actions/accounts/resolve-caller.ts';
import type { House } from '#services/actions/house.ts';
import { readConfig } from '#services/platform/config.ts';
import { silentLog } from '#services/platform/log.ts';
import { readStatement } from '#services/steps/read-statement/read-statement.ts';
import { openChangeNotices } from '#storage/change-notices.ts';
import { folderStore } from '#storage/objects/folder-store.ts';
import type { ObjectStore } from '#storage/objects/object-store.ts';
import { openSpool, type Spool } from '#storage/objects/spool.ts';
import type { ApiDeps } from '#web/api/deps.ts';
import { answerUnreadable } from '#web/api/unreadable.ts';
import { createApp } from '#web/app.ts';

/** The web of the hub on a free port, with a folder of its own; nothing works behind it. */
export async function openApp(
  house: House,
  databaseUrl: string,
  given: { objects?: ObjectStore; spool?: Spool; settings?: Record<string, string> } & Partial<
    Pick<ApiDeps, 'renderPage' | 'log' | 'banks'>
  > = {},
): Promise<AsyncDisposable & { url: string; app: Express; folder: string; objects: ObjectStore }> {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-app-'));
  const notices = openChangeNotices(databaseUrl);
  const { database, publicUrl, masterKeys } = house;
  const { objects = folderStore(join(folder, 'objects')), spool = openSpool(join(folder, 'spool')) } = given;
  const app = createApp({
    database,
    publicUrl,
    masterKeys,
    objects,
    spool,
    config: readConfig({ HUB_DATA: folder, MAIL_DOMAIN: house.mailDomain, ...given.settings }),
    log: given.log ?? silentLog,
    notices,
    banks: given.banks ?? new Map(),
    readStatement: async (path, options) => readStatement(await readFile(path), options),
    renderPage: given.renderPage ?? (() => Promise.reject(new Error('no reader in this test'))),
    resolveCaller: (request) => resolveCaller(database, { cookie: request.get('cookie'), authorization: request.get('authorization') }),
    troubles: () => Promise.resolve([]),
    metrics: () => Promise.resolve(''),
    mailbox: null,
    version: 'test',
    isBehindTls: false,
  });
  const server = createServer(app).on('clientError', answerUnreadable).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    app,
    folder,
    objects,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await notices[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
