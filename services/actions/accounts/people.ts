import { randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import { DomainError } from '#services/domain/errors.ts';
import type { BusinessRole, FirmRole } from '#services/domain/permissions.ts';
import { hashPassword } from '#services/platform/passwords.ts';
import { appendAudit } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { post } from '../mail/post.ts';
import { storePassword } from '../sign-in/password-reset.ts';
import { consumeLink, endLinks, makeLink } from './links.ts';
import { demandCurrentTerms, recordAcceptance } from './terms.ts';
import { emailKey, userFor } from './users.ts';

/** Where people belong: a business or a firm. */
export type Home = { kind: 'business' | 'firm'; id: string };
export type Person = {
  id: string;
  email: string;
  name: string | null;
  state: 'active' | 'invited';
  role: string;
  clients: string[] | null;
  since: Date;
};

const linkDays = 7;
const table = { business: 'business_members', firm: 'firm_members' } as const;
const column = { business: 'business_id', firm: 'accountant_id' } as const;
/** The role without which nobody could let others in any more. */
const chief: Record<Home['kind'], BusinessRole | FirmRole> = { business: 'owner', firm: 'head' };

const roleWords: Record<string, Record<Language, string>> = {
  owner: { hu: 'fiókgazda', en: 'owner' },
  administrator: { hu: 'adminisztrátor', en: 'administrator' },
  invoicer: { hu: 'számlázó', en: 'invoicer' },
  handler: { hu: 'kezelő', en: 'handler' },
  head: { hu: 'irodavezető', en: 'head' },
  staff: { hu: 'munkatárs', en: 'staff' },
};

/** People of a place and those invited to it; a staff member with the clients it sees, everyone else with null. */
export const listPeople = (place: Place, { kind, id }: Home): Promise<Person[]> =>
  rows<Person>(
    place,
    `select users.id, users.email, users.name, 'active' as state, member.role, member.created_at as since,
       ${kind === 'firm' ? `case when member.role = 'staff' then array(select business_id from firm_member_clients client where client.accountant_id = $1 and client.user_id = users.id) end` : 'null::uuid[]'} as clients
     from ${table[kind]} member join users on users.id = member.user_id where member.${column[kind]} = $1
     union all
     select id, email, null, 'invited', role, created_at, case when role = 'staff' then clients end from person_invitations where ${column[kind]} = $1
     order by since, email`,
    id,
  );

export type NewPerson = { email: string; role: string; clients?: string[] | undefined; language?: Language | undefined };

/** Invites a person into a place; asking again for the same address sends a fresh link. @throws DomainError `conflict` for one who belongs there already */
export function invitePerson(
  house: House,
  visitor: Visitor,
  home: Home,
  { email, role, clients = [], language = 'hu' }: NewPerson,
): Promise<Person> {
  return house.database.transaction(async (transaction) => {
    const key = emailKey(email);
    const member = await row(
      transaction,
      `select 1 from ${table[home.kind]} member join users on users.id = user_id where ${column[home.kind]} = $1 and email = $2`,
      home.id,
      key,
    );
    if (member) throw new DomainError('conflict', 'this person belongs here already');
    await demandClients(transaction, home, clients);
    const invited = await row<{ id: string; since: Date }>(
      transaction,
      `insert into person_invitations (id, ${column[home.kind]}, email, role, clients) values ($1, $2, $3, $4, $5)
       on conflict (coalesce(business_id, accountant_id), email) do update set role = excluded.role, clients = excluded.clients, created_at = now()
       returning id, created_at as since`,
      randomUUID(),
      home.id,
      key,
      role,
      clients,
    );
    const token = await makeLink(transaction, 'joining', invited!.id, linkDays * 24);
    await post(
      transaction,
      house,
      'person-invitation',
      { email: key, language },
      {
        place: await nameOf(transaction, home),
        role: roleWords[role]?.[language] ?? role,
        link: `${house.publicUrl}/join?token=${token}`,
      },
    );
    await note(transaction, visitor, home, 'person.invited', invited!.id, { role });
    return {
      id: invited!.id,
      email: key,
      name: null,
      state: 'invited',
      role,
      clients: role === 'staff' ? clients : null,
      since: invited!.since,
    };
  });
}

export type Joining = { token: string; termsVersion: string; name?: string | undefined; password?: string | undefined };

/** Uses a person's link: a new user is made, a known one must be signed in. @throws DomainError `link-not-valid`, `not-signed-in`, `terms-not-accepted` */
export async function join(
  house: House,
  visitor: Visitor,
  { token, termsVersion, name, password }: Joining,
): Promise<{ businessId: string | null; accountantId: string | null }> {
  const hash = password === undefined ? null : await hashPassword(password);
  return house.database.transaction(async (transaction) => {
    const id = await consumeLink(transaction, 'joining', token);
    const invited = await row<{ businessId: string | null; accountantId: string | null; email: string; role: string; clients: string[] }>(
      transaction,
      'delete from person_invitations where id = $1 returning business_id as "businessId", accountant_id as "accountantId", email, role, clients',
      id,
    );
    if (!invited) throw new DomainError('link-not-valid', 'this invitation was taken back');
    await demandCurrentTerms(transaction, termsVersion);
    const user = await userFor(transaction, { email: invited.email, name: name ?? null });
    if (!user.isNew && user.id !== visitor.caller.userId)
      throw new DomainError('not-signed-in', 'this address has an account: sign in with it, then join');
    if (user.isNew && hash !== null) await storePassword(transaction, house, user.id, hash);
    const home: Home =
      invited.businessId !== null ? { kind: 'business', id: invited.businessId } : { kind: 'firm', id: invited.accountantId! };
    await row(
      transaction,
      `insert into ${table[home.kind]} (${column[home.kind]}, user_id, role) values ($1, $2, $3) on conflict do nothing`,
      home.id,
      user.id,
      invited.role,
    );
    if (home.kind === 'firm' && invited.role === 'staff') await setClients(transaction, home.id, user.id, invited.clients);
    const { businessId, accountantId } = invited;
    await recordAcceptance(transaction, {
      version: termsVersion,
      act: 'joining',
      userId: user.id,
      address: visitor.address,
      ...(businessId ? { businessId } : { accountantId: accountantId! }),
    });
    await appendAudit(transaction, home.id, {
      actor: { kind: 'user', id: user.id },
      action: 'person.joined',
      subject: { type: 'user', id: user.id },
      facts: { role: invited.role },
    });
    return { businessId, accountantId };
  });
}

/** Changes a role or a staff member's list of clients. @throws DomainError `not-found`, `last-one` */
export function changePerson(
  house: House,
  visitor: Visitor,
  home: Home,
  userId: string,
  { role, clients }: { role?: string | undefined; clients?: string[] | undefined },
): Promise<void> {
  return house.database.transaction(async (transaction) => {
    const before = await lockMember(transaction, home, userId);
    if (role !== undefined && role !== before) {
      await row(
        transaction,
        `update ${table[home.kind]} set role = $3 where ${column[home.kind]} = $1 and user_id = $2`,
        home.id,
        userId,
        role,
      );
      await demandChief(transaction, home);
    }
    if (clients !== undefined && home.kind === 'firm') {
      await demandClients(transaction, home, clients);
      await setClients(transaction, home.id, userId, clients);
    }
    await note(transaction, visitor, home, 'person.changed', userId, {
      role: role ?? before,
      ...(clients ? { clients: clients.length } : {}),
    });
  });
}

/** Takes a person out of the place at once, or an invitation back. @throws DomainError `not-found`, `last-one` */
export function removePerson(house: House, visitor: Visitor, home: Home, id: string): Promise<void> {
  return house.database.transaction(async (transaction) => {
    const [invitation] = await rows(
      transaction,
      `delete from person_invitations where id = $1 and ${column[home.kind]} = $2 returning id`,
      id,
      home.id,
    );
    if (invitation) await endLinks(transaction, 'joining', id);
    else {
      await lockMember(transaction, home, id);
      await row(transaction, `delete from ${table[home.kind]} where ${column[home.kind]} = $1 and user_id = $2`, home.id, id);
      await demandChief(transaction, home);
    }
    await note(transaction, visitor, home, 'person.removed', id);
  });
}

/** Locks all members, so that two last chiefs cannot remove each other at the same moment. */
async function lockMember(transaction: Transaction, { kind, id }: Home, userId: string): Promise<string> {
  const members = await rows<{ userId: string; role: string }>(
    transaction,
    `select user_id as "userId", role from ${table[kind]} where ${column[kind]} = $1 order by user_id for update`,
    id,
  );
  const member = members.find((each) => each.userId === userId);
  if (!member) throw new DomainError('not-found', 'there is no such person here');
  return member.role;
}

async function demandChief(transaction: Transaction, { kind, id }: Home): Promise<void> {
  const left = await row(transaction, `select 1 from ${table[kind]} where ${column[kind]} = $1 and role = $2`, id, chief[kind]);
  if (!left) throw new DomainError('last-one', `one ${chief[kind]} must stay`);
}

/** Only the firm's own present clients may be given to its staff. @throws DomainError `not-found` */
async function demandClients(transaction: Transaction, { kind, id }: Home, clients: string[]): Promise<void> {
  if (kind === 'business' || clients.length === 0) return;
  const own = await rows(
    transaction,
    'select business_id from engagements where accountant_id = $1 and ended_at is null and business_id = any($2)',
    id,
    clients,
  );
  if (own.length !== new Set(clients).size) throw new DomainError('not-found', 'one of these is not a client of yours');
}

async function setClients(transaction: Transaction, accountantId: string, userId: string, clients: string[]): Promise<void> {
  await row(transaction, 'delete from firm_member_clients where accountant_id = $1 and user_id = $2', accountantId, userId);
  // Invited days ago: what is no longer a client falls out.
  await row(
    transaction,
    `insert into firm_member_clients (accountant_id, user_id, business_id)
     select $1, $2, business_id from engagements where accountant_id = $1 and ended_at is null and business_id = any($3)`,
    accountantId,
    userId,
    clients,
  );
}

async function nameOf(transaction: Transaction, { kind, id }: Home): Promise<string> {
  const named = await row<{ name: string }>(
    transaction,
    `select name from ${kind === 'business' ? 'businesses' : 'accountants'} where id = $1`,
    id,
  );
  return named?.name ?? '';
}

const note = (
  transaction: Transaction,
  { caller }: Visitor,
  home: Home,
  action: string,
  userId: string,
  facts: Record<string, string | number> = {},
): Promise<void> => appendAudit(transaction, home.id, { actor: actorOf(caller), action, subject: { type: 'person', id: userId }, facts });
