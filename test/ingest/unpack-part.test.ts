import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import type { Sequelize } from 'sequelize';
import { afterAll, expect } from 'vitest';
import { receiveDelivery } from '#ingest/receive.ts';
import { makeUnpackDelivery } from '#ingest/unpack-delivery.ts';
import { makeUnpackPart, type PartJob } from '#ingest/unpack-part.ts';
import { actOnPart, openPassword } from '#services/actions/intakes/act-on-part.ts';
import { openCage } from '#services/cage/cage.ts';
import type { PartAction } from '#services/domain/part-actions.ts';
import { silentLog } from '#services/platform/log.ts';
import { type MasterKeys, newMasterKey } from '#services/platform/secrets.ts';
import { Document } from '#storage/models/document.ts';
import { findIntake } from '#storage/queries/intakes.ts';
import { rows } from '#storage/sql.ts';
import { aBusiness, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';

const cage = openCage({ size: 1 });
afterAll(() => cage[Symbol.asyncDispose]());

const key = newMasterKey();
const masterKeys: MasterKeys = { current: () => key, find: () => key };
const password = 'árvíztűrő-9';

async function lockedZip(): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, password, encryptionStrength: 3 });
  await writer.add('számla.txt', new TextReader('Számla 2026/17\nFizetendő: 12 700 Ft'));
  return Buffer.from(await (await writer.close()).arrayBuffer());
}

/** A mail with a text, a card, a file of no known kind and a locked ZIP: nothing usable by itself. */
const doubtfulMail = async (): Promise<string> =>
  [
    'From: a@felado.example\r\nTo: b@cimzett.example\r\nMessage-ID: <1@felado.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n',
    '--b\r\nContent-Type: text/plain\r\n\r\nMellékelve.\r\n--b',
    'Content-Type: text/calendar; name="hatarido.ics"\r\nContent-Disposition: attachment; filename="hatarido.ics"\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n--b',
    `Content-Type: application/octet-stream; name="adat.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from([1, 2, 3, 250, 0, 7]).toString('base64')}\r\n--b`,
    `Content-Type: application/zip; name="csomag.zip"\r\nContent-Transfer-Encoding: base64\r\n\r\n${(await lockedZip()).toString('base64')}\r\n--b--\r\n`,
  ].join('\r\n');

async function delivered(db: Sequelize) {
  const { id: businessId } = await aBusiness();
  const ingest = ingestDeps(db);
  const deps = {
    ...ingest,
    cage,
    log: silentLog,
    scratch: mkdtempSync(join(tmpdir(), 'bizonylat-part-')),
    openPassword: (owner: string, sealed: string) => openPassword(db, masterKeys, owner, sealed),
  };
  const raw = Readable.from([Buffer.from(await doubtfulMail())]);
  const {
    intakeIds: [intakeId = ''],
  } = await receiveDelivery({ door: 'smtp', sender: null, recipients: [{ businessId, address: null }], raw, maxBytes: 1_000_000 }, ingest);
  await makeUnpackDelivery(deps).unpackDelivery({ businessId, intakeId });
  const { unpackPart } = makeUnpackPart(deps);
  const jobs = (name: string) =>
    rows<{ payload: Record<string, string> }>(
      db,
      'select payload from jobs where business_id = $1 and name = $2 order by created_at',
      businessId,
      name,
    );
  return {
    businessId,
    jobs,
    part: async (path: string) => (await findIntake(businessId, intakeId))!.parts.find((each) => each.path === path),
    intake: async () => (await findIntake(businessId, intakeId))!.intake,
    act: (path: string, action: PartAction, given: { password?: string; because?: string } = {}) =>
      actOnPart(
        { businessId, intakeId, path, action, password: given.password, because: given.because, userId: null },
        { database: db, masterKeys },
      ),
    /** Does what the worker would with the last job, twice: it may be killed in between. */
    work: async () => {
      const job = (await jobs('part')).at(-1)!.payload as unknown as PartJob;
      await unpackPart(job);
      await unpackPart(job);
    },
  };
}

test('H-175 what was ignored or doubtful becomes a document when a person keeps it; the feed says that the delivery changed', async ({
  db,
}) => {
  const { businessId, act, work, part, intake, jobs } = await delivered(db);
  expect(await intake()).toMatchObject({ fate: 'review' });
  const changed = async () => {
    const [found] = await rows<{ seq: string }>(db, `select seq from changes where type = 'intake' and business_id = $1`, businessId);
    return Number(found!.seq);
  };
  for (const path of ['1.2', '1.3']) {
    const before = await changed();
    await act(path, 'keep');
    await work();
    expect(await changed()).toBeGreaterThan(before);
    expect(await part(path)).toMatchObject({ fate: 'document', because: 'by-person', documentId: expect.any(String) });
  }
  expect(await intake()).toMatchObject({ fate: 'kept', rawKept: true });
  expect(await jobs('document')).toHaveLength(2);
});

test('H-071 a locked ZIP opens with its password, which is nowhere in the clear', async ({ db }) => {
  const { act, work, part, jobs } = await delivered(db);
  expect(await part('1.4')).toMatchObject({ fate: 'review', because: 'encrypted' });
  await act('1.4', 'password', { password: 'nem-ez' });
  await work();
  expect(await part('1.4')).toMatchObject({ fate: 'review', because: 'wrong-password' });
  await act('1.4', 'password', { password });
  expect(JSON.stringify(await jobs('part'))).not.toContain(password);
  await work();
  expect(await part('1.4')).toMatchObject({ fate: 'unpacked' });
  expect(await part('1.4/számla.txt')).toMatchObject({ fate: 'document', documentId: expect.any(String) });
});

test('discarding the last doubtful part settles the delivery; a part without the action is a conflict', async ({ db }) => {
  const { act, part, intake } = await delivered(db);
  await act('1.3', 'discard', { because: 'reklám' });
  expect(await part('1.3')).toMatchObject({ fate: 'ignored', because: 'reklám' });
  expect(await intake()).toMatchObject({ fate: 'review' });
  await act('1.4', 'discard');
  expect(await intake()).toMatchObject({ fate: 'discarded', rawKept: true });
  await expect(act('1.1', 'password', { password })).rejects.toMatchObject({ code: 'conflict' });
  await expect(act('9', 'keep')).rejects.toMatchObject({ code: 'not-found' });
});

test('a document at rest is discarded and brought back, each a step of its history', async ({ db }) => {
  const { act, work, part, jobs } = await delivered(db);
  await act('1.3', 'keep');
  await work();
  const { documentId } = (await part('1.3'))!;
  const document = (await Document.findByPk(documentId!))!;
  await expect(act('1.3', 'discard')).rejects.toMatchObject({ code: 'conflict' });
  await document.update({ state: 'needs-review', because: 'encrypted' });
  await act('1.3', 'discard', { because: 'nem a miénk' });
  await document.reload();
  expect(document).toMatchObject({ state: 'discarded', because: 'nem a miénk' });
  await act('1.3', 'retry');
  await document.reload();
  expect(document).toMatchObject({ state: 'stored', because: null });
  expect(await jobs('document')).toHaveLength(2);
  const steps = await rows<{ step: string }>(db, 'select step from document_events where document_id = $1 order by at', documentId);
  expect(steps.map(({ step }) => step)).toEqual(['receive', 'discard', 'retry']);
});
