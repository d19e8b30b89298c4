import { expect } from 'vitest';
import { grantAccessToken } from '#services/actions/accounts/access-tokens.ts';
import { addOwnBusiness } from '#services/actions/accounts/businesses.ts';
import { deleteFirm, endFirm } from '#services/actions/accounts/firms.ts';
import { acceptTerms, currentTerms, publishTerms } from '#services/actions/accounts/terms.ts';
import { operator } from '#services/actions/house.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, houseOn, visitorOf } from '#test/support/office.ts';

test('H-003 H-135 an ended accountant is out at once; an attached one cannot be deleted', async ({ db }) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  await aBusiness(house, firm.accountantId);
  await expect(deleteFirm(house, firm.accountantId, operator)).rejects.toMatchObject({ code: 'still-attached' });
  await endFirm(house, firm.accountantId, 'megszűnt adószám', operator);
  const { caller } = await visitorOf(house, firm.email);
  expect([caller.firms.size, caller.businesses.size]).toEqual([0, 0]);
  await expect(grantAccessToken(house, firm.securityKey, null)).rejects.toMatchObject({ code: 'sign-in-failed' });
  await deleteFirm(house, firm.accountantId, operator);
});

test('H-004 a firm that keeps its own books is its own client, and its head owns it', async ({ db }) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const { businessId } = await addOwnBusiness(house, firm.visitor, firm.accountantId);
  expect([...((await visitorOf(house, firm.email)).caller.businesses.get(businessId) ?? [])].sort()).toEqual(['accountant', 'owner']);
});

test('H-007 new terms ask each person at the next use', async ({ db }) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  expect(firm.visitor.caller.owesTerms).toBe(false);
  await publishTerms(db, { ...(await currentTerms(db)), version: '2026-11-20', effectiveAt: new Date(Date.now() - 1_000) }, operator);
  const asked = await visitorOf(house, firm.email);
  expect(asked.caller.owesTerms).toBe(true);
  await acceptTerms(db, asked, '2026-11-20');
  expect((await visitorOf(house, firm.email)).caller.owesTerms).toBe(false);
});
