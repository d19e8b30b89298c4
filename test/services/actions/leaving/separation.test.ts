import { expect } from 'vitest';
import { grantAccessToken } from '#services/actions/accounts/access-tokens.ts';
import { changeSetting } from '#services/actions/accounts/business-settings.ts';
import { resolveCaller } from '#services/actions/accounts/resolve-caller.ts';
import { revokeSecurityKey } from '#services/actions/accounts/security-keys.ts';
import { sweepAccounts } from '#services/actions/accounts/sweep.ts';
import { operator } from '#services/actions/house.ts';
import { linkToAccountant } from '#services/actions/leaving/handover.ts';
import { completeSeparation, dueOn, isLate, requestSeparation, wishSeparation } from '#services/actions/leaving/separations.ts';
import { addDays, dayInBudapest } from '#services/domain/day.ts';
import { settingsOn } from '#storage/queries/business-settings.ts';
import { row } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, cookieFor, houseOn, mailsTo } from '#test/support/office.ts';

const isWarning = ({ subject }: { subject: string }) => /határid/i.test(subject);

test('H-130 H-131 both deadlines run fifteen days; the accountant, then the operator, is warned once at day ten', async ({ db }) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const { businessId, visitor } = await aBusiness(house, firm.accountantId);
  const age = (days: number) =>
    row(db, 'update separations set requested_at = now() - make_interval(days => $1) where business_id = $2', days, businessId);
  const today = dayInBudapest(new Date());
  const wish = await wishSeparation(house, visitor, businessId, 'új könyvelő');
  expect(dueOn(wish)).toBe(addDays(today, 15));
  expect([isLate(wish, addDays(today, 15)), isLate(wish, addDays(today, 16))]).toEqual([false, true]);
  await age(9);
  expect((await sweepAccounts(house, 'uzemelteto@hub.test')).separationsWarned).toBe(0);
  await age(11);
  expect((await sweepAccounts(house, 'uzemelteto@hub.test', { isDry: true })).separationsWarned).toBe(1);
  expect((await sweepAccounts(house, 'uzemelteto@hub.test')).separationsWarned).toBe(1);
  expect((await sweepAccounts(house, 'uzemelteto@hub.test')).separationsWarned).toBe(0);
  const toFirm = await mailsTo(house, firm.email);
  // The request names the business and the day the bookkeeping ended; the second clock is the operator's.
  const request = await requestSeparation(house, firm.visitor, businessId, '2026-10-31', undefined);
  expect(request).toMatchObject({ businessId, state: 'requested', endedOn: '2026-10-31' });
  expect(dueOn(request)).toBe(addDays(today, 15));
  await age(11);
  expect((await sweepAccounts(house, 'uzemelteto@hub.test')).separationsWarned).toBe(1);
  expect(toFirm.filter(isWarning)).toHaveLength(1);
  expect((await mailsTo(house, 'uzemelteto@hub.test')).filter(isWarning)).toHaveLength(1);
});

test('H-138 H-139 LG-042 the former program no longer reaches the images; the business keeps them and its next accountant has them', async ({
  db,
  databaseUrl,
}) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const [firm, next] = [await aFirm(house), await aFirm(house)];
  const business = await aBusiness(house, firm.accountantId);
  const { documentId } = await anUpload(
    { ...ingestDeps(db), objects: app.objects },
    business.businessId,
    Buffer.from('könyvelt számla képe'),
  );
  const { accessToken } = await grantAccessToken(house, firm.securityKey, null);
  const image = async (headers: Record<string, string>) =>
    (await fetch(`${app.url}/api/v1/businesses/${business.businessId}/documents/${documentId}/content`, { headers })).status;
  const program = { authorization: `Bearer ${accessToken}` };
  const owner = { cookie: await cookieFor(house, business.email) };
  expect([await image(program), await image(owner)]).toEqual([200, 200]);

  // The connection of a ledger program ends: it is out, the hub account shows the images as before.
  const caller = await resolveCaller(db, program);
  await revokeSecurityKey(house, firm.visitor, { accountantId: firm.accountantId, keyId: caller.keyId! });
  expect([await image(program), await image({ cookie: await cookieFor(house, firm.email) })]).toEqual([401, 200]);

  await completeSeparation(house, business.businessId, operator, { proof: 'tértivevény' });
  await linkToAccountant(house, business.visitor, business.businessId, next.taxNumber);
  expect([
    await image({ cookie: await cookieFor(house, firm.email) }),
    await image(owner),
    await image({ cookie: await cookieFor(house, next.email) }),
  ]).toEqual([404, 200, 200]);
});

test('H-010 what was given at registration is corrected in the account later, the tax number aside', async ({ db, databaseUrl }) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const firm = await aFirm(house);
  const cookie = await cookieFor(house, firm.email);
  const put = (body: object) =>
    fetch(`${app.url}/api/v1/accountants/${firm.accountantId}`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const changed = {
    name: 'Javított Könyvelő Kft.',
    billingAddress: '9999 Javított, Út 2.',
    contactName: 'Javító Judit',
    email: 'Javitott@pelda.hu',
  };
  expect(await (await put(changed)).json()).toMatchObject({ ...changed, email: 'javitott@pelda.hu', taxNumber: firm.taxNumber });
  expect((await put({ taxNumber: '98000002-2-41' })).status).toBe(400);
});

test('settings hold from their day on: each period is counted by its own', async ({ db }) => {
  const house = houseOn(db);
  const { businessId, visitor } = await aBusiness(house, (await aFirm(house)).accountantId);
  const set = (name: 'vat-period' | 'exempt-small-business', validFrom: string, value: never) =>
    changeSetting(house, visitor, businessId, { name, validFrom, value });
  await set('vat-period', '2025-01-01', 'yearly' as never);
  await set('vat-period', '2026-04-01', 'monthly' as never);
  await set('exempt-small-business', '2025-01-01', true as never);
  await set('exempt-small-business', '2026-07-01', false as never);
  const on = async (day: string) => {
    const settings = await settingsOn(db, businessId, day);
    return [settings['vat-period'], settings['exempt-small-business']];
  };
  expect(await on('2024-12-31')).toEqual(['quarterly', false]);
  expect(await on('2026-03-31')).toEqual(['yearly', true]);
  expect(await on('2026-04-01')).toEqual(['monthly', true]);
  expect(await on('2026-07-01')).toEqual(['monthly', false]);
  await set('vat-period', '2026-04-01', 'quarterly' as never);
  expect(await on('2026-05-01')).toEqual(['quarterly', true]);
});
