import { randomInt, randomUUID } from 'node:crypto';
import type { Transaction } from 'sequelize';
import type { Caller } from '#services/domain/caller.ts';
import { DomainError } from '#services/domain/errors.ts';
import { baseNumberOf, formatTaxNumber } from '#services/domain/tax-number.ts';
import { folded } from '#services/domain/text.ts';
import { appendAudit } from '#storage/audit.ts';
import { type Place, row, rows } from '#storage/sql.ts';
import { actorOf, type House, type Visitor } from '../house.ts';
import type { Language } from '../mail/letter.ts';
import { post } from '../mail/post.ts';
import { currentTerms } from './terms.ts';

export type BusinessRow = {
  id: string;
  name: string;
  taxNumber: string;
  euVatNumber: string | null;
  seat: string | null;
  mailLocalPart: string | null;
  isRegistered: boolean;
  accountantId: string | null;
  accountantName: string | null;
  since: Date | null;
  createdAt: Date;
  /** `createdAt` to the microsecond, for paging. */
  cursorAt: string;
};

const select = `
  select business.id, business.name, tax_number as "taxNumber", eu_vat_number as "euVatNumber", seat, address.local_part as "mailLocalPart",
    exists (select from business_members member where member.business_id = business.id) as "isRegistered",
    engagement.accountant_id as "accountantId", firm.name as "accountantName", engagement.started_at as since, business.created_at as "createdAt", business.created_at::text as "cursorAt"
  from businesses business
  left join mail_addresses address on address.business_id = business.id and address.retired_at is null
  left join engagements engagement on engagement.business_id = business.id and engagement.ended_at is null
  left join (select id, name from accountants) firm on firm.id = engagement.accountant_id`;

/** The caller's businesses, newest first, from `after` on; the caller's own walls are the list of ids. */
export function listBusinesses(
  place: Place,
  caller: Caller,
  limit: number,
  after: readonly [at: string | null, id: string | null] = [null, null],
): Promise<BusinessRow[]> {
  return rows<BusinessRow>(
    place,
    `${select} where business.id = any($1) and ($3::timestamptz is null or (business.created_at, business.id) < ($3, $4))
     order by business.created_at desc, business.id desc limit $2`,
    [...caller.businesses.keys()],
    limit,
    after[0],
    after[1],
  );
}

/** @throws DomainError `not-found` */
export async function businessOf(place: Place, businessId: string): Promise<BusinessRow> {
  const business = await row<BusinessRow>(place, `${select} where business.id = $1 and business.ended_at is null`, businessId);
  if (!business) throw new DomainError('not-found', 'there is no such business');
  return business;
}

export type NewBusiness = { name: string; taxNumber: string; euVatNumber?: string | undefined; seat?: string | null | undefined };

/** Makes the business with its own mail address; nobody keeps its books yet. @throws DomainError `conflict` when the hub knows the tax number already */
export async function makeBusiness(transaction: Transaction, { name, taxNumber, euVatNumber, seat }: NewBusiness): Promise<string> {
  const id = randomUUID();
  const [made] = await rows(
    transaction,
    `insert into businesses (id, name, tax_number, base_number, eu_vat_number, seat) values ($1, $2, $3, $4, $5, $6)
     on conflict (base_number) where ended_at is null do nothing returning id`,
    id,
    name,
    formatTaxNumber(taxNumber),
    baseNumberOf(taxNumber),
    euVatNumber ?? null,
    seat ?? null,
  );
  if (!made) throw new DomainError('conflict', 'a business with this tax number is already here; invite it instead');
  await row(transaction, 'insert into mail_addresses (local_part, business_id) values ($1, $2)', newLocalPart(name), id);
  return id;
}

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** `<slug>.<12 random letters>`: readable, and nobody guesses it (H-064). */
export function newLocalPart(name: string): string {
  const slug = folded(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
    .replace(/-+$/, '');
  return `${slug || 'ceg'}.${Array.from({ length: 12 }, () => base32[randomInt(32)]).join('')}`;
}

/** Gives the business a new mail address; the old one is refused from now on (H-064). */
export function replaceMailAddress({ database }: House, { caller }: Visitor, businessId: string): Promise<string> {
  return database.transaction(async (transaction) => {
    const { name } = await businessOf(transaction, businessId);
    await row(transaction, 'update mail_addresses set retired_at = now() where business_id = $1 and retired_at is null', businessId);
    const localPart = newLocalPart(name);
    await row(transaction, 'insert into mail_addresses (local_part, business_id) values ($1, $2)', localPart, businessId);
    await appendAudit(transaction, businessId, { actor: actorOf(caller), action: 'business.mail-address-replaced' });
    return localPart;
  });
}

export async function changeBusiness(
  { database }: House,
  { caller }: Visitor,
  businessId: string,
  change: { name?: string | undefined; euVatNumber?: string | null | undefined; seat?: string | null | undefined },
): Promise<void> {
  await database.transaction(async (transaction) => {
    await row(
      transaction,
      `update businesses set name = coalesce($2, name),
         eu_vat_number = case when $4 then $3 else eu_vat_number end, seat = case when $6 then $5 else seat end
       where id = $1 and ended_at is null`,
      businessId,
      change.name ?? null,
      change.euVatNumber ?? null,
      change.euVatNumber !== undefined,
      change.seat ?? null,
      change.seat !== undefined,
    );
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'business.changed',
      facts: { fields: Object.keys(change).sort().join(' ') },
    });
  });
}

export type Declared = { contractAllowsSubprocessor: true; hasFullAuthority: true; textVersion?: string | undefined };

/** Ties a business to a firm; a business has one firm at a time (H-001). @throws DomainError `attached-elsewhere` */
export async function engage(
  transaction: Transaction,
  {
    accountantId,
    businessId,
    beganBy,
  }: { accountantId: string; businessId: string; beganBy: 'invitation' | 'declaration' | 'self' | 'business' },
): Promise<string> {
  const id = randomUUID();
  const [made] = await rows(
    transaction,
    `insert into engagements (id, accountant_id, business_id, began_by) values ($1, $2, $3, $4)
     on conflict (business_id) where ended_at is null do nothing returning id`,
    id,
    accountantId,
    businessId,
    beganBy,
  );
  if (!made) throw new DomainError('attached-elsewhere', 'the business is linked to an accountant; separation must come first');
  return id;
}

/**
 * Adds a client without invitation (H-026–H-029). The declaration is stored with its text's version, the person or program,
 * the time and the business; without it nothing happens. @throws DomainError `declaration-missing`, `conflict`
 */
export function addBusiness(
  house: House,
  { caller }: Visitor,
  accountantId: string,
  business: NewBusiness,
  declared: Declared | null,
): Promise<{ businessId: string; letter: string }> {
  return house.database.transaction(async (transaction) => {
    const { declaration } = await currentTerms(transaction);
    if (declared === null || (declared.textVersion !== undefined && declared.textVersion !== declaration.version))
      throw new DomainError('declaration-missing', 'both parts of the declaration must be made, in the text in force', {
        textVersion: declaration.version,
      });
    const businessId = await makeBusiness(transaction, business);
    await engage(transaction, { accountantId, businessId, beganBy: 'declaration' });
    await row(
      transaction,
      'insert into declarations (id, business_id, accountant_id, text_version, user_id, key_id) values ($1, $2, $3, $4, $5, $6)',
      randomUUID(),
      businessId,
      accountantId,
      declaration.version,
      caller.userId,
      caller.keyId,
    );
    const firm = await row<{ name: string; email: string; language: Language }>(
      transaction,
      'select name, email, language from accountants where id = $1',
      accountantId,
    );
    const letter = readyLetter(firm!.language, firm!.name, business.name, `${house.publicUrl}/terms`);
    await post(transaction, house, 'business-recorded', firm!, { business: business.name, letter });
    await showToStaff(transaction, caller, accountantId, businessId);
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'business.recorded',
      facts: { accountantId, declaration: declaration.version },
    });
    return { businessId, letter };
  });
}

/** A firm that keeps its own books: its one more client is itself, and its head owns that too (H-004). */
export function addOwnBusiness(house: House, { caller }: Visitor, accountantId: string): Promise<{ businessId: string }> {
  return house.database.transaction(async (transaction) => {
    const firm = await row<NewBusiness>(
      transaction,
      'select name, tax_number as "taxNumber", billing_address as seat from accountants where id = $1',
      accountantId,
    );
    const businessId = await makeBusiness(transaction, firm!);
    await engage(transaction, { accountantId, businessId, beganBy: 'self' });
    if (caller.userId)
      await row(
        transaction,
        `insert into business_members (business_id, user_id, role) values ($1, $2, 'owner')`,
        businessId,
        caller.userId,
      );
    await appendAudit(transaction, businessId, {
      actor: actorOf(caller),
      action: 'business.recorded',
      facts: { accountantId, isSelf: true },
    });
    return { businessId };
  });
}

/** Who brings a client sees it, also a staff member with a list of clients. */
async function showToStaff(transaction: Transaction, caller: Caller, accountantId: string, businessId: string): Promise<void> {
  if (caller.userId && caller.firms.get(accountantId) === 'staff')
    await row(
      transaction,
      'insert into firm_member_clients (accountant_id, user_id, business_id) values ($1, $2, $3) on conflict do nothing',
      accountantId,
      caller.userId,
      businessId,
    );
}

/** What the accountant hands to a client that was recorded without invitation (H-028). */
const readyLetter = (language: Language, firm: string, business: string, termsUrl: string): string =>
  language === 'hu'
    ? `Tisztelt ${business}!\n\nTájékoztatjuk, hogy könyvelési szerződésünk alapján vállalkozását rögzítettük a Bizonylat rendszerben, ahol bizonylatait a könyveléshez feldolgozzuk. A feltételek és az adatkezelési tájékoztató itt olvashatók: ${termsUrl}\n\nKérésére meghívót küldünk, amellyel saját hozzáférést kap.\n\n${firm}`
    : `Dear ${business},\n\nUnder our bookkeeping contract we have recorded your business in Bizonylat, where your vouchers are processed for bookkeeping. The terms and the privacy notice are here: ${termsUrl}\n\nOn request we send you an invitation that gives you access of your own.\n\n${firm}`;
