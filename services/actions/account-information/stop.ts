import { type BankConnector, type BankKeys, BankTrouble } from '#services/connectors/bank/connector.ts';
import { isLive } from '#services/domain/bank-consent.ts';
import { DomainError } from '#services/domain/errors.ts';
import type { Log } from '#services/platform/log.ts';
import { appendAudit } from '#storage/audit.ts';
import { enqueueAll } from '#storage/queues/outbox.ts';
import type { PayloadOf } from '#storage/queues/queues.ts';
import { row, rows } from '#storage/sql.ts';
import { actorOf, type Visitor } from '../house.ts';
import { type BankHouse, type Consent, consentColumns, destroyKeys, endConsent, openKeys } from './consents.ts';

/** Stops the fetching under a consent at once; what came stays (B-039, B-040). @throws DomainError `not-found`, `conflict` where it has ended */
export function stopFetching(
  { database }: BankHouse,
  { caller }: Visitor,
  { businessId, id }: { businessId: string; id: string },
): Promise<void> {
  return database.transaction(async (transaction) => {
    const consent = await row<Consent>(
      transaction,
      `select ${consentColumns} from ais_consents where business_id = $1 and id = $2 for update`,
      businessId,
      id,
    );
    if (!consent) throw new DomainError('not-found', 'there is no such connection');
    if (!['redirected', 'authorised', 'valid', 'expiring'].includes(consent.state))
      throw new DomainError('conflict', 'it has ended already');
    await endConsent(transaction, consent, { state: 'revoked_by_user', isAtBank: true });
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'bank-consent.stopped',
      facts: { consentId: id, bank: consent.bank },
    });
  });
}

/**
 * Deletes an ended consent at its bank and then destroys its keys (B-042). @throws Error while the bank does not answer: the queue
 * tries again
 */
export async function endAtBank(house: BankHouse, { consentId }: PayloadOf<'bank-ending'>): Promise<void> {
  const consent = await row<Consent>(
    house.database,
    `select ${consentColumns} from ais_consents where id = $1 and ending_since is not null`,
    consentId,
  );
  const keys = consent && (await openKeys(house, consent));
  const bank = consent && house.banks.get(consent.bank);
  if (!consent) return;
  if (keys && bank) await bank.connector.endConsent(await freshKeys(bank.connector, keys));
  await house.database.transaction((transaction) => destroyKeys(transaction, consentId));
}

/** A token that cannot be renewed opens nothing: the consent's id is all there is to try with. */
const freshKeys = (connector: BankConnector, keys: BankKeys): Promise<BankKeys> =>
  connector.renewed(keys).catch((error: unknown) => {
    if (error instanceof BankTrouble && error.kind === 'consent-ended') return keys;
    throw error;
  });

/** Given up for now: it stays to be done, and `watchConsents` asks again. */
export function noteNotEnded(log: Log, { consentId }: PayloadOf<'bank-ending'>, error: Error): void {
  log.error({ error, consentId }, 'a consent could not be deleted at its bank; tried again tomorrow');
}

/** A person asks now: attended, so it is not counted (B-020). @throws DomainError `not-found`, `conflict` where nothing may be fetched */
export function fetchNow(
  { database }: BankHouse,
  { address }: Visitor,
  { businessId, id }: { businessId: string; id: string },
): Promise<void> {
  return database.transaction(async (transaction) => {
    const consent = await row<Consent>(
      transaction,
      `select ${consentColumns} from ais_consents where business_id = $1 and id = $2`,
      businessId,
      id,
    );
    if (!consent) throw new DomainError('not-found', 'there is no such connection');
    if (!isLive(consent.state)) throw new DomainError('conflict', 'this connection has ended');
    const accounts = await rows<{ id: string }>(
      transaction,
      'select id from ais_accounts where consent_id = $1 order by account, currency',
      id,
    );
    const attended = address === null ? undefined : { address, at: new Date().toISOString() };
    await enqueueAll(
      transaction,
      'bank-fetch',
      accounts.map((account) => ({ businessId, accountId: account.id, attended })),
    );
  });
}
