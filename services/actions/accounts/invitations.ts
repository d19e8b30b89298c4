import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { type Caller, firmsWhere, mayFor } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import { baseNumberOf, formatTaxNumber } from '#services/domain/tax-number.ts';
import { appendAudit } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { post } from '../mail/post.ts';
import { endLinks, makeLink, readLink } from './links.ts';
import { currentTerms } from './terms.ts';
import { emailKey, userByEmail } from './users.ts';

export const invitationDays = 30;

export type InvitationState = 'sent' | 'opened' | 'accepted' | 'expired' | 'withdrawn';
export type Invitation = {
  id: string;
  accountantId: string;
  businessId: string | null;
  email: string;
  name: string | null;
  taxNumber: string | null;
  language: Language;
  state: InvitationState;
  because: string | null;
  sentAt: Date;
  openedAt: Date | null;
  expiresAt: Date;
  closedAt: Date | null;
  /** `sentAt` to the microsecond, for paging. */
  cursorAt: string;
};

/** An open invitation past its day is expired, whether or not the sweep has written it yet (H-023). */
const columns = `id, accountant_id as "accountantId", business_id as "businessId", email, name, tax_number as "taxNumber", language,
  case when state in ('sent', 'opened') and expires_at <= now() then 'expired' else state end as state, because,
  sent_at as "sentAt", opened_at as "openedAt", expires_at as "expiresAt", closed_at as "closedAt", sent_at::text as "cursorAt"`;

export type NewInvitation = {
  email: string;
  businessId?: string | undefined;
  name?: string | undefined;
  taxNumber?: string | undefined;
  language?: Language | undefined;
};

/**
 * Invites a client by mail, from the ledger program or the web (H-019); with `businessId` a business that was recorded
 * without a login (H-029). @throws DomainError `not-found`, `conflict` when that business has people of its own
 */
export function invite(house: House, { caller }: Visitor, accountantId: string, given: NewInvitation): Promise<Invitation> {
  return house.database.transaction(async (transaction) => {
    const known = given.businessId === undefined ? null : await recordedBusiness(transaction, caller, accountantId, given.businessId);
    const taxNumber = known?.taxNumber ?? (given.taxNumber === undefined ? null : formatTaxNumber(given.taxNumber));
    const invitation = await row<Invitation>(
      transaction,
      `insert into invitations (id, accountant_id, business_id, email, name, tax_number, base_number, language, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(days => $9)) returning ${columns}`,
      randomUUID(),
      accountantId,
      given.businessId ?? null,
      emailKey(given.email),
      known?.name ?? given.name ?? null,
      taxNumber,
      baseNumberOf(taxNumber),
      given.language ?? 'hu',
      invitationDays,
    );
    await sendInvitation(transaction, house, invitation!);
    await note(transaction, caller, invitation!, 'sent');
    return invitation!;
  });
}

async function recordedBusiness(
  transaction: Transaction,
  caller: Caller,
  accountantId: string,
  businessId: string,
): Promise<{ name: string; taxNumber: string }> {
  const business = await row<{ name: string; taxNumber: string; hasPeople: boolean }>(
    transaction,
    `select name, tax_number as "taxNumber", exists (select from business_members where business_id = businesses.id) as "hasPeople"
     from businesses join engagements on business_id = businesses.id and accountant_id = $2 and engagements.ended_at is null
     where businesses.id = $1 and businesses.ended_at is null`,
    businessId,
    accountantId,
  );
  if (!business || !caller.businesses.has(businessId)) throw new DomainError('not-found', 'there is no such business');
  if (business.hasPeople) throw new DomainError('conflict', 'this business is registered already');
  return business;
}

async function sendInvitation(transaction: Transaction, house: House, { id, accountantId, email, language }: Invitation): Promise<void> {
  const token = await makeLink(transaction, 'invitation', id, invitationDays * 24);
  await post(
    transaction,
    house,
    'invitation',
    { email, language },
    {
      accountant: await firmName(transaction, accountantId),
      expires: String(invitationDays),
      link: `${house.publicUrl}/invitation?token=${token}`,
    },
  );
}

/** The invitations of the caller's firms; a staff member does not see those of clients outside the own list. */
export const listInvitations = (
  place: Place,
  caller: Caller,
  limit: number,
  after: readonly [at: string | null, id: string | null] = [null, null],
): Promise<Invitation[]> =>
  rows<Invitation>(
    place,
    `select ${columns} from invitations
     where (accountant_id = any($1) or accountant_id = any($5) and (business_id is null or business_id = any($6)))
       and ($3::timestamptz is null or (sent_at, id) < ($3, $4)) order by sent_at desc, id desc limit $2`,
    firmsWhere(caller, 'clients.invite').filter((accountantId) => caller.firms.get(accountantId) !== 'staff'),
    limit,
    after[0],
    after[1],
    firmsWhere(caller, 'clients.invite').filter((accountantId) => caller.firms.get(accountantId) === 'staff'),
    [...caller.businesses.keys()],
  );

const isHiddenFrom = (caller: Caller, { accountantId, businessId }: Invitation): boolean =>
  caller.firms.get(accountantId) === 'staff' && businessId !== null && !caller.businesses.has(businessId);

/** The caller's own firm's invitation, locked. @throws DomainError `not-found`, `not-allowed` */
async function ownInvitation(transaction: Transaction, caller: Caller, invitationId: string): Promise<Invitation> {
  const invitation = await row<Invitation>(transaction, `select ${columns} from invitations where id = $1 for update`, invitationId);
  if (!invitation || !caller.firms.has(invitation.accountantId) || isHiddenFrom(caller, invitation))
    throw new DomainError('not-found', 'there is no such invitation');
  if (!mayFor(caller, invitation.accountantId, 'clients.invite')) throw new DomainError('not-allowed', 'your role does not allow this');
  return invitation;
}

const closed = (state: InvitationState) => new DomainError('not-open', `this invitation is ${state}`, { state });

/** Sends a fresh link, for thirty more days; the old one stops working (H-023). @throws DomainError `not-found`, `not-open` */
export function resendInvitation(house: House, { caller }: Visitor, invitationId: string): Promise<Invitation> {
  return house.database.transaction(async (transaction) => {
    const { state } = await ownInvitation(transaction, caller, invitationId);
    if (state === 'accepted' || state === 'withdrawn') throw closed(state);
    const again = await row<Invitation>(
      transaction,
      `update invitations set state = 'sent', because = null, sent_at = now(), opened_at = null, closed_at = null, expires_at = now() + make_interval(days => $2)
       where id = $1 returning ${columns}`,
      invitationId,
      invitationDays,
    );
    await sendInvitation(transaction, house, again!);
    await note(transaction, caller, again!, 'resent');
    return again!;
  });
}

/** Takes the invitation back; against an acceptance at the same moment, whoever comes first wins. @throws DomainError `not-found`, `not-open` */
export function withdrawInvitation(house: House, { caller }: Visitor, invitationId: string): Promise<Invitation> {
  return house.database.transaction(async (transaction) => {
    const { state, email, language, accountantId } = await ownInvitation(transaction, caller, invitationId);
    if (state !== 'sent' && state !== 'opened') throw closed(state);
    const withdrawn = await row<Invitation>(
      transaction,
      `update invitations set state = 'withdrawn', closed_at = now() where id = $1 returning ${columns}`,
      invitationId,
    );
    await endLinks(transaction, 'invitation', invitationId);
    await post(transaction, house, 'invitation-withdrawn', { email, language }, { accountant: await firmName(transaction, accountantId) });
    await note(transaction, caller, withdrawn!, 'withdrawn');
    return withdrawn!;
  });
}

export type Opened = {
  accountantName: string;
  email: string;
  name: string | null;
  taxNumber: string | null;
  expiresAt: Date;
  termsVersion: string;
  signInFirst: boolean;
};

/** What the invited person sees behind the link (H-020); the first look is noted. @throws DomainError `link-not-valid` */
export function openInvitation({ database }: House, token: string): Promise<Opened> {
  return database.transaction(async (transaction) => {
    const invitation = await invitationBehind(transaction, token);
    await row(
      transaction,
      `update invitations set state = 'opened', opened_at = coalesce(opened_at, now()) where id = $1 and state = 'sent'`,
      invitation.id,
    );
    const [{ version }, user] = [await currentTerms(transaction), await userByEmail(transaction, invitation.email)];
    const { email, name, taxNumber, expiresAt } = invitation;
    return {
      accountantName: await firmName(transaction, invitation.accountantId),
      email,
      name,
      taxNumber,
      expiresAt,
      termsVersion: version,
      signInFirst: user !== undefined,
    };
  });
}

/** The open invitation of a link, locked until the end of the transaction. @throws DomainError `link-not-valid` */
export async function invitationBehind(transaction: Transaction, token: string): Promise<Invitation> {
  const id = await readLink(transaction, 'invitation', token);
  const invitation = await row<Invitation>(
    transaction,
    `select ${columns} from invitations where id = $1 and exists (select from accountants where accountants.id = accountant_id and accountants.state = 'active') for update`,
    id,
  );
  if (invitation?.state !== 'sent' && invitation?.state !== 'opened')
    throw new DomainError('link-not-valid', 'this invitation is no longer open');
  return invitation;
}

export async function firmName(place: Place, accountantId: string): Promise<string> {
  const firm = await row<{ name: string }>(place, 'select name from accountants where id = $1', accountantId);
  return firm?.name ?? '';
}

const note = (transaction: Transaction, caller: Caller, { id, accountantId }: Invitation, what: string): Promise<void> =>
  appendAudit(transaction, accountantId, { actor: actorOf(caller), action: `invitation.${what}`, subject: { type: 'invitation', id } });
