/**
 * A bank of the Berlin Group's NextGenPSD2 core as a process of its own (B-067): consents, their authorisation on a page for the
 * customer, accounts, balances, transactions in pages; it holds to the order of calls, to four unattended rounds a day, and to the
 * end of a consent. `/peer/…` is the way for tests: data, clock, revocation, misbehaviour, and what came in. With the paths of a
 * certificate, its key and an authority it speaks mutual TLS. Prints its address when it listens.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { dayInBudapest } from '#services/domain/day.ts';

type Account = {
  resourceId: string;
  iban: string;
  currency: string;
  balance: string;
  booked: { bookingDate: string; [field: string]: unknown }[];
  pending?: unknown[];
};
type Consent = {
  id: string;
  status: string;
  ibans: string[] | null;
  validUntil: string;
  perDay: number;
  back: string;
  refused: string;
  authorisations: { id: string; scaStatus: string }[];
  authorisedAt: number | null;
};
type Code = { consent: string; challenge: string; redirect: string };

const dayMs = 86_400_000;
let way = 'well';
let pageSize = 3;
let shiftMs = 0;
let accounts: Account[] = [];
const consents = new Map<string, Consent>();
const codes = new Map<string, Code>();
/** Token → the consent it is for; null: the program's own. */
const tokens = new Map<string, string | null>();
const rounds = new Map<string, number[]>();
let log: {
  method: string;
  path: string;
  query: string;
  consent: string | null;
  psu: string | null;
  token: string | null;
  status: number;
}[] = [];

const now = () => Date.now() + shiftMs;
/** A bank's day ends at its own midnight. */
const today = () => dayInBudapest(new Date(now()));

/** An answer of the standard's error form. */
class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
  void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

/** A consent that ended by the clock is one that has expired (B-045). */
function statusOf(consent: Consent): string {
  if (consent.status === 'valid' && consent.validUntil < today()) consent.status = 'expired';
  return consent.status;
}

function consentOf(id: string | undefined): Consent {
  const consent = id === undefined ? undefined : consents.get(id);
  if (!consent) throw new Refusal(403, 'CONSENT_UNKNOWN');
  return consent;
}

/** The consent by which account data are asked for: it must be valid, and the token its own. */
function openConsent(request: IncomingMessage): Consent {
  const id = request.headers['consent-id'];
  if (typeof id !== 'string') throw new Refusal(400, 'FORMAT_ERROR');
  const consent = consentOf(id);
  const status = statusOf(consent);
  if (status === 'expired') throw new Refusal(401, 'CONSENT_EXPIRED');
  if (status !== 'valid') throw new Refusal(401, 'CONSENT_INVALID');
  demandToken(request, id);
  return consent;
}

/** `oauth`: each consent has a token of its own; `application`: the program has one. */
function demandToken(request: IncomingMessage, consentId: string | null): void {
  if (!way.includes('oauth') && !way.includes('application')) return;
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const isGood = tokens.has(token) && (way.includes('application') ? tokens.get(token) === null : tokens.get(token) === consentId);
  if (!isGood) throw new Refusal(401, 'TOKEN_INVALID');
}

function accountOf(consent: Consent, resourceId: string): Account {
  const account = accounts.find((each) => each.resourceId === resourceId);
  if (!account) throw new Refusal(404, 'RESOURCE_UNKNOWN');
  if (consent.ibans && !consent.ibans.includes(account.iban)) throw new Refusal(401, 'CONSENT_INVALID');
  return account;
}

function countRound(request: IncomingMessage, consent: Consent, resourceId: string): void {
  if (request.headers['psu-ip-address'] !== undefined) return;
  const key = `${consent.id} ${resourceId}`;
  const within = (rounds.get(key) ?? []).filter((at) => at > now() - dayMs);
  if (within.length >= consent.perDay) throw new Refusal(429, 'ACCESS_EXCEEDED');
  rounds.set(key, [...within, now()]);
}

function makeConsent(request: IncomingMessage, response: ServerResponse, body: Record<string, unknown>): void {
  const access = (body['access'] ?? {}) as Record<string, unknown>;
  const back = String(request.headers['tpp-redirect-uri'] ?? '');
  const named = access['accounts'] as { iban: string }[] | undefined;
  const isWhole =
    body['recurringIndicator'] === true &&
    body['combinedServiceIndicator'] === false &&
    /^\d{4}-\d\d-\d\d$/.test(String(body['validUntil'])) &&
    URL.canParse(back) &&
    (named
      ? named.length > 0 && JSON.stringify(named) === JSON.stringify(access['transactions'])
      : 'allPsd2' in access || 'availableAccounts' in access);
  if (!isWhole) throw new Refusal(400, 'FORMAT_ERROR');
  if (way === 'one-account' && (named?.length ?? 0) !== 1) throw new Refusal(400, 'FORMAT_ERROR');
  if (named?.some(({ iban }) => !accounts.some((account) => account.iban === iban))) throw new Refusal(400, 'RESOURCE_UNKNOWN');
  const id = randomUUID();
  consents.set(id, {
    id,
    status: 'received',
    ibans: named?.map(({ iban }) => iban) ?? null,
    validUntil: String(body['validUntil']),
    perDay: Math.min(4, Number(body['frequencyPerDay'])),
    back,
    refused: String(request.headers['tpp-nok-redirect-uri'] ?? back),
    authorisations: [],
    authorisedAt: null,
  });
  const links = way.includes('explicit')
    ? { startAuthorisation: { href: `/v1/consents/${id}/authorisations` } }
    : { scaRedirect: { href: way === 'unsafe-page' ? 'javascript:alert(1)' : `${origin}/sca/${id}` } };
  json(response, 201, { consentStatus: 'received', consentId: id, _links: links }, { 'aspsp-sca-approach': 'REDIRECT' });
}

function startAuthorisation(response: ServerResponse, consent: Consent): void {
  if (consent.status !== 'received') throw new Refusal(409, 'STATUS_INVALID');
  const id = randomUUID();
  consent.authorisations.push({ id, scaStatus: 'received' });
  json(response, 201, { scaStatus: 'received', authorisationId: id, _links: { scaRedirect: { href: `${origin}/sca/${consent.id}` } } });
}

/** The customer's own page: two factors are asked for, and one click stands for them. */
function scaPage(request: IncomingMessage, response: ServerResponse, id: string, query: URLSearchParams): void {
  const consent = consentOf(id);
  const back = query.get('redirect_uri') ?? consent.back;
  if (request.method === 'GET')
    return void response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(
        `<!doctype html><html lang="hu"><title>Próba Bank</title><main><h1>Próba Bank</h1><p>Hozzáférés a számláihoz ${consent.validUntil} napjáig</p><form method="post"><button name="answer" value="yes">Jóváhagyom</button> <button name="answer" value="no">Elutasítom</button></form></main>`,
      );
  if (consent.status !== 'received') throw new Refusal(409, 'STATUS_INVALID');
  const isYes = query.get('answer') === 'yes';
  consent.status = isYes ? (way === 'half-authorised' ? 'partiallyAuthorised' : 'valid') : 'rejected';
  if (isYes) consent.authorisedAt = now();
  for (const each of consent.authorisations) each.scaStatus = isYes ? 'finalised' : 'failed';
  const target = new URL(isYes ? back : query.has('redirect_uri') ? back : consent.refused);
  if (query.has('redirect_uri')) {
    target.searchParams.set('state', query.get('state') ?? '');
    if (!isYes) target.searchParams.set('error', 'access_denied');
    else {
      const code = randomUUID();
      codes.set(code, { consent: id, challenge: query.get('code_challenge') ?? '', redirect: back });
      target.searchParams.set('code', code);
    }
  }
  response.writeHead(303, { location: target.href }).end();
}

function giveToken(response: ServerResponse, form: URLSearchParams): void {
  const grant = form.get('grant_type');
  if (form.get('client_secret') !== 'proba-titok') throw new Refusal(401, 'invalid_client');
  let consent: string | null = null;
  if (grant === 'authorization_code') {
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!code || code.challenge !== challenge || code.redirect !== form.get('redirect_uri')) throw new Refusal(400, 'invalid_grant');
    consent = code.consent;
  } else if (grant === 'refresh_token') {
    const known = tokens.get(form.get('refresh_token') ?? '');
    if (!known) throw new Refusal(400, 'invalid_grant');
    consent = known;
  } else if (grant !== 'client_credentials') throw new Refusal(400, 'unsupported_grant_type');
  const [access, refresh] = [`at-${randomUUID()}`, `rt-${randomUUID()}`];
  tokens.set(access, consent);
  if (consent !== null) tokens.set(refresh, consent);
  json(response, 200, {
    access_token: access,
    token_type: 'Bearer',
    expires_in: way.includes('short') ? 1 : 3600,
    ...(consent === null ? {} : { refresh_token: refresh }),
  });
}

function transactions(
  request: IncomingMessage,
  response: ServerResponse,
  consent: Consent,
  account: Account,
  query: URLSearchParams,
): void {
  const [from, to, page] = [query.get('dateFrom') ?? '', query.get('dateTo') ?? '', Number(query.get('page') ?? 0)];
  if (!/^\d{4}-\d\d-\d\d$/.test(from) || from > to || query.get('bookingStatus') !== 'booked') throw new Refusal(400, 'FORMAT_ERROR');
  // Older than 90 days only while the customer's authentication is fresh (B-046).
  const isFresh = consent.authorisedAt !== null && consent.authorisedAt > now() - 3_600_000;
  if (!isFresh && Date.parse(from) < now() - 91 * dayMs) throw new Refusal(400, 'PERIOD_INVALID');
  if (page === 0) countRound(request, consent, account.resourceId);
  else if (way === 'revoked-in-the-middle') {
    consent.status = 'revokedByPsu';
    throw new Refusal(401, 'CONSENT_INVALID');
  } else if (way === 'breaks-in-the-middle') throw new Refusal(500, 'INTERNAL_SERVER_ERROR');
  else if (way === 'slow-in-the-middle') return;
  const all = account.booked
    .filter(({ bookingDate }) => (bookingDate >= from && bookingDate <= to) || way === 'odd-day')
    .map(({ transactionId, ...entry }) => (way === 'no-ids' || way === 'no-ids-twice' ? entry : { transactionId, ...entry }));
  // A bank that moves its pages a little: each begins with the last line of the one before.
  const first = way === 'overlapping-pages' ? Math.max(0, page * pageSize - page) : page * pageSize;
  const booked = way === 'no-ids-twice' && page > 0 ? all.slice(first - pageSize, first) : all.slice(first, first + pageSize);
  const hasMore = first + pageSize < all.length || (way === 'no-ids-twice' && page === 0);
  const next = new URLSearchParams({
    bookingStatus: 'booked',
    dateFrom: from,
    dateTo: to,
    page: String(way === 'pages-without-end' ? Math.min(page + 1, 2) : page + 1),
  });
  const elsewhere =
    way === 'next-elsewhere' ? 'http://127.0.0.1:9/v1/accounts/other/transactions' : `/v1/accounts/${account.resourceId}/transactions`;
  json(response, 200, {
    account: { iban: account.iban },
    transactions: {
      booked,
      ...(page === 0 ? { pending: account.pending ?? [] } : {}),
      _links: hasMore || way === 'pages-without-end' ? { next: { href: `${elsewhere}?${next}` } } : {},
    },
  });
}

/** What a bank does when it does it badly: to account data only, unless the way says `all`. */
const badly: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'server-error': (response) => json(response, 503, { tppMessages: [{ category: 'ERROR', code: 'SERVICE_UNAVAILABLE' }] }),
  'too-many': (response) =>
    json(response, 429, { tppMessages: [{ category: 'ERROR', code: 'ACCESS_EXCEEDED' }] }, { 'retry-after': '7200' }),
  blocked: (response) => json(response, 403, { tppMessages: [{ category: 'ERROR', code: 'SERVICE_BLOCKED' }] }),
  garbage: (response) => void response.writeHead(200).end('<html>Karbantartás</html>'),
  'wrong-shape': (response) =>
    json(response, 200, { transactions: { booked: [{ bookingDate: 'tegnap' }] }, balances: 'sok', accounts: {} }),
  cut: (response) => {
    response.writeHead(200, { 'content-length': 10_000 });
    response.write('{"transactions":{"booked":[', () => response.destroy());
  },
  slow: () => undefined,
  endless: (response) => {
    const more = () => {
      while (response.writable && response.write('[[[['.repeat(100_000)));
      response.once('drain', more);
    };
    response.writeHead(200);
    more();
  },
};

function control(response: ServerResponse, what: string, body: string): void {
  const [, act = '', id = ''] = what.split('/');
  const shown = { log, consents: [...consents.values()] }[act];
  if (shown) json(response, 200, shown);
  else if (act === 'forget') log = [];
  else if (act === 'way') way = id;
  else if (act === 'clock') shiftMs = Number(id) * dayMs;
  else if (act === 'page-size') pageSize = Number(id);
  else if (act === 'revoke') consentOf(id).status = 'revokedByPsu';
  else if (act === 'accounts') accounts = JSON.parse(body);
  else throw new Refusal(404, 'NO_SUCH_ACT');
  if (!shown) response.writeHead(204).end();
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://peer');
  let body = '';
  for await (const piece of request.setEncoding('utf8')) body += piece;
  const path = url.pathname;
  if (path.startsWith('/peer/')) return control(response, path.slice('/peer'.length), body);
  response.once('close', () => {
    log.push({
      method: request.method ?? '',
      path,
      query: url.search,
      consent: (request.headers['consent-id'] as string | undefined) ?? null,
      psu: (request.headers['psu-ip-address'] as string | undefined) ?? null,
      token: request.headers.authorization ?? null,
      status: response.statusCode,
    });
  });
  const sca = /^\/sca\/([\w-]+)$/.exec(path)?.[1];
  if (sca) return scaPage(request, response, sca, new URLSearchParams(body));
  if (path === '/oauth/authorize') {
    const query = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)]);
    return scaPage(request, response, /^AIS:(.+)$/.exec(query.get('scope') ?? '')?.[1] ?? '', query);
  }
  if (path === '/oauth/token') return giveToken(response, new URLSearchParams(body));

  if (!/^[0-9a-f-]{36}$/.test(String(request.headers['x-request-id']))) throw new Refusal(400, 'FORMAT_ERROR');
  const [, about, id = '', part, partId] = /^\/v1\/(consents|accounts)(?:\/([^/]+))?(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path) ?? [];
  if (about === undefined) throw new Refusal(405, 'SERVICE_INVALID');
  const call = `${request.method} ${about}${id ? '/{id}' : ''}${part ? `/${part}` : ''}${partId ? '/{id}' : ''}`;
  if (way.startsWith('all-')) return badly[way.slice(4)]!(response);
  if (about === 'consents' && way.includes('application')) demandToken(request, null);
  if (call === 'POST consents') return makeConsent(request, response, JSON.parse(body || '{}'));
  if (call === 'POST consents/{id}/authorisations') return startAuthorisation(response, consentOf(id));
  if (call === 'GET consents/{id}/authorisations/{id}') {
    const found = consentOf(id).authorisations.find((each) => each.id === partId);
    if (!found) throw new Refusal(404, 'RESOURCE_UNKNOWN');
    return json(response, 200, { scaStatus: found.scaStatus });
  }
  if (call === 'GET consents/{id}/status') return json(response, 200, { consentStatus: statusOf(consentOf(id)) });
  if (call === 'DELETE consents/{id}') {
    if (way === 'keeps-consents') throw new Refusal(503, 'SERVICE_UNAVAILABLE');
    consentOf(id).status = 'terminatedByTpp';
    return void response.writeHead(204).end();
  }
  const consent = openConsent(request);
  const bad = badly[way];
  if (bad) return bad(response);
  const known = accounts.filter(({ iban }) => consent.ibans?.includes(iban) ?? true);
  if (call === 'GET accounts')
    return json(response, 200, {
      accounts: known.map(({ resourceId, iban, currency }) => ({ resourceId, iban, currency, name: 'Főszámla' })),
    });
  const account = accountOf(consent, id);
  if (call === 'GET accounts/{id}/balances') {
    const balanceAmount = { currency: account.currency, amount: account.balance };
    return json(response, 200, {
      balances: [
        { balanceAmount, balanceType: 'closingBooked', lastChangeDateTime: new Date(now()).toISOString() },
        { balanceAmount, balanceType: 'interimAvailable' },
      ],
    });
  }
  if (call === 'GET accounts/{id}/transactions') return transactions(request, response, consent, account, url.searchParams);
  throw new Refusal(405, 'SERVICE_INVALID');
}

const handler = (request: IncomingMessage, response: ServerResponse) =>
  void answer(request, response).catch((error: unknown) => {
    const { status, code } = error instanceof Refusal ? error : new Refusal(400, 'FORMAT_ERROR');
    if (!response.headersSent) json(response, status, { tppMessages: [{ category: 'ERROR', code }] });
  });
const [cert, key, ca] = process.argv.slice(2).map((path) => readFileSync(path, 'utf8'));
const server =
  cert && key && ca ? createTlsServer({ cert, key, ca, requestCert: true, rejectUnauthorized: true }, handler) : createServer(handler);
let origin = '';
server.listen(0, '127.0.0.1', () => {
  origin = `http${cert ? 's' : ''}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  console.log(origin);
});
process.once('disconnect', () => process.exit(0));
