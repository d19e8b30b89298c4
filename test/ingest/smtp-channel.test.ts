import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sequelize } from 'sequelize';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { OpenChannel } from '#ingest/channel.ts';
import { Intake } from '#storage/models/intake.ts';
import { aBusiness, aMailAddress, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { doorDomain as domain, doorMaxBytes as maxMessageBytes, openSmtpDoor, talk } from '#test/support/smtp-door.ts';

const raw = (size = 200) =>
  Buffer.from(`From: a@b.example\r\nSubject: x\r\nMessage-ID: <${Math.random()}@t>\r\n\r\n${'x'.repeat(size)}\r\n`);

describe('the mail door', () => {
  let opened: { door: OpenChannel }[] = [];
  beforeAll(() => {
    opened = [];
  });
  afterAll(async () => {
    for (const { door } of opened) await door[Symbol.asyncDispose]();
  });
  const open = async (db: Sequelize, overrides = {}) => {
    const it = await openSmtpDoor(db, {}, overrides);
    opened.push(it);
    return { ...it, send: (to: string | string[], bytes = raw(), from?: string) => it.send(to, bytes, from) };
  };

  test('H-065 250 comes when the raw message and its row are there, over STARTTLS', async ({ db }) => {
    const { deps, send } = await open(db);
    const business = await aBusiness();
    const address = `${await aMailAddress(db, business.id)}@${domain}`;
    const bytes = raw();
    const { response } = await send(address, bytes);
    expect(response).toMatch(/^250 2\.0\.0/);
    const intake = await Intake.findOne({ where: { businessId: business.id }, rejectOnEmpty: true });
    expect(intake.sender).toBe('sender@partner.example');
    expect(await Array.fromAsync(deps.objects.list(business.id))).toEqual([intake.rawSha256]);
    expect(await readdir(join(deps.folder, 'spool'))).toEqual([]);
  });

  test('H-065 an unknown, foreign or replaced address is refused with 550 5.1.1', async ({ db }) => {
    const { send } = await open(db);
    const business = await aBusiness();
    const localPart = await aMailAddress(db, business.id);
    await db.query('update mail_addresses set retired_at = now() where local_part = $1', { bind: [localPart] });
    for (const to of [`nobody.abc@${domain}`, `${localPart}@elsewhere.example`, `${localPart}@${domain}`])
      await expect(send(to)).rejects.toMatchObject({ responseCode: 550, response: expect.stringContaining('5.1.1') });
    expect(await Intake.count({ where: { businessId: business.id } })).toBe(0);
  });

  test('H-065 a message over the limit is refused with 552 5.3.4, and nothing of it stays', async ({ db }) => {
    const { deps, send, port } = await open(db);
    const business = await aBusiness();
    const address = `${await aMailAddress(db, business.id)}@${domain}`;
    await expect(send(address, raw(maxMessageBytes + 1))).rejects.toMatchObject({ responseCode: 552 });
    // A sender that announces no size is stopped all the same.
    const answer = await talk(port, [
      `EHLO x`,
      `MAIL FROM:<a@b.example>`,
      `RCPT TO:<${address}>`,
      'DATA',
      `${'x'.repeat(maxMessageBytes + 1)}\r\n.`,
      'QUIT',
    ]);
    expect(answer).toContain('552 5.3.4');
    expect(await readdir(join(deps.folder, 'spool'))).toEqual([]);
    expect(await Intake.count({ where: { businessId: business.id } })).toBe(0);
  });

  test('H-065 storage trouble is 451, so that the sender tries again', async ({ db }) => {
    const business = await aBusiness();
    const address = `${await aMailAddress(db, business.id)}@${domain}`;
    const broken = { ...ingestDeps(db).objects, put: () => Promise.reject(new Error('the disk is on fire')) };
    const { send } = await open(db, { objects: broken });
    await expect(send(address)).rejects.toMatchObject({ responseCode: 451 });
    expect(await Intake.count({ where: { businessId: business.id } })).toBe(0);
  });

  test('one mail to two businesses is one delivery for each, twice to one business only one', async ({ db }) => {
    const { send } = await open(db);
    const [first, second] = [await aBusiness(), await aBusiness()];
    const addresses = [`${await aMailAddress(db, first.id)}@${domain}`, `${await aMailAddress(db, second.id)}@${domain}`];
    await send([...addresses, `${addresses[0]}`.toUpperCase()]);
    expect(await Intake.count({ where: { businessId: first.id } })).toBe(1);
    expect(await Intake.count({ where: { businessId: second.id } })).toBe(1);
  });

  test('a bounce has no sender and is taken; a mail cut off in DATA leaves nothing', async ({ db }) => {
    const { send, port, deps } = await open(db);
    const business = await aBusiness();
    const address = `${await aMailAddress(db, business.id)}@${domain}`;
    await send(address, raw(), '');
    expect((await Intake.findOne({ where: { businessId: business.id }, rejectOnEmpty: true })).sender).toBeNull();
    await talk(port, ['EHLO x', 'MAIL FROM:<a@b.example>', `RCPT TO:<${address}>`, 'DATA', 'Subject: half', null]);
    await expect.poll(() => readdir(join(deps.folder, 'spool'))).toEqual([]);
    expect(await Intake.count({ where: { businessId: business.id } })).toBe(1);
  });
});
