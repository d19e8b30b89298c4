import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Sequelize } from 'sequelize';
import { afterAll, expect } from 'vitest';
import { receiveDelivery } from '#ingest/receive.ts';
import { makeUnpackDelivery } from '#ingest/unpack-delivery.ts';
import { makeUnpackPart, type PartJob } from '#ingest/unpack-part.ts';
import { currenciesOf, mappingsOf } from '#services/actions/bank/accounts.ts';
import { importStatements } from '#services/actions/bank/import-statement.ts';
import { actOnPart, openPassword } from '#services/actions/intakes/act-on-part.ts';
import { addFilePassword } from '#services/actions/intakes/mail-rules.ts';
import { openCage } from '#services/cage/cage.ts';
import { processDocument } from '#services/pipeline.ts';
import { silentLog } from '#services/platform/log.ts';
import { Document } from '#storage/models/document.ts';
import { findIntake } from '#storage/queries/intakes.ts';
import { row, rows } from '#storage/sql.ts';
import { ownAccount } from '#test/support/bank.ts';
import { otp, otpLine } from '#test/support/bank-office.ts';
import { anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { aMail } from '#test/support/mails.ts';
import { aBusiness, aFirm, houseOn } from '#test/support/office.ts';
import { docx, lockedOffice } from '#test/support/office-files.ts';
import { stepDeps } from '#test/support/step-deps.ts';
import { zipOf } from '#test/support/zip.ts';

const cage = openCage({ size: 1 });
afterAll(() => cage[Symbol.asyncDispose]());

const password = 'ügyfélszám-77';
const contract = await lockedOffice(
  await docx(['TELJESÍTÉSIGAZOLÁS', 'A megrendelő a munkát átvette.'], { 'jegyzet.txt': Buffer.from('Jegyzet a munkáról') }),
  password,
  'agile',
);

async function mailDoor(db: Sequelize) {
  const house = houseOn(db);
  const { businessId, visitor } = await aBusiness(house, (await aFirm(house)).accountantId);
  const ingest = ingestDeps(db);
  const opens = { openPassword: (owner: string, sealed: string) => openPassword(db, house.masterKeys, owner, sealed) };
  const deps = { ...ingest, ...opens, cage, log: silentLog, scratch: mkdtempSync(join(tmpdir(), 'bizonylat-office-')) };
  const { unpackDelivery, unpackContainer } = makeUnpackDelivery(deps);
  const { unpackPart } = makeUnpackPart(deps);
  const bank = {
    mappings: (id: string) => mappingsOf(db, id),
    currencies: (id: string) => currenciesOf(db, id),
    importStatements: (id: string, file: Parameters<typeof importStatements>[2]) =>
      importStatements(db, { businessId: id, actor: { kind: 'hub', id: null } }, file),
    recordPayments: () => Promise.reject(new Error('no program says what was paid')),
  };
  const steps = stepDeps(db, ingest.objects, { ...opens, cage, unpackContainer, bank });
  /** Does what waits in the queue, as the workers would, until nothing does. */
  const work = async () => {
    for (;;) {
      const [job] = await rows<{ id: string; name: string; payload: PartJob & { documentId: string } }>(
        db,
        `delete from jobs where id in (select id from jobs where business_id = $1 and name in ('part', 'document') order by id limit 1)
         returning id, name, payload`,
        businessId,
      );
      if (!job) return;
      if (job.name === 'part') await unpackPart(job.payload);
      else await processDocument(job.payload, steps);
    }
  };
  return {
    house,
    visitor,
    businessId,
    ingest,
    work,
    async arrive(id: string, content: Buffer, filename = 'igazolás.docx') {
      const raw = Readable.from([await aMail(id, [{ filename, content }])]);
      const recipients = [{ businessId, address: null }];
      const { intakeIds } = await receiveDelivery({ door: 'smtp', sender: null, recipients, raw, maxBytes: 1_000_000 }, ingest);
      const intakeId = intakeIds[0]!;
      await unpackDelivery({ businessId, intakeId });
      await work();
      const part = async (path: string) => (await findIntake(businessId, intakeId))!.parts.find((each) => each.path === path);
      return {
        part,
        document: async () => Document.findByPk((await part('1.2'))!.documentId!, { rejectOnEmpty: true }),
        async type(typed: string) {
          const act = { businessId, intakeId, path: '1.2', action: 'password', because: undefined, userId: null } as const;
          await actOnPart({ ...act, password: typed }, { database: db, masterKeys: house.masterKeys });
          await work();
        },
      };
    },
  };
}

test('H-071 a locked office file waits for its password; typed, it is read by itself, with the file that it carries', {
  timeout: 60_000,
}, async ({ db }) => {
  const { arrive } = await mailDoor(db);
  const { part, document, type } = await arrive('1', contract);
  expect(await part('1.2')).toMatchObject({ fate: 'review', because: 'encrypted', documentId: null });

  await type('nem-ez');
  expect(await document()).toMatchObject({ state: 'needs-review', because: 'wrong-password', sealedPassword: null });
  await type(password);
  const opened = await document();
  expect(opened).toMatchObject({ kind: 'performance-certificate', state: 'ready', sealedPassword: expect.any(String) });
  expect(await part('1.2/jegyzet.txt')).toMatchObject({ fate: 'document', documentId: expect.any(String) });
  for (const table of ['documents', 'document_events', 'jobs', 'audit'])
    expect(JSON.stringify(await rows(db, `select to_jsonb(${table}) from ${table}`)), table).not.toContain(password);
});

test('H-071 the passwords that the business keeps are tried on it, and one that is damaged says so', { timeout: 60_000 }, async ({
  db,
}) => {
  const { house, visitor, businessId, arrive } = await mailDoor(db);
  for (const each of ['nem-ez', password]) await addFilePassword(house, visitor, businessId, { note: 'szolgáltató', password: each });
  const { part, document } = await arrive('2', contract);
  expect(await document()).toMatchObject({ kind: 'performance-certificate', state: 'ready' });
  expect(await part('1.2/jegyzet.txt')).toMatchObject({ fate: 'document' });

  // Large enough that its middle is in the encrypted package.
  const damaged = await lockedOffice(await docx(['Szerződés'], { 'zaj.bin': randomBytes(20_000) }), password, 'agile');
  damaged[damaged.length >> 1]! ^= 1;
  const other = await arrive('3', damaged);
  expect(await other.document()).toMatchObject({ state: 'needs-review', because: 'unreadable' });
});

/** A bank's file in a locked ZIP, as it is sent by bookkeepers who take care. */
const history = await zipOf(
  {
    'szamlatortenet.csv': Buffer.from(
      otp(otpLine('20261102', 1000, 'Vevő Bt.', 'első', 1000), otpLine('20261103', 500, 'Vevő Bt.', 'második', 1500)),
    ),
  },
  password,
);
const memosOf = async (db: Sequelize, businessId: string) =>
  (await rows<{ memo: string }>(db, 'select memo from bank_transactions where business_id = $1 order by memo', businessId)).map(
    ({ memo }) => memo,
  );
const addAccount = (db: Sequelize, businessId: string) =>
  row(db, 'insert into bank_accounts (id, business_id, account) values (gen_random_uuid(), $1, $2)', businessId, ownAccount);

test('H-071 B-072 a bank file in a locked ZIP is imported once the password is typed, by mail and by upload', { timeout: 60_000 }, async ({
  db,
}) => {
  const mailed = await mailDoor(db);
  await addAccount(db, mailed.businessId);
  const { part, type } = await mailed.arrive('1', history, 'tortenet.zip');
  expect(await part('1.2')).toMatchObject({ fate: 'review', because: 'encrypted' });
  await type('nem-ez');
  expect(await part('1.2')).toMatchObject({ fate: 'review', because: 'wrong-password' });
  expect(await memosOf(db, mailed.businessId)).toEqual([]);
  await type(password);
  expect(await part('1.2')).toMatchObject({ fate: 'unpacked', because: null });
  expect(await part('1.2/szamlatortenet.csv')).toMatchObject({ fate: 'document' });
  expect(await memosOf(db, mailed.businessId)).toEqual(['első', 'második']);

  const { house, businessId, ingest, work } = await mailDoor(db);
  await addAccount(db, businessId);
  const { documentId } = await anUpload(ingest, businessId, history, 'tortenet.zip');
  await work();
  expect(await Document.findByPk(documentId)).toMatchObject({ state: 'needs-review', because: 'encrypted' });
  const { intakeId } = await Document.findByPk(documentId, { rejectOnEmpty: true });
  const act = { businessId, intakeId, path: '1', action: 'password', because: undefined, userId: null } as const;
  await actOnPart({ ...act, password }, { database: db, masterKeys: house.masterKeys });
  await work();
  expect(await Document.findByPk(documentId)).toMatchObject({ state: 'ready', because: 'unpacked' });
  expect(await memosOf(db, businessId)).toEqual(['első', 'második']);
});

test('H-071 B-072 a bank file in a locked ZIP is imported unasked with a password that the business keeps', { timeout: 60_000 }, async ({
  db,
}) => {
  for (const door of ['mail', 'upload']) {
    const { house, visitor, businessId, arrive, ingest, work } = await mailDoor(db);
    await addAccount(db, businessId);
    for (const each of ['nem-ez', password]) await addFilePassword(house, visitor, businessId, { note: 'bank', password: each });
    if (door === 'mail') await arrive('1', history, 'tortenet.zip');
    else await anUpload(ingest, businessId, history, 'tortenet.zip');
    await work();
    expect(await memosOf(db, businessId), door).toEqual(['első', 'második']);
  }
});
