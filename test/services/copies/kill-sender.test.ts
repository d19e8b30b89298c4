import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { generatedCertificate } from '#ingest/channels/smtp/generated-certificate.ts';
import { Document } from '#storage/models/document.ts';
import { test } from '#test/support/database.ts';
import { anOutlet } from '#test/support/outlets.ts';
import { type FileServer, startSshd, startVsftpd } from '#test/support/services/file-servers.ts';
import { needed } from '#test/support/services/start-services.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const documents = 100;
const kills = 12;

/** Brings copies again and again, as a worker does, until it is killed. */
const sender = `
import { sendCopies } from '#services/copies/send-copies.ts';
import { silentLog } from '#services/platform/log.ts';
import { openDatabase } from '#storage/database.ts';
import { folderStore } from '#storage/objects/folder-store.ts';
const [databaseUrl, objects, outletId, password] = process.argv.slice(1);
const deps = { database: openDatabase(databaseUrl, { connections: 2 }), objects: folderStore(objects), isPrivateAllowed: true, log: silentLog, openPassword: async () => password };
console.log('begins');
for (;;) await sendCopies({ outletId }, deps);
`;

const sshd = needed('sshd');
const vsftpd = process.getuid?.() === 0 ? needed('vsftpd') : null;

const servers = [
  ['sftp', sshd, () => startSshd(sshd!)],
  [
    'ftps',
    vsftpd,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'bizonylat-ftps-'));
      return startVsftpd(vsftpd!, await generatedCertificate(join(folder, 'certificate.json'), 'ftp.example'));
    },
  ],
] as const satisfies readonly (readonly ['sftp' | 'ftps', string | null, () => Promise<FileServer>])[];

for (const [protocol, program, start] of servers)
  test.skipIf(program === null)(
    `H-120 ${kills} × kill -9 while ${documents} copies go by ${protocol}: delivered = documents, none twice, none half`,
    { timeout: 180_000 },
    async ({ db, databaseUrl }) => {
      await using server = await start();
      const outlet = await anOutlet(db, server, { protocol });
      const expected: string[] = [];
      for (let number = 0; number < documents; number++) {
        // Sizes from a line to two megabytes, so that kills fall into every phase.
        const text = `bizonylat ${number}\n`.repeat(number % 4 === 0 ? 120_000 : 1 + number);
        expected.push(createHash('sha256').update(text).digest('hex'));
        await outlet.document(text, { name: `bizonylat-${number}.txt` });
      }
      expect(await Document.count({ where: { businessId: outlet.businessId } })).toBe(documents);
      await outlet.accept();
      // Noted, not yet sent: the sending is for the process that will be killed.
      let child: ChildProcess | undefined;
      onTestFinished(() => void child?.kill('SIGKILL'));
      let halves = 0;
      for (let count = 0; count < kills; count++) {
        child = spawn(
          process.execPath,
          ['--input-type=module', '-e', sender, databaseUrl, join(outlet.deps.folder, 'objects'), outlet.id(), server.password],
          { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
        );
        await once(child.stdout!, 'data');
        const from = outlet.copies().size;
        const until = from + Math.floor(Math.random() * 4);
        for (let waitedMs = 0; outlet.copies().size <= until && waitedMs < 5_000; waitedMs += 5) await sleep(5);
        await sleep(Math.random() * 40);
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
        halves += [...outlet.copies().keys()].filter((path) => path.endsWith('.part')).length;
        // Under its own name everything is whole, at every moment.
        for (const [path, hash] of outlet.copies()) if (!path.endsWith('.part')) expect(expected).toContain(hash);
      }
      const before = outlet.copies().size;
      expect((await outlet.round()).trouble).toBeNull();
      console.info(`${protocol}: ${before} there after ${kills} kills, ${halves} halves seen on the way`);
      // It was the killed processes that brought some of them, not all.
      expect(before).toBeGreaterThan(0);
      expect(before).toBeLessThan(documents);
      expect([...outlet.copies().values()].sort()).toEqual(expected.sort());
      expect(await outlet.waiting()).toBe(0);
    },
  );
