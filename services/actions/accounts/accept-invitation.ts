import type { Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import { baseNumberOf } from '#services/domain/tax-number.ts';
import { hashPassword } from '#services/platform/passwords.ts';
import { appendAudit } from '#storage/audit.ts';
import { row } from '#storage/sql.ts';
import type { House, Visitor } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { post } from '../mail/post.ts';
import { storePassword } from '../sign-in/password-reset.ts';
import { engage, makeBusiness } from './businesses.ts';
import { firmName, type Invitation, invitationBehind } from './invitations.ts';
import { endLinks, makeLink } from './links.ts';
import { demandCurrentTerms, recordAcceptance } from './terms.ts';
import { emailKey, type User, userFor } from './users.ts';

export type Acceptance = {
  token: string;
  taxNumber: string;
  name: string;
  seat: string;
  termsVersion: string;
  email: string;
  password?: string | undefined;
};
export type Accepted = { state: 'accepted'; businessId: string; userId: string } | { state: 'confirm-by-mail' } | { state: 'blocked' };

/**
 * Accepts an invitation (H-020–H-025): the business, its owner, the engagement, the terms and both notices in one
 * transaction. The link proves only the address it was sent to: for another one a new link is sent there first, whether or
 * not somebody has that address. An address that a user has asks that user to be signed in (H-021).
 *
 * @throws DomainError `link-not-valid`, `terms-not-accepted`, `not-signed-in`, `attached-elsewhere`
 */
export async function acceptInvitation(
  house: House,
  visitor: Visitor,
  acceptance: Acceptance,
): Promise<Exclude<Accepted, { state: 'blocked' }>> {
  const hash = acceptance.password === undefined ? null : await hashPassword(acceptance.password);
  const accepted = await house.database.transaction((transaction) => acceptIn(transaction, house, visitor, acceptance, hash));
  // The notices of the block were written and stay; only the acceptance did not happen (H-024).
  if (accepted.state === 'blocked')
    throw new DomainError('attached-elsewhere', 'the business is linked to another accountant; separation must come first');
  return accepted;
}

async function acceptIn(
  transaction: Transaction,
  house: House,
  visitor: Visitor,
  acceptance: Acceptance,
  hash: string | null,
): Promise<Accepted> {
  const invitation = await invitationBehind(transaction, acceptance.token);
  await demandCurrentTerms(transaction, acceptance.termsVersion);
  if (emailKey(acceptance.email) !== invitation.email) return readdress(transaction, house, invitation, emailKey(acceptance.email));
  const baseNumber = baseNumberOf(acceptance.taxNumber)!;
  const present = await row<{ id: string; accountantId: string | null; hasPeople: boolean }>(
    transaction,
    `select businesses.id, engagements.accountant_id as "accountantId", exists (select from business_members where business_id = businesses.id) as "hasPeople"
     from businesses left join engagements on business_id = businesses.id and engagements.ended_at is null
     where base_number = $1 and businesses.ended_at is null for update of businesses`,
    baseNumber,
  );
  const isInvitedOne = invitation.businessId === null ? present?.hasPeople !== true : present?.id === invitation.businessId;
  if (present?.accountantId != null && present.accountantId !== invitation.accountantId)
    return block(transaction, house, invitation, acceptance.name);
  // Whoever knows a tax number must not walk into a business that has an owner, nor turn an invitation to another one.
  if (present && !isInvitedOne) await demandOwner(transaction, visitor, present.id);
  else if (invitation.businessId !== null && present?.id !== invitation.businessId)
    throw new DomainError('conflict', 'this invitation is for a business with another tax number');

  const user = await joiningUser(transaction, house, visitor, invitation, hash);
  const businessId = present?.id ?? (await makeBusiness(transaction, acceptance));
  if (present)
    await row(transaction, 'update businesses set name = $2, seat = $3 where id = $1', businessId, acceptance.name, acceptance.seat);
  if (present?.accountantId == null)
    await engage(transaction, { accountantId: invitation.accountantId, businessId, beganBy: 'invitation' });
  await row(
    transaction,
    `insert into business_members (business_id, user_id, role) values ($1, $2, 'owner') on conflict (business_id, user_id) do update set role = 'owner'`,
    businessId,
    user.id,
  );
  await recordAcceptance(transaction, {
    version: acceptance.termsVersion,
    act: 'invitation',
    userId: user.id,
    address: visitor.address,
    businessId,
  });
  await row(
    transaction,
    `update invitations set state = 'accepted', closed_at = now(), business_id = $2, because = null where id = $1`,
    invitation.id,
    businessId,
  );
  await endLinks(transaction, 'invitation', invitation.id);
  await tellBoth(transaction, house, invitation, user, businessId, acceptance.name);
  await appendAudit(transaction, businessId, {
    actor: { kind: 'user', id: user.id },
    action: 'invitation.accepted',
    subject: { type: 'invitation', id: invitation.id },
    facts: { accountantId: invitation.accountantId, terms: acceptance.termsVersion },
  });
  return { state: 'accepted', businessId, userId: user.id };
}

/** The new user of the invited address, or the one who has it and is signed in. @throws DomainError `not-signed-in` */
async function joiningUser(
  transaction: Transaction,
  house: House,
  { caller }: Visitor,
  { email, language }: Invitation,
  hash: string | null,
): Promise<User> {
  const user = await userFor(transaction, { email, language });
  if (!user.isNew && user.id !== caller.userId)
    throw new DomainError('not-signed-in', 'this address has an account: sign in with it, then accept');
  if (user.isNew && hash !== null) await storePassword(transaction, house, user.id, hash);
  return user;
}

async function demandOwner(transaction: Transaction, { caller }: Visitor, businessId: string): Promise<void> {
  const owner =
    caller.userId &&
    (await row(
      transaction,
      `select 1 from business_members where business_id = $1 and user_id = $2 and role = 'owner'`,
      businessId,
      caller.userId,
    ));
  if (!owner) throw new DomainError('conflict', 'this business is registered: its owner must sign in and accept');
}

/** Sends the link on to the address that was given instead; the first link ends. */
async function readdress(
  transaction: Transaction,
  house: House,
  { id, accountantId, language }: Invitation,
  email: string,
): Promise<Accepted> {
  await row(transaction, 'update invitations set email = $2 where id = $1', id, email);
  const token = await makeLink(transaction, 'invitation', id, 24);
  const accountant = await firmName(transaction, accountantId);
  await post(
    transaction,
    house,
    'invitation-confirm',
    { email, language },
    { accountant, link: `${house.publicUrl}/invitation?token=${token}` },
  );
  return { state: 'confirm-by-mail' };
}

/** Both parties are told that separation must come first (H-024); who the other accountant is stays unsaid. */
async function block(
  transaction: Transaction,
  house: House,
  { id, accountantId, email, language }: Invitation,
  business: string,
): Promise<Accepted> {
  await row(
    transaction,
    `update invitations set state = 'opened', opened_at = coalesce(opened_at, now()), because = 'attached-elsewhere' where id = $1`,
    id,
  );
  await post(transaction, house, 'invitation-blocked', { email, language }, { business });
  const firm = await firmRecipient(transaction, accountantId);
  await post(transaction, house, 'invitation-blocked', firm, { business });
  return { state: 'blocked' };
}

async function tellBoth(
  transaction: Transaction,
  house: House,
  { accountantId }: Invitation,
  user: User,
  businessId: string,
  business: string,
): Promise<void> {
  const address = await row<{ localPart: string }>(
    transaction,
    'select local_part as "localPart" from mail_addresses where business_id = $1 and retired_at is null',
    businessId,
  );
  const mailAddress = address ? `${address.localPart}@${house.mailDomain}` : '–';
  await post(transaction, house, 'invitation-done', user, { business, accountant: await firmName(transaction, accountantId), mailAddress });
  await post(transaction, house, 'invitation-accepted', await firmRecipient(transaction, accountantId), { business });
}

async function firmRecipient(transaction: Transaction, accountantId: string): Promise<{ email: string; language: Language }> {
  const firm = await row<{ email: string; language: Language }>(
    transaction,
    'select email, language from accountants where id = $1',
    accountantId,
  );
  if (!firm) throw new DomainError('not-found', 'there is no such accountant');
  return firm;
}
