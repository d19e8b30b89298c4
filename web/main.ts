import { once } from 'node:events';
import { createServer } from 'node:http';
import type { BankHouse } from '#services/actions/account-information/consents.ts';
import { resolveCaller } from '#services/actions/accounts/resolve-caller.ts';
import { mailbox } from '#services/actions/mail/send-mail.ts';
import { openCage } from '#services/cage/cage.ts';
import type { Config } from '#services/platform/config.ts';
import type { Log } from '#services/platform/log.ts';
import { openChangeNotices } from '#storage/change-notices.ts';
import type { Storage } from '#storage/main.ts';
import { answerUnreadable } from './api/unreadable.ts';
import { createApp } from './app.ts';
import { openMetrics } from './metrics.ts';

export type Web = AsyncDisposable & { url: string };
/** 200 000 lines take a reader half a minute. */
const statementMs = 120_000;
export const version = '0.1.0';

/** Starts everything over HTTP: the API, the screens, and whether the hub is well. */
export async function startWeb(config: Config, storage: Storage, house: BankHouse, log: Log, { hasMailbox = false } = {}): Promise<Web> {
  await using opened = new AsyncDisposableStack();
  const { database, databaseUrl, objects, spool } = storage;
  const notices = opened.use(openChangeNotices(databaseUrl));
  // Page pictures are made of untrusted bytes too.
  const cage = opened.use(openCage({ size: 2 }));
  const app = createApp({
    database,
    objects,
    spool,
    config,
    publicUrl: house.publicUrl,
    masterKeys: house.masterKeys,
    log,
    notices,
    banks: house.banks,
    renderPage: (file, { number, ...page }) => cage.run('render-page', { file, page: number, ...page }),
    readStatement: (file, options) => cage.run('read-statement', { file, ...options }, { timeMs: statementMs }),
    resolveCaller: (request) => resolveCaller(database, { cookie: request.get('cookie'), authorization: request.get('authorization') }),
    troubles: () => storage.troubles(),
    metrics: openMetrics(database),
    mailbox: hasMailbox ? () => mailbox(house) : null,
    version,
    isBehindTls: house.publicUrl.startsWith('https:'),
  });
  const server = createServer(app);
  // Slower than this is no sender of ours; a large upload still has its time.
  server.headersTimeout = 20_000;
  server.requestTimeout = 300_000;
  server.on('clientError', answerUnreadable);
  server.listen(config.WEB_PORT, config.WEB_HOST);
  await once(server, 'listening');
  opened.defer(async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // Streams of events never end by themselves.
    setTimeout(() => server.closeAllConnections(), 500).unref();
    server.closeIdleConnections();
    await closed;
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : config.WEB_PORT;
  const kept = opened.move();
  return { url: `http://${config.WEB_HOST}:${port}`, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
