import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { baseNumberOf, formatTaxNumber } from '#services/domain/tax-number.ts';
import { hashPassword } from '#services/platform/passwords.ts';
import { appendAudit } from '#storage/audit.ts';
import { row } from '#storage/sql.ts';
import { type House, operator } from '../house.ts';
import { makeBusinessKey } from './business-keys.ts';
import { engage, makeBusiness } from './businesses.ts';
import { makeSecurityKey } from './security-keys.ts';
import { currentTerms, recordAcceptance } from './terms.ts';
import { userFor } from './users.ts';

/** What registration and invitation do over mail, done at once by the operator: the sample office, a first firm. */

export type Founder = { email: string; name: string; password: string };

/** An active firm with its head, who has accepted the terms. */
export async function foundFirm(
  { database }: Pick<House, 'database'>,
  { name, taxNumber, billingAddress, head }: { name: string; taxNumber: string; billingAddress: string; head: Founder },
): Promise<{ accountantId: string; userId: string; securityKey: string }> {
  const passwordHash = await hashPassword(head.password);
  return database.transaction(async (transaction) => {
    const accountantId = randomUUID();
    const { version } = await currentTerms(transaction);
    await row(
      transaction,
      `insert into accountants (id, name, tax_number, base_number, billing_address, contact_name, email, state, activated_at, terms_version)
       values ($1, $2, $3, $4, $5, $6, $7, 'active', now(), $8)`,
      accountantId,
      name,
      formatTaxNumber(taxNumber),
      baseNumberOf(taxNumber),
      billingAddress,
      head.name,
      head.email,
      version,
    );
    const userId = await foundUser(transaction, head, passwordHash, { version, accountantId });
    await row(transaction, `insert into firm_members (accountant_id, user_id, role) values ($1, $2, 'head')`, accountantId, userId);
    const { secret } = await makeSecurityKey(transaction, { accountantId, name: 'könyvelőprogram', createdBy: userId });
    await appendAudit(transaction, accountantId, {
      actor: operator,
      action: 'accountant.founded',
      subject: { type: 'accountant', id: accountantId },
    });
    return { accountantId, userId, securityKey: secret };
  });
}

/** A registered business of a firm, with its owner, mail address and secret key. */
export async function foundBusiness(
  { database }: Pick<House, 'database'>,
  { accountantId, name, taxNumber, seat, owner }: { accountantId: string; name: string; taxNumber: string; seat: string; owner: Founder },
): Promise<{ businessId: string; userId: string; mailLocalPart: string; secretKey: string }> {
  const passwordHash = await hashPassword(owner.password);
  return database.transaction(async (transaction) => {
    const businessId = await makeBusiness(transaction, { name, taxNumber, seat });
    await engage(transaction, { accountantId, businessId, beganBy: 'invitation' });
    const { version } = await currentTerms(transaction);
    const userId = await foundUser(transaction, owner, passwordHash, { version, businessId });
    await row(transaction, `insert into business_members (business_id, user_id, role) values ($1, $2, 'owner')`, businessId, userId);
    const address = await row<{ localPart: string }>(
      transaction,
      'select local_part as "localPart" from mail_addresses where business_id = $1',
      businessId,
    );
    const { secret } = await makeBusinessKey(transaction, { businessId, name: 'számlázóprogram', createdBy: userId });
    await appendAudit(transaction, businessId, { actor: operator, action: 'business.founded', facts: { accountantId } });
    return { businessId, userId, mailLocalPart: address!.localPart, secretKey: secret };
  });
}

async function foundUser(
  transaction: Transaction,
  { email, name }: Founder,
  passwordHash: string,
  accepted: { version: string; accountantId?: string; businessId?: string },
): Promise<string> {
  const user = await userFor(transaction, { email, name });
  await row(transaction, 'update users set password_hash = coalesce(password_hash, $2) where id = $1', user.id, passwordHash);
  await recordAcceptance(transaction, { ...accepted, act: 'registration', userId: user.id, address: null });
  return user.id;
}
