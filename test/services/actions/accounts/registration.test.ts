import { describe, expect } from 'vitest';
import { grantAccessToken } from '#services/actions/accounts/access-tokens.ts';
import { activate, register } from '#services/actions/accounts/registration.ts';
import { resolveCaller } from '#services/actions/accounts/resolve-caller.ts';
import { sweepAccounts } from '#services/actions/accounts/sweep.ts';
import { signIn } from '#services/actions/sign-in/sign-in.ts';
import { row, rows } from '#storage/sql.ts';
import { test } from '#test/support/database.ts';
import { aFirm, anEmail, aTaxNumber, houseOn, mailsTo, password, tokenIn } from '#test/support/office.ts';

const registration = (email = anEmail()) => ({
  taxNumber: aTaxNumber(),
  email,
  name: 'Példa Könyvelő Kft.',
  billingAddress: '1111 Budapest, Minta utca 1.',
  contactName: 'Könyvelő Kata',
  language: 'hu' as const,
  termsVersion: '2026-11-01',
  address: '192.0.2.1',
});
const browser = { address: '192.0.2.1', userAgent: 'Firefox/140 Linux', deviceToken: undefined };

describe('registering a firm', () => {
  test('H-011 H-012 H-013 the pending firm can do nothing; the mailed link makes it active, once, and shows the key', async ({ db }) => {
    const house = houseOn(db);
    const given = registration();
    await register(house, given);
    const [mail] = await mailsTo(house, given.email);
    expect(mail).toMatchObject({ subject: 'Regisztráció megerősítése' });
    await expect(signIn(house, { email: given.email, password }, browser)).rejects.toMatchObject({ code: 'sign-in-failed' });

    const activated = await activate(house, { token: tokenIn(mail), password });
    expect(activated.hasPassword).toBe(true);
    await expect(activate(house, { token: tokenIn(mail) })).rejects.toMatchObject({ code: 'link-not-valid' });

    const mails = await mailsTo(house, given.email);
    expect(mails.map(({ subject }) => subject)).toContain('A könyvelőprogram összekötésének adatai');
    expect(mails.find(({ subject }) => subject.startsWith('A könyvelőprogram'))?.text).toContain(activated.securityKey);
    const { accessToken } = await grantAccessToken(house, activated.securityKey, null);
    const caller = await resolveCaller(db, { authorization: `Bearer ${accessToken}` });
    expect([...caller.firms]).toEqual([[activated.accountantId, 'program']]);
    await expect(signIn(house, { email: given.email, password }, browser)).resolves.toMatchObject({ userId: activated.userId });
  });

  test('H-012 H-014 H-017 tokens, keys and passwords are kept as hashes only', async ({ db }) => {
    const house = houseOn(db);
    const given = registration();
    await register(house, given);
    const token = tokenIn((await mailsTo(house, given.email))[0]);
    const { securityKey } = await activate(house, { token, password });
    for (const { name } of await rows<{ name: string }>(
      db,
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    )) {
      const found = await row(
        db,
        `select 1 from "${name}" each where position($1 in each::text) > 0 or position($2 in each::text) > 0 or position($3 in each::text) > 0`,
        token,
        securityKey,
        password,
      );
      expect(found, name).toBeUndefined();
    }
  });

  test('H-006 H-009 the acceptance of the terms is recorded with version, time, user and address', async ({ db }) => {
    const house = houseOn(db);
    const given = registration();
    await register(house, given);
    const { userId } = await activate(house, { token: tokenIn((await mailsTo(house, given.email))[0]) });
    expect(await row(db, 'select version, act, address from terms_acceptances where user_id = $1', userId)).toEqual({
      version: '2026-11-01',
      act: 'registration',
      address: '192.0.2.1',
    });
    await expect(register(house, { ...registration(), termsVersion: '2020-01-01' })).rejects.toMatchObject({ code: 'terms-not-accepted' });
  });

  test('H-012 LG-008 an unconfirmed registration is gone after 24 hours with its link and mail; a dry run only counts it', async ({
    db,
  }) => {
    const house = houseOn(db);
    const given = registration();
    await register(house, given);
    const token = tokenIn((await mailsTo(house, given.email))[0]);
    expect((await sweepAccounts(house, null)).registrations).toBe(0);
    await row(db, `update accountants set created_at = now() - interval '25 hours' where email = $1`, given.email);
    await row(
      db,
      `update links set expires_at = now() - interval '1 hour' where subject_id = (select id from accountants where email = $1)`,
      given.email,
    );
    await expect(activate(house, { token })).rejects.toMatchObject({ code: 'link-not-valid' });
    expect((await sweepAccounts(house, null, { isDry: true })).registrations).toBe(1);
    expect(await row(db, 'select state from accountants where email = $1', given.email)).toEqual({ state: 'pending' });
    expect(await sweepAccounts(house, null)).toMatchObject({ registrations: 1, mailsOfPending: 1, linksOfPending: 1 });
    expect(await row(db, 'select 1 from mails where recipient = $1', given.email)).toBeUndefined();
    expect(await row(db, 'select 1 from accountants where email = $1', given.email)).toBeUndefined();
  });

  test('H-015 without a password only the ledger program comes in; H-017 a link sets one later', async ({ db }) => {
    const house = houseOn(db);
    const given = registration();
    await register(house, given);
    const { hasPassword } = await activate(house, { token: tokenIn((await mailsTo(house, given.email))[0]) });
    expect(hasPassword).toBe(false);
    await expect(signIn(house, { email: given.email, password }, browser)).rejects.toMatchObject({ code: 'sign-in-failed' });
  });

  test('H-016 a tax number that is registered is refused without a word about the address', async ({ db }) => {
    const house = houseOn(db);
    const firm = await aFirm(house);
    const refused = register(house, { ...registration(), taxNumber: firm.taxNumber });
    await expect(refused).rejects.toMatchObject({ code: 'already-registered' });
    await expect(refused).rejects.not.toThrow(firm.email);
  });

  test('H-016 of two registrations of one tax number the first confirmed wins; a stranger cannot block the firm', async ({ db }) => {
    const house = houseOn(db);
    const [mine, theirs] = [registration(), registration()];
    await register(house, mine);
    await register(house, { ...theirs, taxNumber: mine.taxNumber });
    const tokens = [tokenIn((await mailsTo(house, mine.email))[0]), tokenIn((await mailsTo(house, theirs.email))[0])];
    const outcomes = await Promise.allSettled(tokens.map((token) => activate(house, { token })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'already-registered' } });
  });

  test('H-012 one link used twice at the same moment works once', async ({ db }) => {
    const house = houseOn(db);
    const given = registration();
    await register(house, given);
    const token = tokenIn((await mailsTo(house, given.email))[0]);
    const outcomes = await Promise.allSettled([activate(house, { token }), activate(house, { token })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('H-001 a user may belong to several firms; a second registration keeps the password', async ({ db }) => {
    const house = houseOn(db);
    const firm = await aFirm(house);
    await register(house, registration(firm.email));
    const mail = (await mailsTo(house, firm.email)).find(({ subject }) => subject === 'Regisztráció megerősítése');
    const second = await activate(house, { token: tokenIn(mail), password: 'egészen más jelszó' });
    expect(second.userId).toBe(firm.userId);
    const { sessionToken } = await signIn(house, { email: firm.email, password }, browser);
    const caller = await resolveCaller(db, { cookie: `other=1; session=${sessionToken}` });
    expect(caller.firms.size).toBe(2);
  });
});
