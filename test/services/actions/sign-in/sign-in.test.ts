import { Secret, TOTP } from 'otpauth';
import { expect } from 'vitest';
import { rotateSecurityKey } from '#services/actions/accounts/security-keys.ts';
import { forgetAllDevices } from '#services/actions/sign-in/devices.ts';
import { askPasswordReset, resetPassword } from '#services/actions/sign-in/password-reset.ts';
import { confirmTotp, offerTotp } from '#services/actions/sign-in/second-factor.ts';
import { signIn } from '#services/actions/sign-in/sign-in.ts';
import { networkOf } from '#services/actions/sign-in/throttle.ts';
import { rotateMasterKey } from '#services/actions/vault.ts';
import { newMasterKey } from '#services/platform/secrets.ts';
import { row, rows } from '#storage/sql.ts';
import { test } from '#test/support/database.ts';
import { aFirm, anEmail, houseOn, mailsTo, password, tokenIn } from '#test/support/office.ts';

const browser = { address: '192.0.2.30', userAgent: 'Firefox/140 Linux', deviceToken: undefined };

test('H-018 the second factor is asked for, remembered by a device, forgotten on demand; codes work once', async ({ db }) => {
  const house = houseOn(db);
  const { email, userId } = await aFirm(house);
  const { secret } = await offerTotp(house, userId);
  const [recovery] = await confirmTotp(house, userId, new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  await expect(signIn(house, { email, password }, browser)).rejects.toMatchObject({ code: 'code-needed' });
  const { deviceToken } = await signIn(house, { email, password, code: recovery, rememberDevice: true }, browser);
  await expect(signIn(house, { email, password, code: recovery }, browser)).rejects.toMatchObject({ code: 'code-needed' });
  await signIn(house, { email, password }, { ...browser, deviceToken });
  await forgetAllDevices(db, userId);
  await expect(signIn(house, { email, password }, { ...browser, deviceToken })).rejects.toMatchObject({ code: 'code-needed' });
});

test('H-018 the seed is sealed and opens after a change of the master key', async ({ db }) => {
  const house = houseOn(db);
  const { userId } = await aFirm(house);
  const { secret } = await offerTotp(house, userId);
  expect((await row<{ sealed: string }>(db, 'select totp_sealed as sealed from users where id = $1', userId))?.sealed).not.toContain(
    secret,
  );
  const next = newMasterKey();
  const rotated = { current: () => next, find: (id: string) => (id === next.id ? next : house.masterKeys.find(id)) };
  expect(await rotateMasterKey(db, () => rotated)).toBeGreaterThan(0);
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  await expect(
    confirmTotp({ ...house, masterKeys: { ...rotated, find: (id) => (id === next.id ? next : undefined) } }, userId, code),
  ).resolves.toHaveLength(10);
  await rotateMasterKey(db, () => ({ current: house.masterKeys.current, find: rotated.find }));
});

test('wrong passwords slow down strangers, not the own device, and never for good', async ({ db }) => {
  const house = houseOn(db);
  const { email } = await aFirm(house);
  const { deviceToken } = await signIn(house, { email, password }, browser);
  for (let attempt = 0; attempt < 9; attempt += 1)
    await signIn(house, { email, password: 'rossz' }, { ...browser, address: `198.51.100.${attempt}` }).catch(() => undefined);
  await expect(signIn(house, { email, password }, { ...browser, address: '198.51.100.99' })).rejects.toMatchObject({
    code: 'too-many-requests',
  });
  await expect(signIn(house, { email, password }, { ...browser, deviceToken })).resolves.toBeDefined();
  await row(db, `update throttles set last_at = now() - interval '16 minutes'`);
  await expect(signIn(house, { email, password }, { ...browser, address: '198.51.100.99' })).resolves.toBeDefined();
  expect([networkOf('2001:db8:1:2:3::9'), networkOf('2001:db8::1'), networkOf('::ffff:192.0.2.1')]).toEqual([
    '2001:db8:1:2::/64',
    '2001:db8:0:0::/64',
    '192.0.2.1',
  ]);
});

test('H-017 a reset answers alike for every address, its link works once and ends all sessions', async ({ db }) => {
  const house = houseOn(db);
  const { email, userId } = await aFirm(house);
  const unknown = anEmail('senki');
  for (const each of [email, unknown]) await askPasswordReset(house, each, null);
  const token = tokenIn((await mailsTo(house, email)).find(({ subject }) => subject === 'Új jelszó beállítása'));
  expect(await mailsTo(house, unknown)).toEqual([]);
  await resetPassword(house, token, 'másik hosszú jelszó');
  await expect(resetPassword(house, token, 'harmadik hosszú jelszó')).rejects.toMatchObject({ code: 'link-not-valid' });
  expect(await rows(db, 'select 1 from sessions where user_id = $1', userId)).toEqual([]);
  await expect(signIn(house, { email, password: 'másik hosszú jelszó' }, browser)).resolves.toMatchObject({ userId });
});

test('H-014 of two rotations of one key at the same moment one makes the successor', async ({ db }) => {
  const house = houseOn(db);
  const { accountantId, visitor } = await aFirm(house);
  const [key] = await rows<{ id: string }>(db, 'select id from security_keys where accountant_id = $1', accountantId);
  const place = { accountantId, keyId: key!.id };
  const outcomes = await Promise.allSettled([rotateSecurityKey(house, visitor, place), rotateSecurityKey(house, visitor, place)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
