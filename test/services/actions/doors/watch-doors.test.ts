import { expect } from 'vitest';
import { setRhythm, watchDoors } from '#services/actions/doors/watch-doors.ts';
import { Intake } from '#storage/models/intake.ts';
import { Pull } from '#storage/models/pull.ts';
import { doorsOf } from '#storage/queries/doors.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, houseOn, mailsTo } from '#test/support/office.ts';

const dayMs = 86_400_000;
const now = new Date('2026-11-25T10:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * dayMs);

test('a door that falls silent is told to both parties once, and again only after it has spoken', async ({ db }) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const { businessId, email, visitor } = await aBusiness(house, firm.accountantId);
  const came = (days: number) => Intake.create({ businessId, door: 'folder', receivedAt: ago(days), fate: 'kept' });
  for (let days = 14; days >= 4; days--) await came(days);
  expect(await doorsOf(db, [businessId], now)).toMatchObject([
    { door: 'folder', rhythm: { days: 1, from: 'learnt' }, silentSince: '2026-11-22', daily: { length: 30, 25: 1, 26: 0 } },
  ]);
  expect(await watchDoors(house, now)).toBe(1);
  expect(await watchDoors(house, now)).toBe(0);
  for (const to of [email, firm.email]) {
    const [mail] = (await mailsTo(house, to)).filter(({ subject }) => subject.includes('Mappa'));
    expect(mail?.text, to).toContain('2026-11-21');
    expect(mail?.text).toContain(`/b/${businessId}/settings/doors`);
  }
  await came(0);
  expect(await watchDoors(house, now)).toBe(0);
  expect(await watchDoors(house, new Date(now.getTime() + 5 * dayMs))).toBe(1);

  // Said to be rare: no silence; never asked: none either.
  await setRhythm(house, visitor, { businessId, door: 'folder', days: 30 });
  expect((await doorsOf(db, [businessId], now))[0]).toMatchObject({ rhythm: { days: 30, from: 'set' }, silentSince: null });
});

test('a server that stays away for a day, or shows another key, is told to both parties once', async ({ db }) => {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const { businessId, email } = await aBusiness(house, firm.accountantId);
  const pull = await Pull.create({
    businessId,
    protocol: 'sftp',
    host: 'sftp.pelda.hu',
    port: 22,
    username: 'be',
    passwordSealed: 'x',
    folder: '',
    afterTaking: 'move',
    acceptedVersion: '1',
    trouble: 'unreachable',
    troubleSince: ago(0.5),
  });
  expect(await watchDoors(house, now)).toBe(0);
  await pull.update({ trouble: 'key-changed' });
  expect(await watchDoors(house, now)).toBe(1);
  expect(await watchDoors(house, now)).toBe(0);
  for (const to of [email, firm.email]) expect((await mailsTo(house, to))[0]?.text, to).toContain('sftp.pelda.hu');
});
