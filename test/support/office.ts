import { randomBytes } from 'node:crypto';
import type { Sequelize } from 'sequelize';
import { foundBusiness, foundFirm } from '#services/actions/accounts/found.ts';
import { resolveCaller } from '#services/actions/accounts/resolve-caller.ts';
import { userFor } from '#services/actions/accounts/users.ts';
import type { House, Visitor } from '#services/actions/house.ts';
import { type MailboxEntry, mailbox, mailboxTransport, sendMail } from '#services/actions/mail/send-mail.ts';
import { openSession } from '#services/actions/sign-in/sign-in.ts';
import { nobody } from '#services/domain/caller.ts';
import { isBaseNumber } from '#services/domain/tax-number.ts';
import { masterKeysFrom } from '#services/platform/secrets.ts';
import { row, rows } from '#storage/sql.ts';

export const houseOn = (database: Sequelize): House => ({
  database,
  publicUrl: 'http://hub.test',
  mailDomain: 'hub.test',
  masterKeys: masterKeysFrom(Buffer.alloc(32, 7).toString('base64')),
});

let taxNumbers = 0;

/** An invented tax number with the right check digit that no other call gets. */
export function aTaxNumber(): string {
  for (;;) {
    taxNumbers += 1;
    const seven = String(9_800_000 + taxNumbers);
    const base = Array.from({ length: 10 }, (_, digit) => `${seven}${digit}`).find(isBaseNumber);
    if (base) return `${base}-2-41`;
  }
}

export const anEmail = (who = 'valaki'): string => `${who}.${randomBytes(4).toString('hex')}@pelda.hu`;
export const password = 'hosszú jelszó 2026';
export const stranger: Visitor = { caller: nobody, address: '192.0.2.7' };

export async function aFirm(house: House, { email = anEmail('iroda') } = {}) {
  const head = { email, name: 'Irodavezető Ilona', password };
  const taxNumber = aTaxNumber();
  const firm = await foundFirm(house, { name: `Könyvelő ${taxNumber}`, taxNumber, billingAddress: '1111 Budapest, Minta utca 1.', head });
  return { ...firm, email, taxNumber, visitor: await visitorOf(house, email) };
}

export async function aBusiness(house: House, accountantId: string, { email = anEmail('gazda') } = {}) {
  const taxNumber = aTaxNumber();
  const name = `Vállalkozás ${taxNumber}`;
  const business = await foundBusiness(house, {
    accountantId,
    name,
    taxNumber,
    seat: '2222 Minta',
    owner: { email, name: 'Gazda Géza', password },
  });
  return { ...business, email, name, taxNumber, visitor: await visitorOf(house, email) };
}

/** A member of a business in a role. */
export async function aMember(house: House, businessId: string, role: string) {
  const email = anEmail(role);
  await house.database.transaction(async (transaction) => {
    const user = await userFor(transaction, { email });
    await row(transaction, 'insert into business_members (business_id, user_id, role) values ($1, $2, $3)', businessId, user.id, role);
    await row(
      transaction,
      `insert into terms_acceptances (id, user_id, version, act) select gen_random_uuid(), $1, version, 'joining' from terms`,
      user.id,
    );
  });
  return { email, visitor: await visitorOf(house, email) };
}

/** A staff member of a firm who sees only these clients. */
export async function aStaffMember(house: House, accountantId: string, clients: string[]) {
  const email = anEmail('munkatars');
  await house.database.transaction(async (transaction) => {
    const user = await userFor(transaction, { email });
    await row(transaction, `insert into firm_members (accountant_id, user_id, role) values ($1, $2, 'staff')`, accountantId, user.id);
    await row(
      transaction,
      'insert into firm_member_clients (accountant_id, user_id, business_id) select $1, $2, unnest($3::uuid[])',
      accountantId,
      user.id,
      clients,
    );
    await row(
      transaction,
      `insert into terms_acceptances (id, user_id, version, act) select gen_random_uuid(), $1, version, 'joining' from terms`,
      user.id,
    );
  });
  return { email, visitor: await visitorOf(house, email) };
}

/** Opens a session without the password's 30 ms; answers its cookie. */
export async function cookieFor(house: House, email: string): Promise<string> {
  const browser = { address: '192.0.2.8', userAgent: 'Firefox/140 Linux', deviceToken: undefined };
  const { sessionToken } = await house.database.transaction(async (transaction) =>
    openSession(transaction, house, await userFor(transaction, { email }), browser, { rememberDevice: false, isFirst: true }),
  );
  return `session=${sessionToken}`;
}

/** Who somebody is now, as the next request would find. */
export const visitorOf = async (house: House, email: string): Promise<Visitor> => ({
  caller: await resolveCaller(house.database, { cookie: await cookieFor(house, email) }),
  address: '192.0.2.8',
});

/** Sends what waits, into the built-in mailbox, and answers what an address got, newest first. */
export async function mailsTo(house: House, email: string): Promise<MailboxEntry[]> {
  const waiting = await rows<{ id: string }>(
    house.database,
    'select id from mails where handed_at is null and dropped_at is null order by created_at',
  );
  for (const { id } of waiting) await sendMail(house, mailboxTransport, 'Bizonylat <hub@hub.test>', id);
  return (await mailbox(house, 1_000)).filter(({ to }) => to === email);
}

/** The token of the first link in a mail. */
export function tokenIn(mail: MailboxEntry | undefined): string {
  const token = /[?&]token=([A-Za-z0-9_-]+)/.exec(mail?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`no link in this mail: ${mail?.subject}`);
  return token;
}
