import { expect } from 'vitest';
import { currentTerms, publishTerms } from '#services/actions/accounts/terms.ts';
import { operator } from '#services/actions/house.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, cookieFor, houseOn, password } from '#test/support/office.ts';

test('LG-025 a user takes all own personal data away, without secrets and without anybody else', async ({ db, databaseUrl }) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const firm = await aFirm(house);
  const [mine, other] = [await aBusiness(house, firm.accountantId), await aBusiness(house, firm.accountantId)];
  const cookie = await cookieFor(house, mine.email);
  const answer = await fetch(`${app.url}/api/v1/me/data`, { headers: { cookie } });
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({
    user: { email: mine.email },
    businesses: [{ id: mine.businessId, role: 'owner' }],
    accountants: [],
    termsAccepted: [{ version: '2026-11-01', act: 'registration' }],
  });
  for (const secret of [password, 'argon2', cookie.slice('session='.length), other.email, other.businessId, firm.email])
    expect(text).not.toContain(secret);
});

test('H-006 LG-043 every version of the terms stays readable, also after a newer one', async ({ db, databaseUrl }) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const first = await currentTerms(db);
  await publishTerms(db, { ...first, version: '2026-11-20', effectiveAt: new Date(Date.now() - 1_000), hu: 'új szöveg' }, operator);
  const read = async (path: string) => (await (await fetch(`${app.url}/api/v1/terms${path}`)).json()) as { version: string; hu: string };
  expect(await read('')).toMatchObject({ version: '2026-11-20', hu: 'új szöveg' });
  expect(await read(`/${first.version}`)).toMatchObject({ version: first.version, hu: first.hu });
});
