import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import type { Sequelize } from 'sequelize';
import { describe, expect } from 'vitest';
import { perMinute, usualLimits } from '#ingest/channels/smtp/limits.ts';
import { Intake } from '#storage/models/intake.ts';
import { rows } from '#storage/sql.ts';
import { aBusiness, aMailAddress } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { aFirm, aBusiness as aRegisteredBusiness, houseOn } from '#test/support/office.ts';
import { needed } from '#test/support/services/start-services.ts';
import { doorDomain, openSmtpDoor, talk } from '#test/support/smtp-door.ts';
import { startStubDns } from '#test/support/stub-dns.ts';

const run = promisify(execFile);
let count = 0;
const raw = (text = 'Mellékelve.') => {
  count += 1;
  return Buffer.from(
    `From: Kuldo <kuldo@partner.example>\r\nSubject: Szamla\r\nMessage-ID: <door-${count}@partner.example>\r\n\r\n${text}\r\n`,
  );
};

async function recipient(db: Sequelize) {
  const business = await aBusiness();
  const address = `${await aMailAddress(db, business.id)}@${doorDomain}`;
  return { address, intakes: () => Intake.findAll({ where: { businessId: business.id } }) };
}

/** The file's answer to a STARTTLS of these versions: what the TLS session agreed on, or the error's code. */
function upgrade(port: number, versions: { minVersion?: 'TLSv1'; maxVersion: 'TLSv1.1' | 'TLSv1.2' }): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const say = ['EHLO x', 'STARTTLS'];
    socket.on('data', (chunk) => {
      if (!/^\d{3} /m.test(String(chunk))) return;
      const next = say.shift();
      if (next !== undefined) return void socket.write(`${next}\r\n`);
      socket.removeAllListeners('data');
      const secure = connectTls({ socket, rejectUnauthorized: false, ciphers: 'DEFAULT@SECLEVEL=0', ...versions });
      secure.on('secureConnect', () => {
        resolve(secure.getProtocol() ?? '');
        secure.destroy();
      });
      secure.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
  });
}

describe('LG-038 STARTTLS', () => {
  test('is offered with TLS 1.2 and newer, and refuses what is older', async ({ db }) => {
    const { door, port } = await openSmtpDoor(db);
    await using _ = door;
    expect(await upgrade(port, { maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
    expect(await upgrade(port, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION');
  });

  const swaks = needed('swaks');
  test.skipIf(swaks === null)('swaks delivers through it', async ({ db }) => {
    const { door, port } = await openSmtpDoor(db);
    await using _ = door;
    const to = await recipient(db);
    const options = ['--server', '127.0.0.1', '--port', String(port), '--tls', '--from', 'swaks@partner.example', '--to', to.address];
    const { stdout } = await run(swaks!, [...options, '--h-Subject', 'Számla 1', '--body', 'Mellékelve.']);
    expect(stdout).toMatch(/TLSv1\.[23]/);
    expect(await to.intakes()).toMatchObject([{ sender: 'swaks@partner.example' }]);
  });

  const msmtp = needed('msmtp');
  test.skipIf(msmtp === null)('msmtp delivers through it', async ({ db }) => {
    const { door, port, deps } = await openSmtpDoor(db);
    await using _ = door;
    const to = await recipient(db);
    writeFileSync(join(deps.folder, 'mail.eml'), raw());
    const options = ['--host=127.0.0.1', `--port=${port}`, '--tls=on', '--tls-certcheck=off', '--from=msmtp@partner.example', to.address];
    await run('sh', ['-c', '"$0" "$@" < "$MAIL"', msmtp!, ...options], { env: { ...process.env, MAIL: join(deps.folder, 'mail.eml') } });
    expect(await to.intakes()).toMatchObject([{ sender: 'msmtp@partner.example' }]);
  });
});

describe('what a sender may say', () => {
  test('PIPELINING, SIZE, 8BITMIME and SMTPUTF8, a whole mail in one write', async ({ db }) => {
    const { door, port } = await openSmtpDoor(db);
    await using _ = door;
    const to = await recipient(db);
    const heard = await talk(port, ['EHLO kuldo.example', 'QUIT']);
    for (const word of ['PIPELINING', 'SIZE 200000', '8BITMIME', 'SMTPUTF8', 'STARTTLS']) expect(heard).toContain(word);
    const envelope = [`MAIL FROM:<számla@partner.example> BODY=8BITMIME SMTPUTF8`, `RCPT TO:<${to.address}>`, 'DATA'].join('\r\n');
    const answers = await talk(port, ['EHLO kuldo.example', envelope, `Subject: Számla\r\n\r\nŐ\r\n.\r\nQUIT`]);
    expect(answers).toContain('250 2.0.0 stored');
    expect(await to.intakes()).toMatchObject([{ sender: 'számla@partner.example' }]);
  });

  test('H-070 nothing is ever sent back, not even of a bounce or an automatic answer', async ({ db }) => {
    const { door, send } = await openSmtpDoor(db);
    await using _ = door;
    const to = await recipient(db);
    await send(to.address, Buffer.from('From: mailer@partner.example\r\nAuto-Submitted: auto-replied\r\n\r\nSzabadságon vagyok.\r\n'), '');
    expect(await to.intakes()).toMatchObject([{ sender: null }]);
    expect((await db.query('select 1 from mails'))[0]).toEqual([]);
  });

  test('H-060 a registered business has one address, in form only: nothing is read from it or sent from it', async ({ db }) => {
    const house = houseOn(db);
    const { businessId } = await aRegisteredBusiness(house, (await aFirm(house)).accountantId);
    const addresses = await rows<{ localPart: string }>(
      db,
      'select local_part as "localPart" from mail_addresses where business_id = $1',
      businessId,
    );
    expect(addresses).toEqual([{ localPart: expect.stringMatching(/^[a-z0-9-]+\.[a-z2-7]{12}$/) }]);
    const own = `${addresses[0]!.localPart}@${doorDomain}`;

    const { door, port, send } = await openSmtpDoor(db);
    await using _ = door;
    await send(own, raw());
    expect(await Intake.count({ where: { businessId } })).toBe(1);
    // Nobody signs in, no address is told apart from another, and nothing is passed on.
    const asked = ['EHLO kuldo.example', 'AUTH PLAIN AGEAYg==', `VRFY ${own}`, `EXPN ${own}`];
    const heard = await talk(port, [...asked, `MAIL FROM:<${own}>`, 'RCPT TO:<valaki@partner.example>', 'QUIT']);
    expect(heard).not.toMatch(/^250[ -]AUTH/m);
    const codes = heard.split('\r\n').flatMap((line) => (/^\d{3} /.test(line) ? [Number(line.slice(0, 3))] : []));
    const [, , auth, verify, expand, , foreign] = codes;
    for (const code of [auth, expand, foreign]) expect(code, heard).toBeGreaterThanOrEqual(500);
    expect(verify, heard).not.toBe(250);
  });

  test('H-064 a new address is taken at once, and the old one is refused', async ({ db }) => {
    const { door, send } = await openSmtpDoor(db);
    await using _ = door;
    const business = await aBusiness();
    const old = await aMailAddress(db, business.id);
    await db.query('update mail_addresses set retired_at = now() where local_part = $1', { bind: [old] });
    const fresh = await aMailAddress(db, business.id);
    await expect(send(`${old}@${doorDomain}`, raw())).rejects.toMatchObject({ responseCode: 550 });
    await send(`${fresh}@${doorDomain}`, raw());
    expect(await Intake.count({ where: { businessId: business.id } })).toBe(1);
  });
});

describe('limits', () => {
  const counted = { isTrusted: () => false };

  test('too many mails of one host, and to one address, are told to come later', async ({ db }) => {
    const { door, send } = await openSmtpDoor(db, { ...counted, limits: { ...usualLimits, mailsPerMinute: 2 } });
    await using _ = door;
    const to = await recipient(db);
    await send(to.address, raw());
    await send(to.address, raw());
    await expect(send(to.address, raw())).rejects.toMatchObject({ responseCode: 451 });
    expect(await to.intakes()).toHaveLength(2);
  });

  test('a minute later the same may come again', () => {
    let now = 0;
    const may = perMinute(1, () => now);
    expect([may('a'), may('a'), may('b')]).toEqual([true, false, true]);
    now = 60_000;
    expect(may('a')).toBe(true);
  });

  test('too many connections of one host are turned away', async ({ db }) => {
    const { door, port } = await openSmtpDoor(db, { ...counted, limits: { ...usualLimits, connectionsPerHost: 1 } });
    await using _ = door;
    const first = connect(port, '127.0.0.1');
    await new Promise((resolve) => first.once('data', resolve));
    expect(await talk(port, [])).toMatch(/^421 4\.7\.0/);
    first.destroy();
    await expect.poll(() => talk(port, ['QUIT'])).toMatch(/^220 /);
  });

  test('a sender that drips is cut off, and nothing of its mail stays', async ({ db }) => {
    const { door, port } = await openSmtpDoor(db, { limits: { ...usualLimits, dataWithinMs: 300 } });
    await using _ = door;
    const to = await recipient(db);
    const socket = connect(port, '127.0.0.1');
    let drip: NodeJS.Timeout | undefined;
    socket.on('data', (chunk) => {
      if (String(chunk).startsWith('354')) drip = setInterval(() => socket.write('x'), 50);
    });
    const heard = await talk(port, ['EHLO x', 'MAIL FROM:<a@b.example>', `RCPT TO:<${to.address}>`, 'DATA'], socket);
    clearInterval(drip);
    expect(heard).toContain('421 4.4.2');
    expect(await to.intakes()).toEqual([]);
  });

  test('a silent sender is cut off', async ({ db }) => {
    const { door, port } = await openSmtpDoor(db, { limits: { ...usualLimits, silentMs: 200 } });
    await using _ = door;
    expect(await talk(port, ['EHLO x'])).toContain('421');
  });

  test('the hundred and first recipient is left for another mail', async ({ db }) => {
    const { door, port } = await openSmtpDoor(db);
    await using _ = door;
    const business = await Promise.all(Array.from({ length: 101 }, () => recipient(db)));
    const heard = await talk(port, ['EHLO x', 'MAIL FROM:<a@b.example>', ...business.map(({ address }) => `RCPT TO:<${address}>`), 'QUIT']);
    expect(heard.match(/452 4\.5\.3/g)).toHaveLength(1);
  });
});

describe('H-068 what the sender’s domain says', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const records = {
    'TXT partner.example': 'v=spf1 ip4:127.0.0.1 -all',
    'TXT k1._domainkey.partner.example': `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
    'TXT _dmarc.partner.example': 'v=DMARC1; p=reject',
    'TXT other.example': 'v=spf1 -all',
    'TXT _dmarc.other.example': 'v=DMARC1; p=reject',
  };
  const dkim = {
    domainName: 'partner.example',
    keySelector: 'k1',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };

  test('is found out after the answer and shown; nothing of it refuses a mail', async ({ db }) => {
    await using names = await startStubDns(records);
    const { door, send, deps, port } = await openSmtpDoor(db, { dns: [names.address], isTrusted: () => false });
    const to = await recipient(db);
    const signing = createTransport({ host: '127.0.0.1', port, tls: { rejectUnauthorized: false }, dkim });
    await signing.sendMail({ from: 'kuldo@partner.example', to: to.address, subject: 'Számla', text: 'Mellékelve.' });
    await send(to.address, Buffer.from('From: x@other.example\r\nMessage-ID: <f@x>\r\n\r\nx\r\n'), 'x@other.example');
    await door[Symbol.asyncDispose](); // waits for what is still being judged
    const found = await to.intakes();
    expect(found.find(({ sender }) => sender === 'kuldo@partner.example')!.authentication).toMatchObject({
      ip: '127.0.0.1',
      spf: { result: 'pass', domain: 'partner.example' },
      dkim: [{ result: 'pass', domain: 'partner.example', selector: 'k1' }],
      dmarc: { result: 'pass' },
      arc: { result: 'none' },
    });
    expect(found.find(({ sender }) => sender === 'x@other.example')!.authentication).toMatchObject({
      spf: { result: 'fail' },
      dmarc: { result: 'fail', policy: 'reject' },
    });
    // The copy that was judged leaves just after its verdict is written.
    await expect.poll(() => readdirSync(join(deps.folder, 'spool'))).toEqual([]);
  });

  test('a name server that does not answer delays no answer', async ({ db }) => {
    const deaf = createSocket('udp4').bind(0, '127.0.0.1');
    await new Promise((resolve) => deaf.once('listening', resolve));
    const { door, send } = await openSmtpDoor(db, { dns: [`127.0.0.1:${deaf.address().port}`], isTrusted: () => false });
    const to = await recipient(db);
    let asked = false;
    deaf.on('message', () => {
      asked = true;
    });
    expect((await send(to.address, raw())).response).toMatch(/^250/);
    expect(await to.intakes()).toMatchObject([{ authentication: null }]);
    await expect.poll(() => asked).toBe(true);
    await door[Symbol.asyncDispose]();
    expect((await to.intakes())[0]!.authentication).toMatchObject({ spf: { result: expect.stringMatching(/temperror|none/) } });
    deaf.close();
  }, 40_000);
});
