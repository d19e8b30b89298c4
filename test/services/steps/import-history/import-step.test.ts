import { readFile } from 'node:fs/promises';
import * as sheetjs from '@e965/xlsx';
import { expect } from 'vitest';
import { currenciesOf, mappingsOf, rememberMapping } from '#services/actions/bank/accounts.ts';
import { importStatements } from '#services/actions/bank/import-statement.ts';
import { deleteDocument } from '#services/actions/documents/delete-document.ts';
import { readBankFile } from '#services/read-bank-file.ts';
import { importStep } from '#services/steps/import-history/import-step.ts';
import type { StepDeps } from '#services/steps/step.ts';
import { Document } from '#storage/models/document.ts';
import { row, rows } from '#storage/sql.ts';
import { ownAccount } from '#test/support/bank.ts';
import { aBusiness, anUpload, ingestDeps } from '#test/support/builders.ts';
import { test } from '#test/support/database.ts';
import { lockedOffice } from '#test/support/office-files.ts';

const actor = { kind: 'hub', id: null } as const;
type Db = Parameters<typeof ingestDeps>[0];

/** A business, and what becomes of a file that it hands in. The readers run here, without their cage. */
async function aPlace(db: Db, given: Partial<StepDeps> = {}) {
  const { id: businessId } = await aBusiness();
  const ingest = ingestDeps(db);
  const where = { businessId, actor };
  const cage = {
    run: async (_: string, { file, ...options }: { file: string }) => readBankFile(await readFile(file), options),
  };
  const deps = {
    ...ingest,
    database: db,
    cage,
    bank: {
      mappings: (id: string) => mappingsOf(db, id),
      currencies: (id: string) => currenciesOf(db, id),
      importStatements: (id: string, file: Parameters<typeof importStatements>[2]) => importStatements(db, { businessId: id, actor }, file),
    },
    ...given,
  } as unknown as StepDeps;
  return {
    businessId,
    where,
    async handIn(name: string, content: string | Buffer, statedKind: 'bank-history' | null = null) {
      const { documentId } = await anUpload(ingest, businessId, Buffer.from(content as string), name);
      const document = (await Document.findByPk(documentId))!;
      await document.update({ statedKind });
      return { documentId, ...(await importStep(document, deps)) };
    },
    remove: (documentId: string) => deleteDocument({ businessId, documentId, actor: { kind: 'hub', id: null } }, ingest),
    memos: async () =>
      (await rows<{ memo: string }>(db, 'select memo from bank_transactions where business_id = $1 order by memo', businessId)).map(
        ({ memo }) => memo,
      ),
    own: () => row(db, 'insert into bank_accounts (id, business_id, account) values (gen_random_uuid(), $1, $2)', businessId, ownAccount),
  };
}

const otpLine = (memo: string, balance = 0) =>
  `"${ownAccount}";"J";1000;"HUF";20261101;20261101;${balance};"117000240000000200000000";"Vevő Bt.";"${memo}";"";"";"ÁTUTALÁS";"";""`;
const otp = (...memos: string[]) => memos.map((memo, at) => otpLine(memo, (at + 1) * 1000)).join('\r\n');

test('B-072 a bank’s file that comes by any door is taken in by itself; of a new account a person is asked first', async ({ db }) => {
  const place = await aPlace(db);
  expect(await place.handIn('a.csv', otp('A'))).toMatchObject({ to: 'needs-review', because: 'unknown-account' });
  expect(await place.memos()).toEqual([]);
  await place.own();
  expect(await place.handIn('b.csv', otp('A', 'B'))).toMatchObject({ to: 'ready' });
  expect(await place.memos()).toEqual(['A', 'B']);
});

test('H-071 B-072 a locked workbook is taken in once its password is there: typed by a person, or kept by the business', async ({ db }) => {
  const table = [
    ['Könyvelés napja', 'Összeg', 'Deviza', 'Közlemény', 'Egyenleg'],
    ['2026-11-01', 1000, 'HUF', 'A', 1000],
    ['2026-11-02', -300, 'HUF', 'B', 700],
  ];
  const book = sheetjs.utils.book_new();
  sheetjs.utils.book_append_sheet(book, sheetjs.utils.aoa_to_sheet(table), 'Forgalom');
  const locked = await lockedOffice(sheetjs.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer, 'lakat-7', 'agile');
  // The sealed form of this test is the word read backwards.
  const openPassword = (_: string, sealed: string) => Promise.resolve([...sealed].reverse().join(''));
  const name = `${ownAccount}.xlsx`;

  const wrong = await aPlace(db, { openPassword, sealedPassword: 'nem-ez' });
  await wrong.own();
  expect(await wrong.handIn(name, locked, 'bank-history')).toMatchObject({ to: 'needs-review', because: 'encrypted' });
  expect(await wrong.memos()).toEqual([]);

  const typed = await aPlace(db, { openPassword, sealedPassword: '7-takal' });
  await typed.own();
  const taken = await typed.handIn(name, locked, 'bank-history');
  expect(taken).toMatchObject({ to: 'ready' });
  expect(await typed.memos()).toEqual(['A', 'B']);
  expect((await Document.findByPk(taken.documentId))!.sealedPassword).toBe('7-takal');

  const kept = await aPlace(db, { openPassword });
  await kept.own();
  for (const sealed of ['nem-ez', '7-takal'])
    await row(
      db,
      `insert into file_passwords (id, business_id, note, sealed) values (gen_random_uuid(), $1, 'bank', $2)`,
      kept.businessId,
      sealed,
    );
  expect(await kept.handIn(name, locked, 'bank-history')).toMatchObject({ to: 'ready' });
  expect(await kept.memos()).toEqual(['A', 'B']);
});

test('B-034 a line lives as long as any file that holds it', async ({ db }) => {
  const place = await aPlace(db);
  await place.own();
  const first = await place.handIn('a.csv', otp('A', 'B'));
  const second = await place.handIn('b.csv', otp('A', 'B', 'C'));
  await place.remove(first.documentId);
  expect(await place.memos()).toEqual(['A', 'B', 'C']);
  await place.remove(second.documentId);
  expect(await place.memos()).toEqual([]);
});

test('B-071 a file whose balances fail waits for a person, and nothing of it is kept', async ({ db }) => {
  const place = await aPlace(db);
  await place.own();
  const wrong = `${otpLine('A', 1000)}\r\n${otpLine('B', 5000)}`;
  expect(await place.handIn('a.csv', wrong)).toMatchObject({ to: 'needs-review', because: 'does-not-balance' });
  expect(await place.memos()).toEqual([]);
});

test('an unknown table is not taken for a history by itself; said to be one, its columns are asked for, and remembered', async ({ db }) => {
  const place = await aPlace(db);
  await place.own();
  const table = 'Nap;Érték;Megjegyzés\r\n2026-11-01;1000;A\r\n2026-11-02;-300;B\r\n';
  expect(await place.handIn('lista.csv', table)).toMatchObject({ to: 'next' });
  const stated = await place.handIn('lista2.csv', `${table}2026-11-03;5;C\r\n`, 'bank-history');
  expect(stated).toMatchObject({ to: 'needs-review', because: 'columns-needed' });
  const account = await row<{ id: string }>(db, 'select id from bank_accounts where business_id = $1', place.businessId);
  await rememberMapping(db, place.where, account!.id, {
    headings: ['Nap', 'Érték', 'Megjegyzés'],
    columns: { bookedOn: [0], amount: [1], memo: [2] },
    account: null,
    currency: 'HUF',
    dayOrder: null,
    decimalMark: null,
  });
  expect(await place.handIn('lista3.csv', `${table}2026-11-04;7;D\r\n`)).toMatchObject({ to: 'ready' });
  expect(await place.memos()).toEqual(['A', 'B', 'D']);
});

test('what is no table of a bank goes on to be read as a voucher', async ({ db }) => {
  const place = await aPlace(db);
  expect(await place.handIn('számla.xml', '<Invoice/>')).toMatchObject({ to: 'next' });
  expect(await place.handIn('számla.pdf', '%PDF-1.7')).toMatchObject({ to: 'next' });
  expect(await place.handIn('levél.txt', 'Tisztelt Cím')).toMatchObject({ to: 'next' });
});
