import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, connect as openSocket, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sequelize } from 'sequelize';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { pullChannel } from '#ingest/channels/pull/pull-channel.ts';
import { generatedCertificate } from '#ingest/channels/smtp/generated-certificate.ts';
import { acceptServerKey } from '#services/actions/doors/file-servers.ts';
import { addPull, openPullPassword } from '#services/actions/doors/pulls.ts';
import type { Protocol } from '#services/domain/file-server.ts';
import { silentLog } from '#services/platform/log.ts';
import { ftpsShelf } from '#services/remote/ftp-shelf.ts';
import { Document } from '#storage/models/document.ts';
import { Intake } from '#storage/models/intake.ts';
import { Pull } from '#storage/models/pull.ts';
import { ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, houseOn } from '#test/support/office.ts';
import { type FileServer, startSshd, startSshdWithPassword, startTornFtps, startVsftpd } from '#test/support/services/file-servers.ts';
import { needed, type Service } from '#test/support/services/start-services.ts';

/** A business that fetches from the server, and the door that does it. */
async function aPull(
  db: Sequelize,
  server: Omit<FileServer, keyof Service>,
  { protocol = 'sftp' as Protocol, port = server.port, password = server.password, isPrivateAllowed = true, settleMs = 0 } = {},
) {
  const house = houseOn(db);
  const firm = await aFirm(house);
  const { businessId, visitor } = await aBusiness(house, firm.accountantId);
  const { username } = server;
  const { files, folder } = server.newFolder();
  const { id } = await addPull(house, visitor, businessId, {
    protocol,
    host: 'localhost',
    port,
    username,
    password,
    folder,
    afterTaking: 'move',
    acceptedVersion: '2026-11',
    plainAccepted: protocol === 'ftp' ? '2026-11' : null,
  });
  const now = () => Pull.findByPk(id, { rejectOnEmpty: true });
  const deps = ingestDeps(db);
  const openPassword = (owner: string, sealed: string) => openPullPassword(house, owner, sealed);
  const door = await pullChannel({ settleMs, isPrivateAllowed, openPassword, pauseMs: 20, everyMs: 20, log: silentLog }, deps).open();
  return {
    businessId,
    deps,
    files,
    now,
    accept: async () => {
      await expect.poll(async () => (await now()).offeredKey, { timeout: 15_000 }).toMatch(/^SHA256:/);
      const key = (await now()).offeredKey!;
      await acceptServerKey(house, visitor, 'pull', { businessId, id, key });
      return key;
    },
    documents: () => Document.count({ where: { businessId } }),
    [Symbol.asyncDispose]: () => door[Symbol.asyncDispose](),
  };
}

const patient = { timeout: 20_000 };
const sshd = needed('sshd');

describe.skipIf(sshd === null)('SFTP, on a real OpenSSH server', { timeout: 60_000 }, () => {
  let server: Awaited<ReturnType<typeof startSshd>>;
  beforeAll(async () => {
    server = await startSshd(sshd!);
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('H-119 H-120 nothing is taken before a person accepts the server’s key; then files are taken and moved to feldolgozott/', async ({
    db,
  }) => {
    await using pull = await aPull(db, server);
    writeFileSync(join(pull.files, 'számla ő.txt'), 'egy számla');
    const key = await pull.accept();
    await expect.poll(pull.documents, patient).toBe(1);
    expect(await pull.now()).toMatchObject({ hostKey: key, trouble: null });
    await expect.poll(() => existsSync(join(pull.files, 'feldolgozott', 'számla ő.txt'))).toBe(true);
    expect(existsSync(join(pull.files, 'számla ő.txt'))).toBe(false);
    const intake = await Intake.findOne({ where: { businessId: pull.businessId }, rejectOnEmpty: true });
    expect(intake).toMatchObject({ door: 'sftp', reference: 'számla ő.txt', deliveries: 1 });
    expect((await pull.now()).passwordSealed).not.toContain('PRIVATE');
  });

  test('H-120 a half-written file waits for its end, one with a copying name for its rename', async ({ db }) => {
    await using pull = await aPull(db, server, { settleMs: 600 });
    const half = join(pull.files, 'lassu.txt');
    writeFileSync(join(pull.files, 'b.txt.filepart'), 'kész lesz');
    writeFileSync(half, 'fél');
    await pull.accept();
    for (let written = 0; written < 8; written++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      writeFileSync(half, 'fél'.repeat(written + 2));
      expect(await pull.documents()).toBe(0);
    }
    await expect.poll(pull.documents, patient).toBe(1);
    const [document] = await Document.findAll({ where: { businessId: pull.businessId } });
    expect(document!.size).toBe(BigInt(Buffer.byteLength('fél'.repeat(9))));
    renameSync(join(pull.files, 'b.txt.filepart'), join(pull.files, 'b.txt'));
    await expect.poll(pull.documents, patient).toBe(2);
  });

  test('H-120 another host key is refused, the password is not told to it, until a person accepts it', async ({ db }) => {
    await using pull = await aPull(db, server);
    const first = await pull.accept();
    await expect.poll(async () => (await pull.now()).lastOkAt, patient).not.toBeNull();
    await server.rekey();
    await expect.poll(async () => (await pull.now()).trouble, patient).toBe('key-changed');
    // Only now: a round that began before the change still holds a connection to the old key.
    writeFileSync(join(pull.files, 'uj.txt'), 'új kulcs után');
    await sleep(2_000);
    expect(await pull.documents()).toBe(0);
    expect((await pull.now()).hostKey).toBe(first);
    const second = await pull.accept();
    expect(second).not.toBe(first);
    await expect.poll(pull.documents, patient).toBe(1);
    expect(await pull.now()).toMatchObject({ trouble: null, troubleSince: null });
  });

  const cutBytes = 1_000_000;
  /** A pull of one large file that was cut in its middle, and is mended. */
  async function cutPull(db: Sequelize, bytes: Buffer) {
    const proxy = await aCuttingProxy(server.port, cutBytes);
    const pull = await aPull(db, server, { port: proxy.port });
    const file = join(pull.files, 'nagy.bin');
    writeFileSync(file, bytes);
    await pull.accept();
    await expect.poll(async () => (await pull.now()).trouble, patient).toBe('unreachable');
    expect(await pull.documents()).toBe(0);
    const halves = join(pull.deps.folder, 'spool', 'halves');
    const heldBytes = () => readdirSync(halves).map((name) => statSync(join(halves, name)).size);
    return {
      pull,
      proxy,
      file,
      heldBytes,
      async stored() {
        await expect.poll(pull.documents, patient).toBe(1);
        const { sha256 } = await Document.findOne({ where: { businessId: pull.businessId }, rejectOnEmpty: true });
        return await pull.deps.objects.withFile(pull.businessId, sha256, async (path) => readFileSync(path));
      },
      async [Symbol.asyncDispose]() {
        await pull[Symbol.asyncDispose]();
        await proxy[Symbol.asyncDispose]();
      },
    };
  }

  test('H-120 a cut in the middle of a file loses and doubles nothing: what came stays, and only the rest is fetched', async ({ db }) => {
    const bytes = randomBytes(3_000_000);
    await using cut = await cutPull(db, bytes);
    const [held = 0] = cut.heldBytes();
    expect(held).toBeGreaterThan(cutBytes / 2);
    cut.proxy.mend();
    expect((await cut.stored()).equals(bytes)).toBe(true);
    expect(cut.proxy.passedSinceMended()).toBeGreaterThan(bytes.length - held);
    // The last bytes come once more to be compared, and SSH has its own.
    expect(cut.proxy.passedSinceMended()).toBeLessThan(bytes.length - held + 400_000);
    await expect.poll(() => existsSync(join(cut.pull.files, 'feldolgozott', 'nagy.bin'))).toBe(true);
    expect(cut.heldBytes()).toEqual([]);
  });

  test('H-120 a file that was replaced after the cut, of the same size and time, is never joined to the old beginning', async ({ db }) => {
    const [before, after] = [randomBytes(3_000_000), randomBytes(3_000_000)];
    await using cut = await cutPull(db, before);
    const { mtime } = statSync(cut.file);
    writeFileSync(cut.file, after);
    utimesSync(cut.file, mtime, mtime);
    cut.proxy.mend();
    expect((await cut.stored()).equals(after)).toBe(true);
    expect(cut.heldBytes()).toEqual([]);
  });

  test('a refused sign-in and a loopback address without the operator’s leave are said as what they are', async ({ db }) => {
    const other = await startSshd(sshd!);
    {
      await using wrong = await aPull(db, server, { password: other.password });
      await other[Symbol.asyncDispose]();
      await wrong.accept();
      await expect.poll(async () => (await wrong.now()).trouble, patient).toBe('sign-in-refused');
    }
    // Any open door fetches for every business: the one that may go to loopback is closed first.
    await using inside = await aPull(db, server, { isPrivateAllowed: false });
    await expect.poll(async () => (await inside.now()).trouble, patient).toBe('address-not-allowed');
    expect((await inside.now()).offeredKey).toBeNull();
  });
});

const mayBeRoot = sshd !== null && process.getuid?.() === 0 ? sshd : null;

test.skipIf(mayBeRoot === null)(
  'H-120 SFTP takes a password too, on a real OpenSSH server; a wrong one is said as such',
  { timeout: 60_000 },
  async ({ db }) => {
    await using server = await startSshdWithPassword(mayBeRoot!);
    await using pull = await aPull(db, server);
    writeFileSync(join(pull.files, 'jelszoval.txt'), 'jelszóval');
    await pull.accept();
    await expect.poll(pull.documents, patient).toBe(1);
    await expect.poll(() => existsSync(join(pull.files, 'feldolgozott', 'jelszoval.txt')), patient).toBe(true);
    await using wrong = await aPull(db, server, { password: 'kilenc-lakat' });
    await wrong.accept();
    await expect.poll(async () => (await wrong.now()).trouble, patient).toBe('sign-in-refused');
  },
);

test('H-120 FTPS hangs up on a data connection that another certificate answers', { timeout: 60_000 }, async ({ db }) => {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-torn-'));
  const certificate = (name: string) => generatedCertificate(join(folder, `${name}.json`), `${name}.example`);
  const nowhere = { files: folder, folder: '/' };
  const account = { username: 'a', password: 'b', newFolder: () => nowhere };
  const [own, other] = [await certificate('ftp'), await certificate('masik')];
  await using torn = await startTornFtps(own, other);
  await using pull = await aPull(db, { ...account, port: torn.port }, { protocol: 'ftps' });
  const key = await pull.accept();
  await expect.poll(async () => (await pull.now()).trouble, patient).toBe('key-changed');
  expect(await pull.now()).toMatchObject({ hostKey: key, lastOkAt: null });
  expect((await pull.now()).offeredKey).not.toBe(key);
});

const vsftpd = process.getuid?.() === 0 ? needed('vsftpd') : null;

describe.skipIf(vsftpd === null)('FTPS, on a real vsftpd', { timeout: 60_000 }, () => {
  let server: FileServer;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bizonylat-ftps-'));
    server = await startVsftpd(vsftpd!, await generatedCertificate(join(folder, 'certificate.json'), 'ftp.example'));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('H-120 files are taken over explicit TLS once the certificate is accepted, and moved to feldolgozott/', async ({ db }) => {
    await using pull = await aPull(db, server, { protocol: 'ftps' });
    for (const name of ['a.txt', 'b.txt']) writeFileSync(join(pull.files, name), name);
    await pull.accept();
    await expect.poll(pull.documents, patient).toBe(2);
    await expect.poll(() => readdirSync(join(pull.files, 'feldolgozott')).sort(), patient).toEqual(['a.txt', 'b.txt']);
    expect(await pull.now()).toMatchObject({ trouble: null });
    const { host, port, username, folder, hostKey } = await pull.now();
    const remote = { host, address: '127.0.0.1', port, username, password: server.password, folder, hostKey };
    await using shelf = await ftpsShelf(remote);
    // From an offset on, as after a cut.
    expect(await text(await shelf.read('feldolgozott/a.txt', 2))).toBe('txt');
    await using wrong = await aPull(db, server, { protocol: 'ftps', password: 'rossz' });
    await wrong.accept();
    await expect.poll(async () => (await wrong.now()).trouble, patient).toBe('sign-in-refused');
  });

  test('H-120 plain FTP, once its warning was accepted, takes files too', async ({ db }) => {
    const folder = mkdtempSync(join(tmpdir(), 'bizonylat-ftp-'));
    await using open = await startVsftpd(vsftpd!, await generatedCertificate(join(folder, 'certificate.json'), 'ftp.example'), {
      isPlain: true,
    });
    await using pull = await aPull(db, open, { protocol: 'ftp' });
    writeFileSync(join(pull.files, 'nyilt.txt'), 'olvashatóan');
    await expect.poll(pull.documents, patient).toBe(1);
    await expect.poll(() => existsSync(join(pull.files, 'feldolgozott', 'nyilt.txt')), patient).toBe(true);
    expect(await pull.now()).toMatchObject({ trouble: null, hostKey: null, plainAccepted: '2026-11' });
  });
});

/** Lets connections through and cuts each after so many bytes from the server, until mended. */
async function aCuttingProxy(
  to: number,
  afterBytes: number,
): Promise<AsyncDisposable & { port: number; mend(): void; passedSinceMended(): number }> {
  let isMended = false;
  let passedSinceMended = 0;
  const server: Server = createServer((inner) => {
    const outer = openSocket(to, '127.0.0.1');
    let passed = 0;
    outer.on('data', (chunk) => {
      passed += chunk.length;
      if (isMended) passedSinceMended += chunk.length;
      if (!isMended && passed > afterBytes) return void inner.destroy();
      inner.write(chunk);
    });
    inner.on('data', (chunk) => outer.write(chunk));
    for (const [socket, twin] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      socket.on('error', () => twin.destroy());
      socket.on('close', () => twin.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    mend() {
      isMended = true;
    },
    passedSinceMended: () => passedSinceMended,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
