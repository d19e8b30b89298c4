import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import type { Sequelize } from 'sequelize';
import { afterAll, describe, expect } from 'vitest';
import { receiveDelivery } from '#ingest/receive.ts';
import { makeUnpackDelivery } from '#ingest/unpack-delivery.ts';
import { makeUnpackPart, type PartJob } from '#ingest/unpack-part.ts';
import { operator } from '#services/actions/house.ts';
import { actOnPart, openPassword } from '#services/actions/intakes/act-on-part.ts';
import { addFilePassword, listSender, switchReceiptsInBody, unlistSender } from '#services/actions/intakes/mail-rules.ts';
import { sweepRaw } from '#services/actions/intakes/sweep-raw.ts';
import { liftLegalHold, setLegalHold } from '#services/actions/leaving/legal-hold.ts';
import { openCage } from '#services/cage/cage.ts';
import { verdictOnSender } from '#services/domain/senders.ts';
import { silentLog } from '#services/platform/log.ts';
import { type MasterKeys, newMasterKey } from '#services/platform/secrets.ts';
import { Intake } from '#storage/models/intake.ts';
import { findIntake } from '#storage/queries/intakes.ts';
import { rows } from '#storage/sql.ts';
import { aBusiness, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const cage = openCage({ size: 1 });
afterAll(() => cage[Symbol.asyncDispose]());
const key = newMasterKey();
const masterKeys: MasterKeys = { current: () => key, find: () => key };
const pdf = '%PDF-1.4\ninvented\n%%EOF\n';
let count = 0;

const aMailOf = (from: string, body: string, attachment = pdf, type = 'text/plain') => {
  count += 1;
  const head = `From: ${from}\r\nSubject: Számla\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\nMessage-ID: <${count}@rules.example>\r\n`;
  const parts = [`Content-Type: ${type}; charset=utf-8\r\n\r\n${body}`];
  if (attachment !== '')
    parts.push(
      `Content-Type: application/octet-stream; name="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(attachment).toString('base64')}`,
    );
  return `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n${parts.join('\r\n--b\r\n')}\r\n--b--\r\n`;
};

async function aPostbox(db: Sequelize) {
  const { id: businessId } = await aBusiness();
  const ingest = ingestDeps(db);
  const deps = {
    ...ingest,
    cage,
    log: silentLog,
    scratch: mkdtempSync(join(tmpdir(), 'bizonylat-rules-')),
    openPassword: (owner: string, sealed: string) => openPassword(db, masterKeys, owner, sealed),
  };
  const { unpackDelivery } = makeUnpackDelivery(deps);
  const house = { database: db, masterKeys, publicUrl: '', mailDomain: '' };
  const caller = { userId: null, keyId: null } as unknown as Parameters<typeof listSender>[1]['caller'];
  return {
    ...deps,
    businessId,
    house,
    visitor: { caller, address: null },
    async receive(mail: string | Buffer, sender: string | null = null) {
      const raw = Readable.from([Buffer.from(mail)]);
      const recipients = [{ businessId, address: null }];
      const { intakeIds } = await receiveDelivery({ door: 'smtp', sender, recipients, raw, maxBytes: 30_000_000 }, ingest);
      await unpackDelivery({ businessId, intakeId: intakeIds[0]! });
      return intakeIds[0]!;
    },
    look: async (intakeId: string) => {
      const { intake, parts } = (await findIntake(businessId, intakeId))!;
      return { intake, parts: parts.map(({ path, fate, because }) => [path, fate, because]) };
    },
    stored: () => Array.fromAsync(ingest.objects.list(businessId)),
    /** Does the work of the last job on a part. */
    async work() {
      const [job] = await rows<{ payload: PartJob }>(
        db,
        `select payload from jobs where business_id = $1 and name = 'part' order by created_at desc limit 1`,
        businessId,
      );
      await makeUnpackPart(deps).unpackPart(job!.payload);
    },
  };
}

describe('H-068 senders', () => {
  test('an address outranks its domain, and an allow list makes everyone else wait', () => {
    const block = [{ pattern: 'reklam.example', list: 'block' as const }];
    expect(verdictOnSender(['x@hir.reklam.example'], block)).toBe('blocked-sender');
    expect(verdictOnSender([null, 'X@Reklam.example'], block)).toBe('blocked-sender');
    expect(verdictOnSender(['x@nemreklam.example', null], block)).toBe('taken');
    const both = [...block, { pattern: 'jo@reklam.example', list: 'allow' as const }];
    expect(verdictOnSender(['jo@reklam.example'], both)).toBe('taken');
    expect(verdictOnSender(['mas@partner.example'], both)).toBe('sender-not-listed');
  });

  test('a blocked sender’s mail is listed as such, and a person may still keep a part of it', async ({ db }) => {
    const box = await aPostbox(db);
    await listSender(box.house, box.visitor, box.businessId, { pattern: 'reklam.example', list: 'block' });
    const intakeId = await box.receive(aMailOf('x@reklam.example', 'Vegyen.'));
    expect(await box.look(intakeId)).toMatchObject({
      intake: { fate: 'discarded', because: 'blocked-sender', rawKept: true },
      parts: [
        ['1.1', 'ignored', 'body'],
        ['1.2', 'ignored', 'blocked-sender'],
      ],
    });
    await actOnPart(
      { businessId: box.businessId, intakeId, path: '1.2', action: 'keep', password: undefined, because: undefined, userId: null },
      box.house,
    );
    await box.work();
    expect((await box.look(intakeId)).parts[1]).toEqual(['1.2', 'document', null]);
    await unlistSender(box.house, box.visitor, box.businessId, 'reklam.example');
    expect((await box.look(await box.receive(aMailOf('x@reklam.example', 'Számla.', `${pdf} `)))).intake.fate).toBe('kept');
  });

  test('who is not on the allow list waits for a person', async ({ db }) => {
    const box = await aPostbox(db);
    await listSender(box.house, box.visitor, box.businessId, { pattern: 'partner.example', list: 'allow' });
    const other = await box.look(await box.receive(aMailOf('x@mas.example', 'Számla.')));
    expect(other).toMatchObject({
      intake: { fate: 'review' },
      parts: [
        ['1.1', 'ignored', 'body'],
        ['1.2', 'review', 'sender-not-listed'],
      ],
    });
    expect((await box.look(await box.receive(aMailOf('x@partner.example', 'Számla.')))).intake.fate).toBe('kept');
  });
});

describe('H-063 receipts in the body', () => {
  const html = `<p>Számla</p><script>alert(1)</script><img src="http://x.example/p.gif"><table><tr><td>Tárhely</td><td>12 700 Ft</td></tr>
    <tr><td>Fizetendő összesen</td><td>12 700 Ft</td></tr></table>`;

  test('wait for a person by default, and become a PDF where the business wants it', async ({ db }) => {
    const box = await aPostbox(db);
    const waiting = await box.look(await box.receive(aMailOf('x@partner.example', html, '', 'text/html')));
    expect(waiting).toMatchObject({ intake: { fate: 'review', because: 'body-looks-like-a-bill' } });
    await switchReceiptsInBody(box.house, box.visitor, box.businessId, true);
    const intakeId = await box.receive(aMailOf('x@partner.example', html, '', 'text/html'));
    const { intake, parts } = await box.look(intakeId);
    expect(intake).toMatchObject({ fate: 'kept', rawKept: true });
    expect(parts).toEqual([
      ['1.1', 'unpacked', 'receipt-in-body'],
      ['1.1/level.pdf', 'document', 'receipt-in-body'],
    ]);
    const printed = (await findIntake(box.businessId, intakeId))!.parts[1]!;
    const bytes = await buffer(await box.objects.open(box.businessId, printed.sha256!));
    const { readText } = await import('#services/steps/read-text/read-text.ts');
    const { pages } = await readText(Uint8Array.from(bytes), { mediaType: 'application/pdf', form: 'pdf' }, { ocr: null });
    const text = pages[0]!.words.map((word) => word.text).join(' ');
    expect(text).toContain('Fizetendő összesen 12 700 Ft');
    expect(text).not.toContain('alert');
    // The source of it is the mail as it came.
    expect(String(await buffer(await box.objects.open(box.businessId, intake.rawSha256!)))).toContain('<script>');
  });

  test('a letter beside an attached bill stays a letter, and the same mail twice is one', async ({ db }) => {
    const box = await aPostbox(db);
    await switchReceiptsInBody(box.house, box.visitor, box.businessId, true);
    const beside = await box.look(await box.receive(aMailOf('x@partner.example', 'Számla, fizetendő végösszeg: 12 700 Ft')));
    expect(beside.parts.map(([, fate]) => fate)).toEqual(['ignored', 'document']);
    const mail = aMailOf('x@partner.example', 'Számla, fizetendő végösszeg: 12 700 Ft', '');
    const first = await box.receive(mail);
    const second = await box.receive(mail);
    expect((await box.look(first)).intake.deliveries).toBe(2);
    expect(await Intake.findByPk(second)).toBeNull();
  });
});

test('H-071 passwords that the business keeps open its locked archives by themselves', async ({ db }) => {
  const box = await aPostbox(db);
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, password: 'ügyfélszám', encryptionStrength: 3 });
  await writer.add('számla.txt', new TextReader('Számla 2026/18'));
  const zip = Buffer.from(await (await writer.close()).arrayBuffer());
  const mail = () =>
    Buffer.from(
      aMailOf('x@partner.example', 'x', '').replace(
        '--b--',
        `--b\r\nContent-Type: application/zip; name=z.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n${zip.toString('base64')}\r\n--b--`,
      ),
    );
  expect((await box.look(await box.receive(mail()))).parts[1]).toEqual(['1.2', 'review', 'encrypted']);
  for (const password of ['nem-ez', 'ügyfélszám'])
    await addFilePassword(box.house, box.visitor, box.businessId, { note: 'szolgáltató', password });
  expect(JSON.stringify(await rows(db, 'select * from file_passwords'))).not.toContain('ügyfélszám');
  expect((await box.look(await box.receive(mail()))).parts.slice(1)).toEqual([
    ['1.2', 'unpacked', null],
    ['1.2/számla.txt', 'document', null],
  ]);
});

describe('raw mails leave, their trace stays', () => {
  const dayMs = 86_400_000;

  test('H-062 LG-037 a mail of no use is deleted at once; that it came, from whom and when stays', async ({ db }) => {
    const box = await aPostbox(db);
    const intakeId = await box.receive(aMailOf('barat@partner.example', 'Jövő héten szabadságon vagyok.', ''), 'barat@partner.example');
    expect(await box.look(intakeId)).toMatchObject({
      intake: {
        fate: 'discarded',
        because: 'no-usable-part',
        rawKept: false,
        sender: 'barat@partner.example',
        receivedAt: expect.any(Date),
      },
    });
    expect(await box.stored()).toEqual([]);
  });

  test('LG-037 one that waits for a person is deleted after thirty days', async ({ db }) => {
    const box = await aPostbox(db);
    const intakeId = await box.receive(aMailOf('x@partner.example', 'Számlája letölthető: https://posta.example/letoltes/1', ''));
    const stored = await box.stored();
    expect(stored).toHaveLength(1);
    await sweepRaw(db, box.objects, new Date(Date.now() + 29 * dayMs));
    expect(await box.stored()).toEqual(stored);
    expect(await sweepRaw(db, box.objects, new Date(Date.now() + 31 * dayMs))).toBeGreaterThan(0);
    expect(await box.stored()).toEqual([]);
    expect(await box.look(intakeId)).toMatchObject({ intake: { fate: 'discarded', because: 'time-over', rawKept: false } });
    expect(await sweepRaw(db, box.objects, new Date(Date.now() + 31 * dayMs))).toBe(0);
  });

  test('LG-007 a legal hold keeps it beyond its time', async ({ db }) => {
    const box = await aPostbox(db);
    const intakeId = await box.receive(aMailOf('x@partner.example', 'Számlája letölthető: https://posta.example/letoltes/2', ''));
    const stored = await box.stored();
    const { businessId } = (await Intake.findByPk(intakeId))!;
    await setLegalHold({ database: db }, businessId, 'vizsgálat', operator);
    await sweepRaw(db, box.objects, new Date(Date.now() + 31 * dayMs));
    expect(await box.stored()).toEqual(stored);
    await liftLegalHold({ database: db }, businessId, operator);
    await sweepRaw(db, box.objects, new Date(Date.now() + 31 * dayMs));
    expect(await box.stored()).toEqual([]);
  });

  test('the same mail once more, at the moment its bytes leave, keeps them', async ({ db }) => {
    const box = await aPostbox(db);
    const mail = aMailOf('x@partner.example', 'Jövő héten szabadságon vagyok.', '');
    for (let round = 0; round < 10; round++) {
      const raw = () => Readable.from([Buffer.from(mail)]);
      const recipients = [{ businessId: box.businessId, address: null }];
      const [{ intakeIds }] = await Promise.all([
        receiveDelivery({ door: 'smtp', sender: null, recipients, raw: raw(), maxBytes: 1_000_000 }, box),
        box.receive(mail),
      ]);
      const { unpackDelivery } = makeUnpackDelivery(box);
      await unpackDelivery({ businessId: box.businessId, intakeId: intakeIds[0]! });
    }
    expect(await box.stored()).toEqual([]);
  });
});

test('H-067 the same Message-ID and attachments twice make one document', async ({ db }) => {
  const box = await aPostbox(db);
  const mail = aMailOf('x@partner.example', 'Számla.');
  const first = await box.receive(mail);
  await box.receive(mail.replace('Számla.', 'Számla, ismét.').replace('From:', 'Received: by relay.example\r\nFrom:'));
  const { intake, parts } = await box.look(first);
  expect(parts).toHaveLength(2);
  expect(await rows(db, 'select id from documents where business_id = $1', box.businessId)).toHaveLength(1);
  expect(intake.deliveries).toBeLessThanOrEqual(2);
});
