import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import type { MailboxEntry } from '#services/actions/mail/send-mail.ts';
import { requestRates } from '#services/actions/sign-in/request-rates.ts';
import type { Caller } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { ApiDeps } from './api/deps.ts';
import { docsPage } from './api/docs-page.ts';
import { mailboxPage } from './api/mailbox-page.ts';
import { openApiDocument } from './api/openapi.ts';
import { answerProblem } from './api/problem.ts';
import { mount } from './api/route.ts';
import { routes } from './api/routes.ts';

export type AppOptions = ApiDeps & {
  /** Who asks, by session cookie or bearer token. */
  resolveCaller(request: Request): Promise<Caller>;
  /** What does not answer, in plain words. */
  troubles(): Promise<{ part: string; says: string }[]>;
  /** Prometheus text. */
  metrics(): Promise<string>;
  /** The mails that the built-in mailbox holds; only where somebody opened it (the demo). */
  mailbox: (() => Promise<MailboxEntry[]>) | null;
  version: string;
  isBehindTls: boolean;
};

const dist = fileURLToPath(new URL('ui/dist/', import.meta.url));

/** Everything over HTTP: the API, its description, the screens, and whether the hub is well. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  if (options.isBehindTls) app.set('trust proxy', 1);
  app.use((_request, response, next) => {
    response.locals['nonce'] = randomBytes(16).toString('base64');
    next();
  });
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          styleSrc: ["'self'"],
          // A style sheet in a page must carry the nonce of this answer; Mantine sets sizes and colours in attributes besides.
          styleSrcElem: ["'self'", (_request, response) => `'nonce-${nonceOf(response as Response)}'`],
          styleSrcAttr: ["'unsafe-inline'"],
          scriptSrc: ["'self'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          connectSrc: ["'self'"],
          workerSrc: ["'self'", 'blob:'],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: options.isBehindTls ? { maxAge: 31_536_000, includeSubDomains: true } : false,
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginEmbedderPolicy: false,
    }),
  );

  app.get('/healthz', (_request, response) => void response.json({ status: 'alive' }));
  app.get('/readyz', async (_request, response) => {
    const troubles = await options.troubles();
    response.status(troubles.length === 0 ? 200 : 503).json({ status: troubles.length === 0 ? 'ready' : 'not-ready', troubles });
  });
  app.get('/metrics', async (_request, response) => void response.type('text/plain; version=0.0.4').send(await options.metrics()));

  const description = openApiDocument(routes, options.version);
  app.get('/api/v1/openapi.json', (_request, response) => void response.json(description));
  app.get('/api/docs', (_request, response) => void response.type('html').send(docsPage(description, nonceOf(response))));

  const { mailbox } = options;
  if (mailbox)
    app.get('/demo/mailbox', async (request, response) => {
      const mails = await mailbox();
      if (request.accepts(['json', 'html']) === 'html') response.type('html').send(mailboxPage(mails, nonceOf(response)));
      else response.json(mails);
    });

  const demandRequest = requestRates(options.database, options.config.REQUESTS_PER_MINUTE, options.log);
  const api = express.Router();
  api.use(noStore, sameOriginOnly, express.json({ limit: '1mb', type: ['application/json', 'application/merge-patch+json'] }));
  api.use(async (request, response, next) => {
    const caller = await options.resolveCaller(request);
    demandRequest(caller);
    response.locals['caller'] = caller;
    next();
  });
  mount(api, routes, options);
  api.use(() => {
    throw new DomainError('not-found', 'there is nothing at this address');
  });
  app.use('/api/v1', api);
  app.use('/api', () => {
    throw new DomainError('not-found', 'there is nothing at this address');
  });

  // Built files carry their hash in the name; the page itself is asked for each time.
  app.use('/assets', express.static(`${dist}assets`, { immutable: true, maxAge: '1y', fallthrough: false }));
  app.use(express.static(dist, { index: false, maxAge: 0 }));
  app.get('/{*path}', async (request, response, next) => {
    if (!request.accepts('html')) return next();
    const page = await readFile(`${dist}index.html`, 'utf8');
    // A kept page would carry yesterday's nonce.
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(page.replaceAll(noncePlace, nonceOf(response)));
  });
  app.use(answerProblem(options.log));
  return app;
}

/** What vite.config.ts writes where the nonce belongs. */
const noncePlace = 'NONCE-OF-THIS-ANSWER';

const nonceOf = (response: Response): string => response.locals['nonce'] as string;

const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * CSRF: a browser tells where a request comes from; one that changes something must come from our own pages.
 * A program sends neither header and no cookie of ours (SameSite keeps browsers from sending it for others).
 */
const sameOriginOnly: RequestHandler = (request, _response, next) => {
  if (safe.has(request.method) || request.get('authorization') !== undefined) return next();
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  const isForeign =
    (site !== undefined && !['same-origin', 'none'].includes(site)) || (origin !== undefined && hostOf(origin) !== request.get('host'));
  if (isForeign) throw new DomainError('not-allowed', 'this request comes from another site');
  next();
};

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
