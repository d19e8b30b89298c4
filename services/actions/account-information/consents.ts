import type { Transaction } from 'sequelize';
import type { BankKeys } from '#services/connectors/bank/connector.ts';
import type { Banks } from '#services/connectors/bank/open-banks.ts';
import type { ConsentState } from '#services/domain/bank-consent.ts';
import type { Day } from '#services/domain/day.ts';
import { enqueue } from '#storage/queues/outbox.ts';
import { type Place, row } from '#storage/sql.ts';
import type { House } from '../house.ts';
import { partiesOf } from '../mail/parties.ts';
import { post } from '../mail/post.ts';
import type { TemplateName } from '../mail/templates.ts';
import { openFor, sealFor } from '../vault.ts';

/** The house with the banks that its operator may ask. */
export type BankHouse = House & { banks: Banks };

export type Consent = {
  id: string;
  businessId: string;
  bank: string;
  state: ConsentState;
  accounts: string[];
  askedBy: string | null;
  keysSealed: string | null;
  validUntil: Day;
  authorisedAt: Date | null;
};

export const consentColumns = `id, business_id as "businessId", bank, state, accounts, asked_by as "askedBy", keys_sealed as "keysSealed",
  valid_until::text as "validUntil", authorised_at as "authorisedAt"`;

/** Binds the keys of a consent to this use; each consent has a data key of its own, apart from its business's (B-029). */
const purpose = 'bank-consent';

export const sealKeys = (place: Place, { masterKeys }: House, consentId: string, keys: BankKeys): Promise<string> =>
  sealFor(place, masterKeys, consentId, purpose, JSON.stringify(keys));

/** Null where the keys were destroyed, or never came. */
export async function openKeys(
  { database, masterKeys }: House,
  { id, keysSealed }: Pick<Consent, 'id' | 'keysSealed'>,
): Promise<BankKeys | null> {
  return keysSealed === null ? null : JSON.parse(await openFor(database, masterKeys, id, purpose, keysSealed));
}

/** The keys and the key that sealed them are gone for good (B-042). */
export async function destroyKeys(transaction: Transaction, consentId: string): Promise<void> {
  await row(transaction, 'update ais_consents set keys_sealed = null, ending_since = null where id = $1', consentId);
  await row(transaction, 'delete from data_keys where owner_id = $1', consentId);
}

/**
 * A consent comes to one of its ends: nothing is fetched under it from the commit on. `isAtBank`: it may still stand there, and a
 * job deletes it; its keys are destroyed after that, else now.
 */
export async function endConsent(
  transaction: Transaction,
  { id, businessId }: Pick<Consent, 'id' | 'businessId'>,
  { state, because = null, isAtBank }: { state: ConsentState; because?: string | null; isAtBank: boolean },
): Promise<void> {
  const ended = await row<{ hasKeys: boolean }>(
    transaction,
    `update ais_consents set state = $2, because = $3, state_hash = null, session_id = null, changed_at = now(),
       ending_since = case when keys_sealed is not null then now() end
     where id = $1 returning keys_sealed is not null as "hasKeys"`,
    id,
    state,
    because,
  );
  await row(transaction, 'update ais_accounts set next_at = null where consent_id = $1', id);
  if (isAtBank && ended?.hasKeys) await enqueue(transaction, 'bank-ending', { businessId, consentId: id });
  else await destroyKeys(transaction, id);
}

/** Tells both parties of a business; every such letter leads to the page of its banks. */
export async function tell(
  transaction: Transaction,
  house: BankHouse,
  { businessId, bank, validUntil }: Pick<Consent, 'businessId' | 'bank' | 'validUntil'>,
  letter: Extract<TemplateName, `bank-${string}`>,
): Promise<void> {
  const link = `${house.publicUrl}/b/${businessId}/settings/banks`;
  for (const { email, language, business } of await partiesOf(transaction, businessId))
    await post(transaction, house, letter, { email, language }, { business, bank: nameOf(house, bank), day: validUntil, link });
}

/** A bank that the operator took out of the file keeps its id. */
export const nameOf = ({ banks }: Pick<BankHouse, 'banks'>, bank: string): string => banks.get(bank)?.profile.name ?? bank;
