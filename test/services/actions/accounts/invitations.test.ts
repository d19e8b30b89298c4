import { expect } from 'vitest';
import { acceptInvitation } from '#services/actions/accounts/accept-invitation.ts';
import { addBusiness, businessOf } from '#services/actions/accounts/businesses.ts';
import { invite, openInvitation, withdrawInvitation } from '#services/actions/accounts/invitations.ts';
import { rows } from '#storage/sql.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, anEmail, aTaxNumber, houseOn, mailsTo, password, stranger, tokenIn, visitorOf } from '#test/support/office.ts';

type House = ReturnType<typeof houseOn>;

async function invited(house: House, businessId?: string) {
  const firm = await aFirm(house);
  const email = anEmail('meghivott');
  const invitation = await invite(house, firm.visitor, firm.accountantId, { email, businessId });
  return { firm, email, invitation, token: tokenIn((await mailsTo(house, email))[0]) };
}

const acceptance = (token: string, email: string, taxNumber = aTaxNumber()) => ({
  token,
  email,
  taxNumber,
  name: `Minta ${taxNumber}`,
  seat: '3333 Minta',
  termsVersion: '2026-11-01',
  password,
});

test('H-019 H-020 H-021 H-022 H-025 the invited business joins, both are told, and the accountant sees it from then on', async ({ db }) => {
  const house = houseOn(db);
  const { firm, email, token } = await invited(house);
  expect(await openInvitation(house, token)).toMatchObject({ email, signInFirst: false });
  const accepted = await acceptInvitation(house, stranger, acceptance(token, email));
  const businessId = accepted.state === 'accepted' ? accepted.businessId : '';
  expect((await mailsTo(house, email)).some(({ subject }) => subject.startsWith('Elkészült a kapcsolat'))).toBe(true);
  expect((await mailsTo(house, firm.email)).some(({ subject }) => subject.startsWith('Elfogadott meghívás'))).toBe(true);
  expect((await visitorOf(house, firm.email)).caller.businesses.get(businessId)).toEqual(['accountant']);
  expect((await visitorOf(house, email)).caller.businesses.get(businessId)).toEqual(['owner']);
});

test('H-023 two acceptances of one invitation: one business, one refusal', async ({ db }) => {
  const house = houseOn(db);
  const { email, token } = await invited(house);
  const given = acceptance(token, email);
  const outcomes = await Promise.allSettled([acceptInvitation(house, stranger, given), acceptInvitation(house, stranger, given)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await rows(db, 'select 1 from businesses where name = $1', given.name)).toHaveLength(1);
});

test('H-023 acceptance against withdrawal: whoever comes first wins, and the state says which', async ({ db }) => {
  const house = houseOn(db);
  for (let round = 0; round < 5; round += 1) {
    const { firm, email, token, invitation } = await invited(house);
    const outcomes = await Promise.allSettled([
      acceptInvitation(house, stranger, acceptance(token, email)),
      withdrawInvitation(house, firm.visitor, invitation.id),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [{ state }] = (await rows<{ state: string }>(db, 'select state from invitations where id = $1', invitation.id)) as [
      { state: string },
    ];
    expect(state).toBe(outcomes[0]!.status === 'fulfilled' ? 'accepted' : 'withdrawn');
  }
});

test('H-024 a business of another accountant is blocked, and both parties are told', async ({ db }) => {
  const house = houseOn(db);
  const other = await aFirm(house);
  const business = await aBusiness(house, other.accountantId);
  const { firm, email, token } = await invited(house);
  await expect(acceptInvitation(house, stranger, acceptance(token, email, business.taxNumber))).rejects.toMatchObject({
    code: 'attached-elsewhere',
  });
  for (const address of [firm.email, email]) expect((await mailsTo(house, address))[0]?.subject).toMatch(/^A meghívás nem fejezhető be/);
});

test('H-021 an address with an account asks its user to sign in; another address gets a link of its own', async ({ db }) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const known = await aBusiness(house, firm.accountantId);
  const { email, token } = await invited(house);
  expect(await acceptInvitation(house, stranger, acceptance(token, known.email))).toEqual({ state: 'confirm-by-mail' });
  await expect(acceptInvitation(house, stranger, acceptance(token, email))).rejects.toMatchObject({ code: 'link-not-valid' });
  const again = tokenIn((await mailsTo(house, known.email)).find(({ subject }) => subject.startsWith('Erősítse meg')));
  const given = acceptance(again, known.email);
  await expect(acceptInvitation(house, stranger, given)).rejects.toMatchObject({ code: 'not-signed-in' });
  expect(await acceptInvitation(house, known.visitor, given)).toMatchObject({ state: 'accepted', userId: known.userId });
});

test('H-026 H-027 H-028 H-029 LG-021 a client is recorded only with the declaration, and may be invited later without losing itself', async ({
  db,
}) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const given = { name: 'Rögzített Bt.', taxNumber: aTaxNumber(), seat: '4444 Minta' };
  await expect(addBusiness(house, firm.visitor, firm.accountantId, given, null)).rejects.toMatchObject({ code: 'declaration-missing' });
  const { businessId, letter } = await addBusiness(house, firm.visitor, firm.accountantId, given, {
    contractAllowsSubprocessor: true,
    hasFullAuthority: true,
  });
  expect(letter).toContain('Rögzített Bt.');
  expect(
    await rows(db, 'select user_id as "userId", text_version as version from declarations where business_id = $1', businessId),
  ).toEqual([{ userId: firm.userId, version: '2026-11-01' }]);

  const email = anEmail();
  const visitor = await visitorOf(house, firm.email);
  await invite(house, visitor, firm.accountantId, { email, businessId });
  const token = tokenIn((await mailsTo(house, email))[0]);
  expect(await acceptInvitation(house, stranger, acceptance(token, email, given.taxNumber))).toMatchObject({ businessId });
  expect(await businessOf(db, businessId)).toMatchObject({ isRegistered: true, accountantId: firm.accountantId });
});
