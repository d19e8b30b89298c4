import { expect } from 'vitest';
import { rows } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, aMember, cookieFor, houseOn } from '#test/support/office.ts';

test('H-119 a service begins on the customer’s word only, having accepted its description, and plain FTP its warning too; another’s is not found', async ({
  db,
  databaseUrl,
}) => {
  const house = houseOn(db);
  await using app = await openApp(house, databaseUrl);
  const firm = await aFirm(house);
  const [own, other] = [await aBusiness(house, firm.accountantId), await aBusiness(house, firm.accountantId)];
  const ask = async (email: string, method: string, path: string, body?: object) => {
    const answer = await fetch(`${app.url}/api/v1/businesses/${own.businessId}${path}`, {
      method,
      headers: { cookie: await cookieFor(house, email), 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as { id?: string; type?: string; items?: object[] }) };
  };
  const server = {
    protocol: 'sftp',
    host: 'sftp.pelda.hu',
    port: 22,
    username: 'hub',
    password: 'nyolc-lakat',
    acceptedVersion: '2026-11',
  };
  const uses = [
    ['/outlets', { ...server, folder: '/ki', withPast: false }],
    ['/pulls', { ...server, folder: '/be', afterTaking: 'move' }],
  ] as const;
  const missing = { body: { type: '/problems/declaration-missing' } };
  const administrator = await aMember(house, own.businessId, 'administrator');
  for (const [path, given] of uses) {
    expect(await ask(own.email, 'POST', path, { ...given, acceptedVersion: '2025-01' })).toMatchObject(missing);
    expect(await ask(own.email, 'POST', path, { ...given, protocol: 'ftp' })).toMatchObject(missing);
    expect(await ask(own.email, 'POST', path, { ...given, protocol: 'ftp', plainAccepted: 'igen' })).toMatchObject(missing);
    for (const who of [firm.email, (await aMember(house, own.businessId, 'invoicer')).email])
      expect((await ask(who, 'POST', path, given)).status).toBe(403);
    expect((await ask(other.email, 'POST', path, given)).status).toBe(404);

    const made = await ask(own.email, 'POST', path, given);
    expect(made).toMatchObject({ status: 201, body: { acceptedBy: 'Gazda Géza', hostKey: null } });
    expect(JSON.stringify(made)).not.toContain('nyolc-lakat');
    const plain = { ...given, host: 'ftp.pelda.hu', protocol: 'ftp', plainAccepted: '2026-11' };
    expect((await ask(administrator.email, 'POST', path, plain)).status).toBe(201);
    const place = `${path}/${made.body!.id}`;
    // A key that nobody has shown is accepted by nobody.
    expect((await ask(own.email, 'POST', `${place}/key`, { key: 'SHA256:x' })).body).toMatchObject({ type: '/problems/stale' });
    expect((await ask(firm.email, 'POST', `${place}/key`, { key: 'SHA256:x' })).status).toBe(403);
    expect((await ask(other.email, 'DELETE', place)).status).toBe(404);
    expect((await ask(firm.email, 'GET', path)).body!.items).toHaveLength(2);
    // Stopping is open to whoever may set the business up.
    expect((await ask(firm.email, 'DELETE', place)).status).toBe(204);
  }
  // What goes out there would come in again.
  const [, pull] = uses[1];
  expect((await ask(own.email, 'POST', '/pulls', { ...pull, host: 'FTP.pelda.hu', folder: '' })).body).toMatchObject({
    type: '/problems/folders-overlap',
  });
  const audit = await rows<{ action: string; protocol: string; plain: string | null }>(
    db,
    `select action, facts ->> 'protocol' as protocol, facts ->> 'plainAccepted' as plain from audit where chain_id = $1 and action like '%.started'`,
    own.businessId,
  );
  expect(audit.filter(({ protocol }) => protocol === 'ftp')).toEqual([
    { action: 'outlet.started', protocol: 'ftp', plain: '2026-11' },
    { action: 'pull.started', protocol: 'ftp', plain: '2026-11' },
  ]);
});
