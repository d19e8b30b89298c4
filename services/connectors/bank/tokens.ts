import { createHash, randomBytes } from 'node:crypto';
import { believed, TokenMade } from './answers.ts';
import { type BankKeys, BankTrouble } from './connector.ts';
import type { BankProfile } from './profile.ts';
import { send, type Wire } from './send.ts';

/** A token is renewed so long before it ends that a call on its way still finds it good. */
const marginMs = 60_000;

/** What the bank wants beside the consent's id; made from its profile. */
export type Tokens = {
  /** Where the customer signs in at the bank's own page, where that is not in the consent's answer. */
  authorizeUrl(wish: { consentId: string; verifier: string; returnUrl: string; state: string }): string | null;
  exchanged(keys: BankKeys, code: string | null, returnUrl: string): Promise<BankKeys>;
  renewed(keys: BankKeys): Promise<BankKeys>;
  /** The `Authorization` header of a call, or none. */
  header(keys: BankKeys | null): Promise<Record<string, string>>;
};

export const newVerifier = (): string => randomBytes(32).toString('base64url');

/** OAuth 2.0 as banks use it: RFC 6749 sections 4.1 and 4.4, RFC 7636 (PKCE). */
export function tokensOf({ token }: BankProfile, secret: string | null, wire: Wire): Tokens {
  const none: Tokens = {
    authorizeUrl: () => null,
    exchanged: (keys) => Promise.resolve(keys),
    renewed: (keys) => Promise.resolve(keys),
    header: () => Promise.resolve({}),
  };
  if (token.type === 'none' || secret === null) return none;
  const ask = async (form: Record<string, string>): Promise<{ token: string; until: string; refresh: string | undefined }> => {
    const { status, text } = await send(
      {
        method: 'POST',
        url: new URL(token.tokenUrl),
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams({ ...form, client_id: token.clientId, client_secret: secret }).toString(),
      },
      wire,
    );
    if (status === 429 || status >= 500) throw new BankTrouble('away', `the bank gives no token: ${status}`);
    if (status !== 200)
      throw new BankTrouble(form['refresh_token'] === undefined ? 'refused' : 'consent-ended', `the bank gives no token: ${status}`);
    const made = believed(TokenMade, text);
    return {
      token: made.access_token,
      until: new Date(Date.now() + made.expires_in * 1000).toISOString(),
      refresh: made.refresh_token,
    };
  };
  const isGood = (until: string | undefined): boolean => until !== undefined && Date.parse(until) - marginMs > Date.now();

  if (token.type === 'application') {
    let own: { token: string; until: string } | null = null;
    return {
      ...none,
      async header() {
        if (!isGood(own?.until)) own = await ask({ grant_type: 'client_credentials', ...(token.scope ? { scope: token.scope } : {}) });
        return { authorization: `Bearer ${own!.token}` };
      },
    };
  }
  return {
    authorizeUrl({ consentId, verifier, returnUrl, state }) {
      const url = new URL(token.authorizeUrl);
      const asked = {
        response_type: 'code',
        client_id: token.clientId,
        scope: token.scope.replace('{consentId}', consentId),
        redirect_uri: returnUrl,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
      return url.href;
    },
    async exchanged({ verifier = '', ...keys }, code, returnUrl) {
      if (code === null) throw new BankTrouble('refused', 'the bank sent no code');
      const { refresh, ...access } = await ask({
        grant_type: 'authorization_code',
        code,
        redirect_uri: returnUrl,
        code_verifier: verifier,
      });
      return { ...keys, access, refresh };
    },
    async renewed(keys) {
      if (isGood(keys.access?.until)) return keys;
      if (keys.refresh === undefined) throw new BankTrouble('consent-ended', 'the bank’s token has ended', { code: 'TOKEN_EXPIRED' });
      const { refresh, ...access } = await ask({ grant_type: 'refresh_token', refresh_token: keys.refresh });
      return { ...keys, access, refresh: refresh ?? keys.refresh };
    },
    header: (keys) => Promise.resolve(keys?.access ? { authorization: `Bearer ${keys.access.token}` } : {}),
  };
}
