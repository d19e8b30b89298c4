import type { Day } from '#services/domain/day.ts';
import { type Place, rows } from '../sql.ts';

/** Amounts are minor units of `currency`. */
export type ConnectedBalance = { kind: string; currency: string; amount: string; at: string | null; fetchedAt: string };
export type ConnectedAccount = {
  id: string;
  account: string;
  currency: string | null;
  fetchedAt: string | null;
  nextAt: string | null;
  trouble: string | null;
  balances: ConnectedBalance[];
};
export type ConnectionRow = {
  id: string;
  bank: string;
  state: string;
  asked: string[];
  validUntil: Day;
  createdAt: Date;
  accounts: ConnectedAccount[];
};

/**
 * A business's connections to banks, newest first: those that live or are under way, and ended ones whose accounts no later one took
 * over. No key, nor anything by which the bank knows the consent (B-032).
 */
export const listConnections = (place: Place, businessId: string): Promise<ConnectionRow[]> =>
  rows<ConnectionRow>(
    place,
    `select consent.id, bank, state, consent.accounts as asked, valid_until::text as "validUntil", consent.created_at as "createdAt", own.accounts
     from ais_consents consent, lateral (
       select coalesce(jsonb_agg(jsonb_build_object('id', account.id, 'account', account.account, 'currency', account.currency,
         'fetchedAt', account.fetched_at, 'nextAt', account.next_at, 'trouble', account.trouble, 'balances', (
           select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'currency', currency, 'amount', amount_minor::text, 'at', at,
             'fetchedAt', fetched_at) order by kind, currency), '[]') from ais_balances where account_id = account.id)
         ) order by account.account, account.currency), '[]') as accounts
       from ais_accounts account where consent_id = consent.id) own
     where business_id = $1 and (state in ('redirected', 'authorised', 'valid', 'expiring') or own.accounts <> '[]')
     order by consent.created_at desc, consent.id`,
    businessId,
  );
