import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { generatedCertificate } from '#ingest/channels/smtp/generated-certificate.ts';
import { removeServer } from '#services/actions/doors/file-servers.ts';
import { addPull } from '#services/actions/doors/pulls.ts';
import { watchDoors } from '#services/actions/doors/watch-doors.ts';
import { Document } from '#storage/models/document.ts';
import { Outlet } from '#storage/models/outlet.ts';
import { copyCounts } from '#storage/queries/copies.ts';
import { rows } from '#storage/sql.ts';
import { test } from '#test/support/database.ts';
import { mailsTo } from '#test/support/office.ts';
import { anOutlet, filesIn } from '#test/support/outlets.ts';
import { type FileServer, startSshd, startVsftpd } from '#test/support/services/file-servers.ts';
import { needed } from '#test/support/services/start-services.ts';

const sshd = needed('sshd');
const hashes = (copies: Map<string, string>) => [...copies.values()].sort();

describe.skipIf(sshd === null)('copies over SFTP, on a real OpenSSH server', { timeout: 60_000 }, () => {
  let server: Awaited<ReturnType<typeof startSshd>>;
  beforeAll(async () => {
    server = await startSshd(sshd!);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('H-119 H-120 nothing leaves before a person accepted the server’s key; then each document is there once, in its folder', async ({
    db,
  }) => {
    const outlet = await anOutlet(db, server);
    await outlet.document('régi', { receivedAt: new Date('2026-10-31T23:30:00Z'), kind: 'contract', name: 'Szerződés.TXT' });
    expect((await outlet.round()).trouble).toBeNull();
    expect(outlet.copies().size).toBe(0);
    expect((await outlet.now()).offeredKey).toMatch(/^SHA256:/);
    await outlet.accept();
    await outlet.round();
    const base = outlet.taxNumber.slice(0, 8);
    // Half past midnight in Budapest: already November.
    expect([...outlet.copies().keys()]).toEqual([
      expect.stringMatching(new RegExp(`^${base}/2026/11/szerzodes/Szerződés [0-9a-f]{8}\\.txt$`)),
    ]);
    expect(await outlet.now()).toMatchObject({ trouble: null, failures: 0, lastOkAt: expect.any(Date) });

    await outlet.document('új');
    expect((await outlet.round()).jobs).toBe(1);
    expect(outlet.copies().size).toBe(2);
    // Nothing new: nobody is asked.
    expect((await outlet.round()).jobs).toBe(0);
    expect((await copyCounts(db, outlet.businessId)).get(outlet.id())).toEqual({ delivered: 2, waiting: 0, lost: 0 });
    const audit = await rows<{ action: string; actorId: string; facts: object }>(
      db,
      `select action, actor_id as "actorId", facts from audit where chain_id = $1 and action like 'outlet.%' order by number`,
      outlet.businessId,
    );
    expect(audit.map(({ action }) => action)).toEqual(['outlet.started', 'outlet.key-accepted']);
    expect(audit[0]).toMatchObject({ actorId: outlet.visitor.caller.userId, facts: { accepted: '2026-11', withPast: true } });
    expect((await outlet.now()).passwordSealed).not.toContain('PRIVATE');
  });

  test('H-120 switched on from now, the past stays; switched on with the past, the same files are not sent twice', async ({ db }) => {
    const outlet = await anOutlet(db, server, { withPast: false });
    await outlet.document('tegnapi', { receivedAt: new Date(Date.now() - 86_400_000) });
    await outlet.document('mai');
    await outlet.accept();
    await outlet.round();
    expect(outlet.copies().size).toBe(1);
    await removeServer(outlet.house, outlet.visitor, 'outlet', { businessId: outlet.businessId, id: outlet.id() });
    expect(outlet.copies().size).toBe(1);
    await outlet.startAgain();
    await Outlet.update({ since: null }, { where: { id: outlet.id() } });
    await outlet.accept();
    await outlet.round();
    expect(outlet.copies().size).toBe(2);
    expect((await copyCounts(db, outlet.businessId)).get(outlet.id())).toMatchObject({ delivered: 2, waiting: 0 });
  });

  test('H-120 the day of issue and the partner name the place; corrected later, the copy stays where it was put', async ({ db }) => {
    const outlet = await anOutlet(db, server);
    const documentId = await outlet.document('számla', { kind: 'invoice', name: 'scan.pdf' });
    await db.query(
      `insert into invoices (id, business_id, direction, family, state, kind, number, supplier_name, issued_on)
       values (gen_random_uuid(), $1, 'payable', 'invoice', 'ready', 'invoice', 'A-1/2026', 'Eladó Őr Bt.', '2025-12-30')`,
      { bind: [outlet.businessId] },
    );
    await db.query(
      `insert into invoice_sources (id, invoice_id, business_id, source, origin, document_id, reading)
       select gen_random_uuid(), id, business_id, 'ocr', 'x', $2, '{}' from invoices where business_id = $1`,
      { bind: [outlet.businessId, documentId] },
    );
    await outlet.accept();
    await outlet.round();
    const [place = ''] = outlet.copies().keys();
    expect(place).toMatch(/\/2025\/12\/szamla\/Eladó Őr Bt\. A-1_2026 [0-9a-f]{8}\.pdf$/);
    await db.query(`update invoices set issued_on = '2026-01-02' where business_id = $1`, { bind: [outlet.businessId] });
    await Document.update({ kind: 'receipt' }, { where: { id: documentId } });
    await outlet.round();
    expect([...outlet.copies().keys()]).toEqual([place]);
  });

  test('H-120 H-057 B-037 what is quarantined, discarded, unread or holds private bank lines does not leave; it goes when it may', async ({
    db,
  }) => {
    const outlet = await anOutlet(db, server);
    await outlet.accept();
    const states = ['quarantined', 'waiting-scan', 'stored', 'discarded', 'deleted', 'recognised'] as const;
    const held = await Promise.all(states.map((state) => outlet.document(`zárt ${state}`, { state })));
    const bank = await outlet.document('bank', { kind: 'bank-statement' });
    await db.query(`insert into bank_accounts (id, business_id, account) values (gen_random_uuid(), $1, '99900001')`, {
      bind: [outlet.businessId],
    });
    await db.query(
      `with file as (
         insert into bank_statements (id, business_id, account_id, document_id, format, line_count, new_count)
         select gen_random_uuid(), business_id, id, $2, 'mt940', 1, 1 from bank_accounts where business_id = $1 returning id, business_id, account_id)
       insert into bank_transactions (id, business_id, account_id, statement_id, key_sha256, booked_on, amount_minor, currency, raw, is_private)
       select gen_random_uuid(), business_id, account_id, id, repeat('a', 64), '2026-11-01', -100, 'HUF', '{}', true from file`,
      { bind: [outlet.businessId, bank] },
    );
    await outlet.document('szabad');
    await outlet.round();
    expect(outlet.copies().size).toBe(1);
    expect((await copyCounts(db, outlet.businessId)).get(outlet.id())).toMatchObject({ delivered: 1, waiting: 0 });
    expect((await outlet.round()).jobs).toBe(0);
    await db.query('update bank_transactions set is_private = false where business_id = $1', { bind: [outlet.businessId] });
    await Document.update({ state: 'ready' }, { where: { id: held[0]! } });
    await outlet.round();
    expect(outlet.copies().size).toBe(3);
    // A copy outlives its document.
    await Document.update({ state: 'deleted' }, { where: { id: held[0]! } });
    await outlet.round();
    expect(outlet.copies().size).toBe(3);
  });

  test('H-120 nobody else’s file is overwritten, and what is there already is not sent again', async ({ db }) => {
    const outlet = await anOutlet(db, server);
    await outlet.document('egy');
    await outlet.accept();
    await outlet.round();
    const [place = ''] = outlet.copies().keys();
    // As if killed between the rename and the note; then as if somebody else had taken the name before.
    await db.query('update copies set done_at = null', {});
    await outlet.round();
    expect([...outlet.copies().keys()]).toEqual([place]);
    writeFileSync(join(outlet.files, place), 'idegen');
    await db.query('update copies set done_at = null', {});
    await outlet.round();
    expect([...outlet.copies().keys()].sort()).toEqual([place.replace('.txt', ' (2).txt'), place].sort());
    expect(readFileSync(join(outlet.files, place), 'utf8')).toBe('idegen');
  });

  test('H-120 another host key: nothing is told to it and nothing goes until a person accepts it; both parties are told', async ({
    db,
  }) => {
    const outlet = await anOutlet(db, server);
    const first = await outlet.accept();
    await outlet.round();
    await server.rekey();
    await outlet.document('új kulcs után');
    expect((await outlet.round()).trouble).toBe('key-changed');
    expect(outlet.copies().size).toBe(0);
    expect((await outlet.now()).hostKey).toBe(first);
    expect(await watchDoors(outlet.house)).toBe(1);
    for (const to of [outlet.email, outlet.firm.email])
      expect((await mailsTo(outlet.house, to))[0]).toMatchObject({ subject: expect.stringContaining('másolatok (localhost)') });
    expect(await outlet.accept()).not.toBe(first);
    await outlet.round();
    expect(outlet.copies().size).toBe(1);
    expect(await outlet.now()).toMatchObject({ trouble: null, troubleSince: null, alarmedAt: null });
  });

  test('H-120 a server that is away is asked ever more rarely, and gets all of it when it is back', async ({ db }) => {
    const outlet = await anOutlet(db, server);
    await outlet.accept();
    await outlet.round();
    await server.stop();
    for (let count = 0; count < 12; count++) await outlet.document(`várakozó ${count}`);
    const pauses: number[] = [];
    for (let failed = 1; failed <= 9; failed++) {
      expect((await outlet.round()).trouble).toBe('unreachable');
      const { nextAt, failures } = await outlet.now();
      expect(failures).toBe(failed);
      pauses.push(Math.round((nextAt.getTime() - Date.now()) / 60_000));
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect((await copyCounts(db, outlet.businessId)).get(outlet.id())).toMatchObject({ delivered: 0, waiting: 12 });
    await server.start();
    expect((await outlet.round()).trouble).toBeNull();
    expect(outlet.copies().size).toBe(12);
    expect(await outlet.now()).toMatchObject({ failures: 0, troubleSince: null });
  });

  test('H-119 stopped, nothing more goes, and the password is gone', async ({ db }) => {
    const outlet = await anOutlet(db, server);
    await outlet.accept();
    await outlet.document('egy');
    await outlet.round();
    await removeServer(outlet.house, outlet.visitor, 'outlet', { businessId: outlet.businessId, id: outlet.id() });
    await outlet.document('kettő');
    await outlet.round();
    expect(outlet.copies().size).toBe(1);
    expect(await rows(db, 'select from outlets where business_id = $1', outlet.businessId)).toEqual([]);
  });

  test('H-120 copies do not go where files are fetched from, and the hub’s own network is closed', async ({ db }) => {
    const inside = await anOutlet(db, server, { isPrivateAllowed: false });
    expect((await inside.round()).trouble).toBe('address-not-allowed');
    const { host, port, username, folder } = await inside.now();
    const pull = {
      protocol: 'sftp',
      host,
      port,
      username,
      password: 'x',
      afterTaking: 'move',
      acceptedVersion: '1',
      plainAccepted: null,
    } as const;
    await expect(addPull(inside.house, inside.visitor, inside.businessId, { ...pull, folder: dirname(folder) })).rejects.toMatchObject({
      code: 'folders-overlap',
    });
    await expect(addPull(inside.house, inside.visitor, inside.businessId, { ...pull, folder: `${folder}-be` })).resolves.toBeDefined();
  });
});

const mayBeRoot = process.getuid?.() === 0;
const vsftpd = mayBeRoot ? needed('vsftpd') : null;

describe.skipIf(vsftpd === null)('copies over FTPS and plain FTP, on a real vsftpd', { timeout: 60_000 }, () => {
  let server: FileServer;
  let certificate: { cert: string; key: string };
  beforeAll(async () => {
    certificate = await generatedCertificate(join(mkdtempSync(join(tmpdir(), 'bizonylat-ftp-')), 'certificate.json'), 'ftp.example');
    server = await startVsftpd(vsftpd!, certificate);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('H-120 copies go over explicit TLS once the certificate is accepted, each once, none under a passing name', async ({ db }) => {
    const outlet = await anOutlet(db, server, { protocol: 'ftps' });
    const texts = ['egy', 'kettő ő', 'három'];
    for (const text of texts) await outlet.document(text, { name: `${text}.txt` });
    expect((await outlet.round()).trouble).toBeNull();
    expect(outlet.copies().size).toBe(0);
    await outlet.accept();
    expect((await outlet.round()).trouble).toBeNull();
    expect(hashes(outlet.copies())).toEqual(texts.map((text) => createHash('sha256').update(text).digest('hex')).sort());
    expect([...outlet.copies().keys()].filter((path) => path.includes('.part'))).toEqual([]);
    await db.query('update copies set done_at = null', {});
    expect((await outlet.round()).trouble).toBeNull();
    expect(outlet.copies().size).toBe(3);
  });

  test('H-120 plain FTP works once its warning was accepted; a server with TLS only refuses it by itself', async ({ db }) => {
    await using open = await startVsftpd(vsftpd!, certificate, { isPlain: true });
    const plain = await anOutlet(db, open, { protocol: 'ftp' });
    await plain.document('olvashatóan');
    expect((await plain.round()).trouble).toBeNull();
    expect(plain.copies().size).toBe(1);
    const strict = await anOutlet(db, server, { protocol: 'ftp' });
    expect((await strict.round()).trouble).toBe('sign-in-refused');
    await expect(Outlet.update({ plainAccepted: null }, { where: { id: plain.id() } })).rejects.toThrow(/check constraint/);
  });

  test('H-120 a folder without the right to write, and a wrong password, are said as what they are', async ({ db }) => {
    const outlet = await anOutlet(db, server, { protocol: 'ftps' });
    await outlet.document('egy');
    await outlet.accept();
    chmodSync(outlet.files, 0o555);
    expect((await outlet.round()).trouble).toBe('no-permission');
    expect(await outlet.waiting()).toBe(1);
    chmodSync(outlet.files, 0o755);
    expect((await outlet.round()).trouble).toBeNull();
    expect(outlet.copies().size).toBe(1);
    const wrong = await anOutlet(db, server, { protocol: 'ftps', password: 'rossz' });
    await wrong.accept();
    expect((await wrong.round()).trouble).toBe('sign-in-refused');
  });

  const disk = smallDisk();
  describe.skipIf(disk === null)('a full disk of the other server', () => {
    afterAll(() => disk!.end());

    test('H-120 over FTPS said as full or not taken, nothing half under its own name, and all goes on when there is room', async ({
      db,
    }) => {
      const { files, folder } = server.newFolder();
      using _ = { [Symbol.dispose]: mountAt(files) };
      // Of the two connections the one with the reason may be heard after the other has broken.
      await fillAndGoOn(await anOutlet(db, server, { protocol: 'ftps', folder }), files, ['cannot-write', 'server-full']);
    });

    test.skipIf(sshd === null)('H-120 said as full over SFTP, nothing half stays, and all goes on when there is room', async ({ db }) => {
      await using server = await startSshd(sshd!);
      await fillAndGoOn(await anOutlet(db, server, { folder: disk!.folder }), disk!.folder, ['server-full']);
    });
  });
});

async function fillAndGoOn(outlet: Awaited<ReturnType<typeof anOutlet>>, folder: string, said: string[]): Promise<void> {
  await outlet.accept();
  await outlet.document('kicsi');
  await outlet.round();
  const whole = () => [...filesIn(folder).keys()].filter((name) => name.endsWith('.txt')).length;
  expect(whole()).toBe(1);
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(700_000));
  await outlet.document('nagy'.repeat(150_000), { name: 'nagy.txt' });
  expect(said).toContain((await outlet.round()).trouble);
  expect(whole()).toBe(1);
  rmSync(join(folder, 'ballast'));
  expect((await outlet.round()).trouble).toBeNull();
  expect(whole()).toBe(2);
  expect(filesIn(folder).size).toBe(2);
}

/** A disk of one megabyte at a folder; null where the tests may not mount. */
function mountAt(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=777', 'tmpfs', folder], { stdio: 'ignore' });
  return () => {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  };
}

function smallDisk(): { folder: string; end(): void } | null {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-disk-'));
  try {
    return { folder, end: mountAt(folder) };
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}
