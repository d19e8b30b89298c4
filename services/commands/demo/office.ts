import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { firm, businesses as sampleBusinesses } from '#fixtures/office/people.ts';
import { acceptInvitation } from '#services/actions/accounts/accept-invitation.ts';
import { grantAccessToken } from '#services/actions/accounts/access-tokens.ts';
import { makeBusinessKey } from '#services/actions/accounts/business-keys.ts';
import { businessOf } from '#services/actions/accounts/businesses.ts';
import { invite } from '#services/actions/accounts/invitations.ts';
import { activate, register } from '#services/actions/accounts/registration.ts';
import { resolveCaller } from '#services/actions/accounts/resolve-caller.ts';
import { currentTerms } from '#services/actions/accounts/terms.ts';
import type { House } from '#services/actions/house.ts';
import { mailbox } from '#services/actions/mail/send-mail.ts';
import { nobody } from '#services/domain/caller.ts';

const address = '127.0.0.1';

/** One accounting firm with its businesses, made the way people make them: registration, activation mail, invitations, acceptance. */
export async function makeOffice(house: House) {
  const { version: termsVersion } = await currentTerms(house.database);
  const password = newPassword();
  await register(house, { ...firm, language: 'hu', termsVersion, address });
  const { accountantId, securityKey } = await activate(house, { token: await tokenMailedTo(house, firm.email), password });
  const { accessToken } = await grantAccessToken(house, securityKey, address);
  const program = { caller: await resolveCaller(house.database, { authorization: `Bearer ${accessToken}` }), address };

  const businesses = [];
  for (const { name, taxNumber, seat, owner } of sampleBusinesses) {
    await invite(house, program, accountantId, { email: owner.email, name, taxNumber, language: 'hu' });
    const ownerPassword = newPassword();
    const accepted = await acceptInvitation(
      house,
      { caller: nobody, address },
      { token: await tokenMailedTo(house, owner.email), taxNumber, name, seat, termsVersion, email: owner.email, password: ownerPassword },
    );
    if (accepted.state !== 'accepted') throw new Error(`the invitation of ${name} was not accepted: ${accepted.state}`);
    const { businessId } = accepted;
    const key = await house.database.transaction((transaction) =>
      makeBusinessKey(transaction, { businessId, name: 'minta számlázóprogram', createdBy: accepted.userId }),
    );
    const business = await businessOf(house.database, businessId);
    businesses.push({
      id: businessId,
      name,
      taxNumber,
      mailAddress: `${business.mailLocalPart}@${house.mailDomain}`,
      secretKey: key.secret,
      owner: { email: owner.email, password: ownerPassword },
    });
  }
  return { accountant: { email: firm.email, password, securityKey }, businesses };
}

/** What `./hub demo --json` says when the doors are open and the accounts exist. */
export type Ready = Awaited<ReturnType<typeof makeOffice>> & { url: string; smtp: string; mailbox: string };

const newPassword = (): string => randomBytes(12).toString('base64url');

/** The token of the newest link mailed to somebody. */
async function tokenMailedTo(house: House, email: string): Promise<string> {
  for (let waitedMs = 0; waitedMs < 10_000; waitedMs += 20) {
    const mail = (await mailbox(house)).find(({ to }) => to === email);
    const token = mail && /token=([\w.~-]+)/.exec(mail.text)?.[1];
    if (token) return token;
    await sleep(20);
  }
  throw new Error('the hub sent no mail with a link');
}
