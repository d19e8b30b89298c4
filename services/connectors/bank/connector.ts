import type { Day } from '#services/domain/day.ts';

/** What opens one consent at a bank. Secret: sealed wherever it rests, never in a log or an answer (B-032). */
export type BankKeys = {
  consentId: string;
  /** PKCE: proves at the exchange that who comes back is who went. */
  verifier?: string | undefined;
  access?: { token: string; until: string } | undefined;
  refresh?: string | undefined;
};

export const consentStatuses = [
  'received',
  'rejected',
  'partiallyAuthorised',
  'valid',
  'revokedByPsu',
  'expired',
  'terminatedByTpp',
] as const;
export type ConsentStatus = (typeof consentStatuses)[number];

export type ConsentWish = {
  /** IBANs; none where the bank lets its customer choose. */
  ibans: readonly string[];
  validUntil: Day;
  /** Where the bank sends the browser back to, in both cases with `state` in it. */
  returnUrl: string;
  state: string;
  address: string | null;
};

/** An account as the bank names it; `account` in the one spelling of `accountAsKept`. */
export type BanksAccount = { resourceId: string; account: string; currency: string | null };

/** Minor units of the currency. */
export type BanksBalance = { kind: string; currency: string; amount: bigint; at: string | null };

/** A booked line as the bank gave it; amounts are minor units, positive for money in. */
export type BanksLine = {
  transactionId: string | null;
  bookedOn: Day;
  amount: bigint;
  currency: string;
  counterpartyName: string | null;
  counterpartyAccount: string | null;
  memo: string | null;
};

/**
 * What every connector does, an own licence's or an aggregator's: ask for a consent, and read accounts, balances and booked lines
 * under it. There is nothing here that moves money (B-003). `address` is the network address of a person who asks right now; null
 * in the hub's own rounds, and then the bank is told none (B-021).
 *
 * All throw `BankTrouble`.
 */
export type BankConnector = {
  /** A consent at the bank, not yet authorised, and the page where its customer does that. */
  startConsent(wish: ConsentWish): Promise<{ keys: BankKeys; redirectTo: string }>;
  /** The keys after the customer came back, `code` being what the bank sent along. */
  finishConsent(keys: BankKeys, back: { code: string | null; returnUrl: string }): Promise<BankKeys>;
  /** The same keys, or fresher ones where they were about to run out; those must be kept. */
  renewed(keys: BankKeys): Promise<BankKeys>;
  status(keys: BankKeys): Promise<ConsentStatus>;
  /** Deletes the consent at the bank; one that is gone already is deleted. */
  endConsent(keys: BankKeys): Promise<void>;
  accounts(keys: BankKeys, address: string | null): Promise<BanksAccount[]>;
  balances(keys: BankKeys, resourceId: string, address: string | null): Promise<BanksBalance[]>;
  /** Every page or, by throwing, none (B-026). */
  booked(keys: BankKeys, resourceId: string, days: { from: Day; to: Day }, address: string | null): Promise<BanksLine[]>;
};

/**
 * What went wrong with a bank. `unreached`: nothing left the house; `away`: no answer, a cut one or the bank's own fault; `strange`:
 * an answer that cannot be believed; `too-many`: not before the window frees; `consent-ended`: this consent opens nothing any more;
 * `refused`: anything else the bank would not do.
 */
export class BankTrouble extends Error {
  override readonly name = 'BankTrouble';
  readonly kind: 'unreached' | 'away' | 'strange' | 'too-many' | 'consent-ended' | 'refused';
  /** The bank's own word, where it has one of the standard's. */
  readonly code: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(
    kind: BankTrouble['kind'],
    message: string,
    { code = null, retryAfterSeconds = null }: { code?: string | null; retryAfterSeconds?: number | null } = {},
  ) {
    super(message);
    this.kind = kind;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
