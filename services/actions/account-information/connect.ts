import { randomUUID } from 'node:crypto';
import { type BankConnector, type BankKeys, BankTrouble, type ConsentStatus } from '#services/connectors/bank/connector.ts';
import type { Bank } from '#services/connectors/bank/open-banks.ts';
import { ibanOf } from '#services/domain/bank-account.ts';
import type { ConsentState } from '#services/domain/bank-consent.ts';
import { mayIn } from '#services/domain/caller.ts';
import { addDays, dayInBudapest } from '#services/domain/day.ts';
import { DomainError } from '#services/domain/errors.ts';
import { newToken, tokenHash } from '#services/platform/tokens.ts';
import { appendAudit } from '#storage/audit.ts';
import { enqueueAll } from '#storage/queues/outbox.ts';
import { row, rows } from '#storage/sql.ts';
import { accountsOf } from '../bank/accounts.ts';
import { actorOf, hub, type Visitor } from '../house.ts';
import { isRightCode } from '../sign-in/second-factor.ts';
import { type BankHouse, type Consent, consentColumns, endConsent, openKeys, sealKeys, tell } from './consents.ts';

/** The way to the bank's page and back; who takes longer begins again. */
const wayMinutes = 60;

/** Where every bank sends the browser back to: one address, as banks want it registered. */
const returnUrlOf = ({ publicUrl }: BankHouse): string => `${publicUrl}/bank-return`;

export type Connecting = { bank: string; accounts: string[]; code?: string | undefined };

/**
 * The first permission: a person who may do so confirms that the hub signs in at the bank for the business, with the second factor
 * where it is on (B-008). Answers the bank's page, where the second one is given (B-009). Renewing is the same once more (B-015).
 *
 * @throws DomainError `not-found` for a bank that is not offered or an account that is not the business's (B-007), `invalid-request`,
 * `code-needed`, `bank-unavailable`, `bank-refused`
 */
export async function connectBank(
  house: BankHouse,
  { caller, address }: Visitor,
  businessId: string,
  { bank: bankId, accounts, code }: Connecting,
  now = new Date(),
): Promise<{ id: string; redirectTo: string }> {
  const bank = house.banks.get(bankId);
  if (!bank) throw new DomainError('not-found', 'this bank is not offered');
  const ibans = await ibansOf(house, businessId, bank, accounts);
  await demandSecondFactor(house, caller.userId, code);
  const id = randomUUID();
  const validUntil = addDays(dayInBudapest(now), bank.profile.consentDays);
  await house.database.transaction(async (transaction) => {
    await row(
      transaction,
      `insert into ais_consents (id, business_id, bank, state, accounts, asked_by, valid_until) values ($1, $2, $3, 'started', $4, $5, $6)`,
      id,
      businessId,
      bankId,
      accounts,
      caller.userId,
      validUntil,
    );
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'bank-consent.started',
      facts: { consentId: id, bank: bankId },
    });
  });
  const state = newToken();
  const started = await asked(bank.connector.startConsent({ ibans, validUntil, returnUrl: returnUrlOf(house), state, address })).catch(
    async (error: unknown) => {
      const because = error instanceof DomainError ? error.code : 'internal-error';
      await house.database.transaction((transaction) =>
        endConsent(transaction, { id, businessId }, { state: 'failed', because, isAtBank: false }),
      );
      throw error;
    },
  );
  await house.database.transaction(async (transaction) =>
    row(
      transaction,
      `update ais_consents set state = 'redirected', keys_sealed = $2, state_hash = $3, session_id = $4, changed_at = $5::timestamptz,
         state_until = $5::timestamptz + make_interval(mins => $6) where id = $1 and state = 'started'`,
      id,
      await sealKeys(transaction, house, id, started.keys),
      tokenHash(state),
      caller.sessionId,
      now,
      wayMinutes,
    ),
  );
  return { id, redirectTo: started.redirectTo };
}

async function ibansOf(house: BankHouse, businessId: string, { profile }: Bank, accounts: readonly string[]): Promise<string[]> {
  const own = new Set((await accountsOf(house.database, businessId)).map(({ account }) => account));
  if (!accounts.every((account) => own.has(account))) throw new DomainError('not-found', 'this account is not one of the business');
  if (profile.access !== 'named') return [];
  const most = profile.accountsPerConsent === 'one' ? 1 : 20;
  if (accounts.length < 1 || accounts.length > most) throw new DomainError('invalid-request', 'choose the accounts', { most });
  return accounts.map((account) => {
    const iban = ibanOf(account);
    if (iban === null) throw new DomainError('invalid-request', 'this account has no IBAN');
    return iban;
  });
}

async function demandSecondFactor(house: BankHouse, userId: string | null, code: string | undefined): Promise<void> {
  const factor = userId && (await row(house.database, 'select 1 from users where id = $1 and totp_confirmed_at is not null', userId));
  if (factor && !(await isRightCode(house, userId, code ?? '')))
    throw new DomainError('code-needed', 'the code of the second factor is needed');
}

/** A bank's trouble in the words of whoever asked. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof BankTrouble)) throw error;
    const isLater = error.kind === 'unreached' || error.kind === 'away' || error.kind === 'too-many';
    const told = error.code === null ? {} : { code: error.code };
    throw isLater
      ? new DomainError('bank-unavailable', 'the bank does not answer now; try again later', told)
      : new DomainError('bank-refused', 'the bank refused', told);
  }
}

export type Back = { state: string; code: string | null };

/**
 * The browser is back from the bank. Its one-use state must be the one that this very session went with (B-016): else whatever it
 * had under way ends in `failed`, and nothing is kept.
 *
 * @throws DomainError `link-not-valid`; `bank-unavailable`, `bank-refused` where the bank's token could not be had
 */
export async function comeBack(
  house: BankHouse,
  visitor: Visitor,
  { state, code }: Back,
  now = new Date(),
): Promise<{ businessId: string; consentId: string; state: ConsentState }> {
  const { caller } = visitor;
  const consent = await house.database.transaction(async (transaction) => {
    const found = await row<Consent>(
      transaction,
      `update ais_consents set state = 'authorised', state_hash = null, session_id = null, changed_at = now()
       where state = 'redirected' and state_hash = $1 and session_id = $2 and state_until > $3 returning ${consentColumns}`,
      tokenHash(state),
      caller.sessionId,
      now,
    );
    if (found && mayIn(caller, found.businessId, 'bank.connect')) return found;
    const stray = await rows<Consent>(
      transaction,
      `select ${consentColumns} from ais_consents where state in ('redirected', 'authorised') and (session_id = $1 or id = $2) for update`,
      caller.sessionId,
      found?.id ?? null,
    );
    for (const each of stray) await endConsent(transaction, each, { state: 'failed', because: 'wrong-state', isAtBank: true });
    return null;
  });
  if (!consent) throw new DomainError('link-not-valid', 'this is not the way back that this browser went');
  const bank = house.banks.get(consent.bank);
  if (!bank) throw new DomainError('not-found', 'this bank is not offered');
  try {
    const keys = await asked(bank.connector.finishConsent((await openKeys(house, consent))!, { code, returnUrl: returnUrlOf(house) }));
    await keepKeys(house, consent.id, keys);
  } catch (error) {
    // A bank that was told no sends no code; it says so of the consent itself.
    const status = await bank.connector.status((await openKeys(house, consent))!).catch(() => null);
    const end = status === 'rejected' ? 'rejected' : 'failed';
    await house.database.transaction((transaction) =>
      endConsent(transaction, consent, { state: end, because: 'no-token', isAtBank: true }),
    );
    if (end === 'failed') throw error;
    return { businessId: consent.businessId, consentId: consent.id, state: end };
  }
  return { businessId: consent.businessId, consentId: consent.id, state: await settleConsent(house, consent.id, visitor, now) };
}

async function keepKeys(house: BankHouse, consentId: string, keys: BankKeys): Promise<void> {
  await row(
    house.database,
    'update ais_consents set keys_sealed = $2 where id = $1 and keys_sealed is not null',
    consentId,
    await sealKeys(house.database, house, consentId, keys),
  );
}

/** Where the bank's word of a consent leads; null: it has not decided yet. */
const endOf: Readonly<Record<ConsentStatus, ConsentState | null>> = {
  received: null,
  partiallyAuthorised: null,
  valid: 'valid',
  rejected: 'rejected',
  revokedByPsu: 'revoked_at_bank',
  expired: 'expired',
  terminatedByTpp: 'failed',
};

/**
 * Asks the bank what became of an authorised consent; a valid one brings its accounts, and their first fetch begins. What cannot be
 * known yet is asked again by `watchConsents`. Answers the state that it has now.
 */
export async function settleConsent(house: BankHouse, consentId: string, visitor: Visitor | null, now = new Date()): Promise<ConsentState> {
  const consent = await row<Consent>(house.database, `select ${consentColumns} from ais_consents where id = $1`, consentId);
  const bank = consent && house.banks.get(consent.bank);
  const keys = consent && (await openKeys(house, consent));
  if (!consent || !bank || !keys || consent.state !== 'authorised') return consent?.state ?? 'failed';
  let found: Awaited<ReturnType<BankConnector['accounts']>>;
  try {
    const end = endOf[await bank.connector.status(keys)];
    if (end === null) return 'authorised';
    if (end !== 'valid') {
      await house.database.transaction((transaction) => endConsent(transaction, consent, { state: end, isAtBank: end !== 'expired' }));
      return end;
    }
    found = await bank.connector.accounts(keys, visitor?.address ?? null);
  } catch (error) {
    if (!(error instanceof BankTrouble)) throw error;
    if (error.kind !== 'consent-ended') return 'authorised';
    const because = error.code;
    await house.database.transaction((transaction) => endConsent(transaction, consent, { state: 'failed', because, isAtBank: false }));
    return 'failed';
  }
  await house.database.transaction(async (transaction) => {
    const mine = await row(
      transaction,
      `update ais_consents set state = 'valid', authorised_at = $2, changed_at = now() where id = $1 and state = 'authorised' returning id`,
      consentId,
      now,
    );
    if (!mine) return;
    const accounts = await rows<{ id: string }>(
      transaction,
      `insert into ais_accounts (id, business_id, consent_id, account, currency, resource_id, next_at)
       select gen_random_uuid(), $1, $2, account, currency, "resourceId", $4::timestamptz + interval '1 hour'
       from jsonb_to_recordset($3::jsonb) as found (account text, currency text, "resourceId" text)
       on conflict (business_id, account, currency) do update
         set consent_id = excluded.consent_id, resource_id = excluded.resource_id, next_at = excluded.next_at, trouble = null, failures = 0
       returning id`,
      consent.businessId,
      consentId,
      JSON.stringify(found),
      now,
    );
    await endReplaced(transaction, consent);
    const attended = visitor?.address == null ? undefined : { address: visitor.address, at: now.toISOString() };
    await enqueueAll(
      transaction,
      'bank-fetch',
      accounts.map(({ id }) => ({ businessId: consent.businessId, accountId: id, attended })),
    );
    await tell(transaction, house, consent, 'bank-connected');
    await appendAudit(transaction, consent.businessId, {
      actor: visitor ? actorOf(visitor.caller) : hub,
      action: 'bank-consent.given',
      facts: { consentId, bank: consent.bank, accounts: accounts.length },
    });
  });
  return 'valid';
}

/** A renewed consent takes its accounts over; one that has none left is ended at the bank (B-015). */
async function endReplaced(transaction: Parameters<typeof endConsent>[0], { id, businessId, bank }: Consent): Promise<void> {
  const left = await rows<Consent>(
    transaction,
    `select ${consentColumns} from ais_consents consent where business_id = $1 and bank = $2 and id <> $3 and state in ('valid', 'expiring')
       and not exists (select from ais_accounts where consent_id = consent.id) for update`,
    businessId,
    bank,
    id,
  );
  for (const each of left) await endConsent(transaction, each, { state: 'expired', because: 'renewed', isAtBank: true });
}
