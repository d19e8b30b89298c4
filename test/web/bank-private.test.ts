import { Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { expect } from 'vitest';
import { runMatch } from '#services/actions/bank/run-match.ts';
import { rows } from '#storage/sql.ts';
import { aLine, anItem, bankLines } from '#test/support/bank.ts';
import { anOffice, events, formOf, otp, otpLine } from '#test/support/bank-office.ts';
import { test } from '#test/support/database.ts';

const actor = { kind: 'hub', id: null } as const;

test('B-037 a private line is hidden from the accountant everywhere, and settles nothing', async ({ db, databaseUrl }) => {
  await using office = await anOffice(db, databaseUrl);
  const { owner, accountant, businessId } = office;
  const item = await anItem(db, businessId, { gross: 1000n, number: 'A-2026-1' });
  const [line] = await bankLines(db, { businessId, actor }, aLine(1000n, { memo: 'fizetés' }));
  expect((await accountant('PUT', `/transactions/${line}/private`, { isPrivate: true })).status).toBe(403);
  expect((await owner('PUT', `/transactions/${line}/private`, { isPrivate: true })).status).toBe(204);
  await runMatch(db, businessId);
  expect((await owner('GET', '/transactions')).body.items).toMatchObject([{ id: line, isPrivate: true }]);
  expect((await accountant('GET', '/transactions')).body.items).toEqual([]);
  expect((await accountant('GET', '/suggestions')).body.items).toEqual([]);
  expect((await accountant('GET', '/reconciliation')).body).toMatchObject({ lines: 0 });
  for (const [method, path, body] of [
    ['GET', `/transactions/${line}`],
    ['GET', `/transactions/${line}/why-not?item=${item}`],
    ['POST', '/settlements', { transaction: line, allocations: [{ item, amount: '10' }] }],
    ['POST', '/refusals', { transaction: line, items: [item] }],
    ['PUT', `/transactions/${line}/nothing-fits`, { nothingFits: true }],
  ] as const)
    expect([path, (await accountant(method, path, body)).status]).toEqual([path, 404]);
  expect((await owner('POST', '/settlements', { transaction: line, allocations: [{ item, amount: '10' }] })).status).toBe(409);
});

test('B-037 the change feed and the uploaded file keep a private line from the accountant, also a later file of the same days', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { owner, accountant, businessId } = office;
  const lines = [otpLine('20261101', 1000, 'Vevő Bt.', 'A-1', 1000), otpLine('20261102', -400, 'Bolt', 'B', 600)];
  const upload = async (name: string, text: string): Promise<string> =>
    (await owner('POST', '/bank-statements', formOf(name, text, { mayAddAccount: 'true' }))).body.documentId;
  const files = [
    await upload('otp.csv', otp(...lines)),
    await upload('otp-wider.csv', otp(...lines, otpLine('20261103', -100, 'Bolt', 'C', 500))),
  ];
  const apart = await upload('otp-later.csv', otp(otpLine('20261110', 50, 'Vevő Bt.', 'A-2', 550)));
  const { items } = (await owner('GET', '/transactions')).body as { items: { id: string; memo: string }[] };
  const hidden = items.find(({ memo }) => memo === 'B')!.id;
  const statuses = (who: typeof owner, ids: readonly string[]) =>
    Promise.all(ids.map(async (id) => (await who('GET', `/documents/${id}/content`)).status));
  const feed = async (who: typeof owner) =>
    ((await who('GET', '/../../changes?limit=1000')).body.changes as { id: string; businessId: string; deleted: boolean }[])
      .filter((change) => change.businessId === businessId && !change.deleted)
      .map(({ id }) => id);
  expect(await statuses(accountant, [...files, apart])).toEqual([200, 200, 200]);
  expect(await feed(accountant)).toContain(hidden);

  await owner('PUT', `/transactions/${hidden}/private`, { isPrivate: true });
  expect(await statuses(accountant, [...files, apart])).toEqual([403, 403, 200]);
  expect(await statuses(owner, files)).toEqual([200, 200]);
  expect((await accountant('GET', `/documents/${files[0]}/text`)).status).toBe(403);
  expect(await feed(accountant)).not.toContain(hidden);
  expect(await feed(accountant)).toContain(items.find(({ memo }) => memo === 'A-1')!.id);
  expect(await feed(owner)).toContain(hidden);

  await owner('PUT', `/transactions/${hidden}/private`, { isPrivate: false });
  expect(await statuses(accountant, files)).toEqual([200, 200]);
});

test('B-037 H-140 what becomes private leaves by no other way: downloads, moves, previews, events, an archive around it', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { owner, accountant, businessId } = office;
  const text = otp(otpLine('20261101', 1000, 'Vevő Bt.', 'A-1', 1000), otpLine('20261102', -400, 'Bolt', 'B', 600));
  const { documentId } = (await owner('POST', '/bank-statements', formOf('otp.csv', text, { mayAddAccount: 'true' }))).body;
  const archive = new FormData();
  archive.set('file', new Blob(['a packed file, kept as it came']), 'bank.zip');
  const { id: archiveId, intakeId } = (await owner('POST', '/documents', archive)).body;
  await rows(
    db,
    `insert into intake_parts (intake_id, path, business_id, position, size, fate, document_id) values ($1, '1/otp.csv', $2, 9, 1, 'known', $3)`,
    intakeId,
    businessId,
    documentId,
  );
  const { items } = (await owner('GET', '/transactions')).body as { items: { id: string; memo: string }[] };
  const hidden = items.find(({ memo }) => memo === 'B')!.id;
  const { body: asked } = await accountant('POST', '/exports', {});
  await using told = await events(office, 'accountant');
  await using heard = await events(office, 'owner');

  expect((await owner('PUT', `/transactions/${hidden}/private`, { isPrivate: true })).status).toBe(204);
  // That it is gone is told once; nothing that happens to it afterwards.
  await told.until(hidden);
  await rows(db, 'update bank_transactions set nothing_fits = true where id = $1', hidden);
  await rows(db, 'update bank_transactions set nothing_fits = true where id <> $1 and business_id = $2', hidden, businessId);
  const other = items.find(({ memo }) => memo === 'A-1')!.id;
  await told.until(other);
  await heard.until(other);
  const times = (seen: readonly string[]) => seen.filter((id) => id === hidden).length;
  expect([times(told.seen), times(heard.seen)]).toEqual([1, 2]);

  const changes = (await accountant('GET', '/../../changes?limit=1000')).body.changes as { id: string; deleted: boolean }[];
  expect(changes.find(({ id }) => id === hidden)).toMatchObject({ deleted: true });
  for (const id of [documentId, archiveId]) {
    expect((await accountant('GET', `/documents/${id}/content`)).body.type).toBe('/problems/private-lines');
    expect((await accountant('GET', `/documents/${id}`)).body).toMatchObject({ isKeptPrivate: true, reading: null, pages: [] });
    expect((await owner('GET', `/documents/${id}`)).body).toMatchObject({ isKeptPrivate: false });
  }
  const preview = new FormData();
  preview.set('documentId', documentId);
  expect((await accountant('POST', '/bank-statements/preview', preview)).body.type).toBe('/problems/private-lines');

  const files = async (who: typeof owner) => {
    const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(await who.bytes(`/exports/${asked.id}/content`))));
    return (await reader.getEntries()).map(({ filename }) => filename.replace(/^.*\//, '')).sort();
  };
  expect(await files(accountant)).toEqual(['manifest.csv', 'manifest.json']);
  expect(await files(owner)).toEqual(['bank.zip', 'manifest.csv', 'manifest.json', 'otp.csv']);
});
