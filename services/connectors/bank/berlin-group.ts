import { randomUUID } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { Day } from '#services/domain/day.ts';
import {
  AccountList,
  AuthorisationMade,
  accountIn,
  BalanceList,
  balanceIn,
  believed,
  ConsentMade,
  ConsentState,
  type Entry,
  jsonOrNull,
  lineIn,
  TppMessages,
  TransactionPage,
} from './answers.ts';
import { type BankConnector, type BankKeys, BankTrouble, type ConsentWish } from './connector.ts';
import type { BankProfile } from './profile.ts';
import { type Answer, send, type Wire } from './send.ts';
import { newVerifier, tokensOf } from './tokens.ts';

/** All that can be sent to a bank beside a token's request; a payment is not among it and has no other way out (B-003). */
export const operations = {
  createConsent: ['POST', '{consents}'],
  startAuthorisation: ['POST', '{consents}/{consentId}/authorisations'],
  consentStatus: ['GET', '{consents}/{consentId}/status'],
  deleteConsent: ['DELETE', '{consents}/{consentId}'],
  accounts: ['GET', '{accounts}'],
  balances: ['GET', '{accounts}/{resourceId}/balances'],
  transactions: ['GET', '{accounts}/{resourceId}/transactions'],
} as const;

type Told = {
  keys?: BankKeys;
  resourceId?: string;
  query?: URLSearchParams;
  body?: unknown;
  headers?: Record<string, string>;
  address?: string | null;
};

/** More pages or lines than any account's half year; a bank that goes on is not followed. */
const mostPages = 1_000;
const mostLines = 200_000;

const consentIsGone: ReadonlySet<string> = new Set(['CONSENT_EXPIRED', 'CONSENT_INVALID', 'CONSENT_UNKNOWN']);

/** A bank of the Berlin Group's NextGenPSD2 core (spec-bank section 9), as its profile says. */
export function berlinGroup(profile: BankProfile, secret: string | null, wire: Wire): BankConnector {
  const tokens = tokensOf(profile, secret, wire);
  const base = profile.baseUrl.replace(/\/$/, '');

  async function ask(operation: keyof typeof operations, told: Told): Promise<Answer> {
    const [method, path] = operations[operation];
    const url = new URL(
      base +
        path
          .replace('{consents}', profile.consentsPath)
          .replace('{accounts}', profile.accountsPath)
          .replace('{consentId}', () => encodeURIComponent(told.keys?.consentId ?? ''))
          .replace('{resourceId}', () => encodeURIComponent(told.resourceId ?? '')),
    );
    if (told.query) url.search = told.query.toString();
    const answer = await send(
      {
        method,
        url,
        headers: {
          accept: 'application/json',
          'x-request-id': randomUUID(),
          ...(await tokens.header(told.keys ?? null)),
          ...(path.startsWith('{accounts}') && told.keys ? { 'consent-id': told.keys.consentId } : {}),
          ...(told.address ? { 'psu-ip-address': ipaddr.process(told.address).toString() } : {}),
          ...(told.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...told.headers,
        },
        ...(told.body === undefined ? {} : { body: JSON.stringify(told.body) }),
      },
      wire,
    );
    if (answer.status < 200 || answer.status > 299) throw troubleOf(answer);
    return answer;
  }

  /** The bank's page for its customer, wherever the answer or the profile says it is. */
  async function pageOf(
    made: { consentId: string; _links: { scaRedirect?: { href: string } | undefined; startAuthorisation?: unknown } },
    keys: BankKeys,
    wish: ConsentWish,
  ): Promise<string> {
    const { returnUrl, state } = wish;
    const own = tokens.authorizeUrl({ consentId: made.consentId, verifier: keys.verifier ?? '', returnUrl, state });
    if (own !== null) return own;
    if (made._links.scaRedirect) return pageAddress(made._links.scaRedirect.href);
    if (made._links.startAuthorisation === undefined) throw new BankTrouble('strange', 'the bank names no page of its own');
    const answer = await ask('startAuthorisation', { keys, body: {}, headers: returnHeaders(wish), address: wish.address });
    const { _links } = believed(AuthorisationMade, answer.text);
    if (!_links.scaRedirect) throw new BankTrouble('strange', 'the bank names no page of its own');
    return pageAddress(_links.scaRedirect.href);
  }

  /** Of what the bank writes the address is checked, for a person's browser goes there. */
  function pageAddress(href: string): string {
    const url = URL.canParse(href, base) ? new URL(href, base) : null;
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && wire.isPrivateAllowed);
    if (!url || !isSafe || url.username !== '') throw new BankTrouble('strange', 'the bank’s page has no safe address');
    return url.href;
  }

  return {
    async startConsent(wish) {
      const { text } = await ask('createConsent', {
        body: {
          access: accessOf(profile, wish.ibans),
          recurringIndicator: true,
          validUntil: wish.validUntil,
          frequencyPerDay: profile.fetchesPerDay,
          combinedServiceIndicator: false,
        },
        headers: returnHeaders(wish),
        address: wish.address,
      });
      const made = believed(ConsentMade, text);
      const keys: BankKeys = { consentId: made.consentId, ...(profile.token.type === 'consent' ? { verifier: newVerifier() } : {}) };
      return { keys, redirectTo: await pageOf(made, keys, wish) };
    },
    finishConsent: (keys, { code, returnUrl }) => tokens.exchanged(keys, code, returnUrl),
    renewed: (keys) => tokens.renewed(keys),
    async status(keys) {
      return believed(ConsentState, (await ask('consentStatus', { keys })).text).consentStatus;
    },
    async endConsent(keys) {
      try {
        await ask('deleteConsent', { keys });
      } catch (error) {
        if (!(error instanceof BankTrouble && error.kind === 'consent-ended')) throw error;
      }
    },
    async accounts(keys, address) {
      return believed(AccountList, (await ask('accounts', { keys, address })).text).accounts.map(accountIn);
    },
    async balances(keys, resourceId, address) {
      return believed(BalanceList, (await ask('balances', { keys, resourceId, address })).text).balances.map(balanceIn);
    },
    async booked(keys, resourceId, { from, to }, address) {
      const pages: Entry[][] = [];
      const seen = new Set<string>();
      let query: URLSearchParams | null = firstPage(from, to);
      while (query !== null) {
        if (seen.size >= mostPages || seen.has(query.toString())) throw new BankTrouble('strange', 'the bank’s pages have no end');
        seen.add(query.toString());
        const { text } = await ask('transactions', { keys, resourceId, query, address });
        const { booked, _links } = believed(TransactionPage, text).transactions;
        if (booked.some(({ bookingDate }) => bookingDate < from || bookingDate > to))
          throw new BankTrouble('strange', 'a booking day that was not asked for');
        pages.push(booked);
        // Of the bank's link only its query is heeded: it cannot lead to another account, path or host.
        query = _links.next === undefined ? null : new URL(_links.next.href, `${base}/`).searchParams;
      }
      const lines = withoutRepeats(pages).map(lineIn);
      if (lines.length > mostLines) throw new BankTrouble('strange', 'more lines than any account has');
      return lines;
    },
  };
}

const firstPage = (from: Day, to: Day) => new URLSearchParams({ bookingStatus: 'booked', dateFrom: from, dateTo: to });

const returnHeaders = ({ returnUrl, state }: ConsentWish): Record<string, string> => {
  const back = new URL(returnUrl);
  back.searchParams.set('state', state);
  const refused = new URL(back);
  refused.searchParams.set('refused', '1');
  return { 'tpp-redirect-uri': back.href, 'tpp-nok-redirect-uri': refused.href, 'tpp-redirect-preferred': 'true' };
};

function accessOf({ access }: BankProfile, ibans: readonly string[]): Record<string, unknown> {
  if (access !== 'named') return { [access]: 'allAccounts' };
  const accounts = ibans.map((iban) => ({ iban }));
  return { accounts, balances: accounts, transactions: accounts };
}

/**
 * A page that comes twice, or begins with the end of the one before, is no second booking: the same id with the same words is one
 * line, and a whole page that stood already is left out. Lines without an id that are equal in one page stay what they are, twins.
 */
function withoutRepeats(pages: readonly (readonly Entry[])[]): Entry[] {
  const seenPages = new Set<string>();
  const seenLines = new Set<string>();
  return pages.flatMap((page) => {
    const said = JSON.stringify(page);
    if (page.length > 0 && seenPages.has(said)) return [];
    seenPages.add(said);
    return page.filter((entry) => {
      if (entry.transactionId === undefined) return true;
      const words = JSON.stringify(entry);
      if (seenLines.has(words)) return false;
      seenLines.add(words);
      return true;
    });
  });
}

function troubleOf({ status, text, retryAfter }: Answer): BankTrouble {
  const codes = TppMessages.safeParse(jsonOrNull(text)).data?.tppMessages.map(({ code }) => code) ?? [];
  const code = codes.find((each) => /^[A-Z_]{3,60}$/.test(each)) ?? null;
  const told = { code, retryAfterSeconds: /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : null };
  const say = `the bank answers ${status}${code === null ? '' : ` ${code}`}`;
  if (status === 429 || code === 'ACCESS_EXCEEDED') return new BankTrouble('too-many', say, told);
  if (status >= 500) return new BankTrouble('away', say, told);
  if (codes.some((each) => consentIsGone.has(each))) return new BankTrouble('consent-ended', say, told);
  return new BankTrouble('refused', say, told);
}
