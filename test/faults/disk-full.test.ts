import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { describe, expect } from 'vitest';
import { generatedCertificate } from '#ingest/channels/smtp/generated-certificate.ts';
import { smtpChannel } from '#ingest/channels/smtp/smtp-channel.ts';
import { silentLog } from '#services/platform/log.ts';
import { Document } from '#storage/models/document.ts';
import { Intake } from '#storage/models/intake.ts';
import { folderStore } from '#storage/objects/folder-store.ts';
import { openSpool } from '#storage/objects/spool.ts';
import { openApp } from '#test/support/app.ts';
import { aMailAddress } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';

/** A folder of its own file system of 6 MB; null where the tests may not mount. */
function smallDisk(): { folder: string; end(): void } | null {
  const folder = mkdtempSync(join(tmpdir(), 'bizonylat-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  return {
    folder,
    end() {
      execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

const disk = smallDisk();

describe.skipIf(disk === null)('a full disk', { timeout: 60_000 }, () => {
  test('H-065 doors answer 452 and 507, no half object stays, and all goes on when there is space again', async ({ db, databaseUrl }) => {
    const { folder, end } = disk!;
    using _ = { [Symbol.dispose]: end };
    const [spoolFolder, objectFolder] = [join(folder, 'spool'), join(folder, 'objects')];
    const deps = { database: db, objects: folderStore(objectFolder), spool: openSpool(spoolFolder) };
    const house = houseOn(db);
    await using app = await openApp(house, databaseUrl, deps);
    const tls = await generatedCertificate(join(folder, 'certificate.json'), 'hub.test');
    await using door = await smtpChannel(
      { host: '127.0.0.1', port: 0, domain: 'hub.test', maxMessageBytes: 30_000_000, tls, log: silentLog },
      deps,
    ).open();
    const { businessId, email } = await aBusiness(house, (await aFirm(house)).accountantId);
    await db.query('update mail_addresses set retired_at = now() where business_id = $1', { bind: [businessId] });
    const address = `${await aMailAddress(db, businessId)}@hub.test`;
    const cookie = await cookieFor(house, email);
    const upload = async (bytes: Buffer) => {
      const form = new FormData();
      form.set('file', new Blob([Uint8Array.from(bytes)]), 'nagy.bin');
      const answer = await fetch(`${app.url}/api/v1/businesses/${businessId}/documents`, {
        method: 'POST',
        headers: { cookie },
        body: form,
      });
      return { status: answer.status, body: (await answer.json()) as { type?: string } };
    };
    const [host = '', port] = (door.address ?? '').split(':');
    const transport = createTransport({ host, port: Number(port), tls: { rejectUnauthorized: false } });
    const mail = (bytes: Buffer) => transport.sendMail({ envelope: { from: 'a@partner.example', to: address }, raw: bytes });
    const filled = (text: string, size: number) => Buffer.from(`Subject: x\r\n\r\n${text}`.padEnd(size, 'x'));

    expect((await upload(filled('első', 1_000_000))).status).toBe(201);
    const ballast = join(folder, 'ballast');
    writeFileSync(ballast, Buffer.alloc(4_000_000));
    for (let round = 0; round < 3; round++) {
      expect(await upload(filled(`nem fér ${round}`, 3_000_000))).toMatchObject({ status: 507, body: { type: '/problems/storage-full' } });
      await expect(mail(filled(`nem fér ${round}`, 3_000_000))).rejects.toMatchObject({ responseCode: 452 });
    }
    expect(await readdir(spoolFolder)).toEqual([]);
    const objects = await Array.fromAsync(deps.objects.list(businessId));
    expect(objects).toHaveLength(1);
    expect(await Document.count({ where: { businessId } })).toBe(1);
    expect(await Intake.count({ where: { businessId } })).toBe(1);

    rmSync(ballast);
    expect((await upload(filled('elfér', 2_000_000))).status).toBe(201);
    await expect(mail(filled('elfér ez is', 1_000_000))).resolves.toMatchObject({ response: expect.stringContaining('250') });
    expect(await Intake.count({ where: { businessId } })).toBe(3);
    for (const sha256 of await Array.fromAsync(deps.objects.list(businessId)))
      await deps.objects.withFile(businessId, sha256, async (path) => expect((await readFile(path)).length).toBeGreaterThan(0));
  });
});
