import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { baseNumberOf, formatTaxNumber } from '#services/domain/tax-number.ts';
import { hashPassword } from '#services/platform/passwords.ts';
import { appendAudit } from '#storage/audit.ts';
import { type Place, row } from '#storage/sql.ts';
import type { House } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { post } from '../mail/post.ts';
import { storePassword } from '../sign-in/password-reset.ts';
import { countAttempt, demandPatience, networkOf } from '../sign-in/throttle.ts';
import { consumeLink, makeLink } from './links.ts';
import { makeSecurityKey } from './security-keys.ts';
import { demandCurrentTerms, recordAcceptance } from './terms.ts';
import { emailKey, userFor } from './users.ts';

export type Registration = {
  taxNumber: string;
  email: string;
  name: string;
  billingAddress: string;
  contactName: string;
  language: Language;
  termsVersion: string;
  /** From which network address the terms were accepted (H-006). */
  address: string | null;
};

/** So long an activation link works, and a registration waits for it (H-012). */
export const activationHours = 24;

/** Refused with the advice to sign in, without a word about the address on record (H-016). @throws DomainError `already-registered` */
export async function demandFreeTaxNumber(place: Place, taxNumber: string): Promise<void> {
  const taken = await row(place, `select 1 from accountants where base_number = $1 and state = 'active'`, baseNumberOf(taxNumber));
  if (taken) throw new DomainError('already-registered', 'an accountant with this tax number is registered: sign in');
}

/**
 * Writes a pending firm and sends the activation link (H-011). Whether the address belongs to somebody plays no part here,
 * so it cannot show.
 */
export async function register(house: House, registration: Registration): Promise<void> {
  const { taxNumber, name, billingAddress, contactName, language, termsVersion, address } = registration;
  const email = emailKey(registration.email);
  const keys = [`register:${email}`, `register-from:${networkOf(address)}`];
  await demandPatience(house.database, keys);
  await countAttempt(house.database, keys);
  await house.database.transaction(async (transaction) => {
    await demandCurrentTerms(transaction, termsVersion);
    await demandFreeTaxNumber(transaction, taxNumber);
    const id = randomUUID();
    await row(
      transaction,
      `insert into accountants (id, name, tax_number, base_number, billing_address, contact_name, email, language, terms_version, registered_from)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      id,
      name,
      formatTaxNumber(taxNumber),
      baseNumberOf(taxNumber),
      billingAddress,
      contactName,
      email,
      language,
      termsVersion,
      address,
    );
    const token = await makeLink(transaction, 'activation', id, activationHours);
    await post(transaction, house, 'activation', { email, language }, { name, link: `${house.publicUrl}/activate?token=${token}` });
  });
}

type Pending = {
  name: string;
  contactName: string;
  email: string;
  language: Language;
  termsVersion: string;
  registeredFrom: string | null;
  baseNumber: string;
};
export type Activated = { accountantId: string; userId: string; email: string; securityKey: string; hasPassword: boolean };

/**
 * Makes a pending firm active: its first head, its security key, and the mail with what a ledger program needs
 * (H-012, H-013). The link works once; a password may be set on the way by somebody new (H-015).
 *
 * @throws DomainError `link-not-valid`; `already-registered` when another registration of the tax number came first
 */
export async function activate(house: House, { token, password }: { token: string; password?: string | undefined }): Promise<Activated> {
  const hash = password === undefined ? null : await hashPassword(password);
  try {
    return await house.database.transaction((transaction) => activateIn(transaction, house, token, hash));
  } catch (error) {
    if ((error as { name?: string }).name === 'SequelizeUniqueConstraintError')
      throw new DomainError('already-registered', 'an accountant with this tax number is registered: sign in');
    throw error;
  }
}

async function activateIn(transaction: Transaction, house: House, token: string, passwordHash: string | null): Promise<Activated> {
  const accountantId = await consumeLink(transaction, 'activation', token);
  const firm = await row<Pending>(
    transaction,
    `update accountants set state = 'active', activated_at = now() where id = $1 and state = 'pending'
     returning name, contact_name as "contactName", email, language, terms_version as "termsVersion", registered_from as "registeredFrom", base_number as "baseNumber"`,
    accountantId,
  );
  if (!firm) throw new DomainError('link-not-valid', 'this registration is no longer pending');
  const user = await userFor(transaction, { email: firm.email, name: firm.contactName, language: firm.language });
  await row(transaction, `insert into firm_members (accountant_id, user_id, role) values ($1, $2, 'head')`, accountantId, user.id);
  await recordAcceptance(transaction, {
    version: firm.termsVersion,
    act: 'registration',
    userId: user.id,
    address: firm.registeredFrom,
    accountantId,
  });
  // Somebody who has a password keeps it: a registration is not a reset.
  const setsPassword = passwordHash !== null && user.passwordHash === null;
  if (setsPassword) await storePassword(transaction, house, user.id, passwordHash);
  const { secret, id: keyId } = await makeSecurityKey(transaction, { accountantId, name: 'könyvelőprogram', createdBy: user.id });
  await post(transaction, house, 'welcome', firm, { name: firm.name, securityKey: secret, apiUrl: `${house.publicUrl}/api/v1` });
  const actor = { kind: 'user', id: user.id } as const;
  await appendAudit(transaction, accountantId, {
    actor,
    action: 'accountant.activated',
    subject: { type: 'accountant', id: accountantId },
    facts: { keyId },
  });
  return { accountantId, userId: user.id, email: firm.email, securityKey: secret, hasPassword: setsPassword || user.passwordHash !== null };
}
