import { read, utils } from '@e965/xlsx';
import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { expect } from 'vitest';
import { runMatch } from '#services/actions/bank/run-match.ts';
import { rows } from '#storage/sql.ts';
import { aLine, anItem, aPartner, bankLines, ownAccount } from '#test/support/bank.ts';
import { anOffice, formOf, otp, otpLine } from '#test/support/bank-office.ts';
import { test } from '#test/support/database.ts';

const actor = { kind: 'hub', id: null } as const;

test('B-065 B-072 B-073 H-110 a bank file is previewed, taken in once, and its gap to the next is shown', async ({ db, databaseUrl }) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant } = office;
  const first = otp(otpLine('20261101', 1000, 'Vevő Bt.', 'A-1', 1000), otpLine('20261102', -400, 'Bolt', 'B', 600));

  const preview = await accountant('POST', '/bank-statements/preview', formOf('otp.csv', first));
  expect(preview).toMatchObject({
    status: 200,
    body: { format: 'otpdirekt-csv', refused: null, statements: [{ account: ownAccount, isKnown: false, lines: 2, balances: true }] },
  });
  expect(await accountant('POST', '/bank-statements', formOf('otp.csv', first))).toMatchObject({
    status: 422,
    body: { type: '/problems/confirmation-needed', facts: { confirm: 'account', statement: 1 } },
  });
  expect((await accountant('GET', '/transactions')).body.items).toEqual([]);

  const taken = await accountant('POST', '/bank-statements', formOf('otp.csv', first, { mayAddAccount: 'true' }));
  expect(taken).toMatchObject({ status: 201, body: { statements: [{ lines: 2, added: 2, continuity: [] }] } });
  expect(await accountant('POST', '/bank-statements', formOf('otp.csv', first))).toMatchObject({
    status: 201,
    body: { documentId: taken.body.documentId, statements: [{ added: 0 }] },
  });
  const later = otp(otpLine('20261110', 50, 'Vevő Bt.', 'A-2', 700), otpLine('20261111', 50, 'Vevő Bt.', 'A-3', 750));
  expect((await accountant('POST', '/bank-statements', formOf('otp2.csv', later))).body.statements[0].continuity).toContainEqual({
    kind: 'gap',
    currency: 'HUF',
    after: '2026-11-02',
    before: '2026-11-10',
    missing: '50.00',
  });
  const { body: accounts } = await accountant('GET', '/bank-accounts');
  expect(accounts.items).toMatchObject([
    { account: ownAccount, lines: 4, from: '2026-11-01', to: '2026-11-11', balances: [{ balance: '750.00' }] },
  ]);
  // The same file twice is one statement.
  expect((await accountant('GET', '/bank-statements')).body.items).toHaveLength(2);
  expect((await accountant('GET', '/transactions?direction=in&amountFrom=50&amountTo=60&partner=VEVO')).body.items).toMatchObject([
    { memo: 'A-3', source: 'uploaded' },
    { memo: 'A-2' },
  ]);
});

test('promise 6 what the machine settled is listed with its evidence and undone in one act; suggestions are confirmed, refused, set aside', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, businessId } = office;
  const partnerId = await aPartner(businessId, 'Vevő Bt.');
  const sure = await anItem(db, businessId, { gross: 100_000n, number: 'A-2026-1', partnerId });
  const asked = await anItem(db, businessId, { gross: 200_000n, number: 'A-2026-2', partnerId });
  const [named, unnamed] = await bankLines(
    db,
    { businessId, actor },
    aLine(100_000n, { memo: 'Szla A-2026-1 köszönjük' }),
    aLine(200_000n),
  );
  await runMatch(db, businessId);

  const { body: settled } = await accountant('GET', `/settlements?by=machine&item=${sure}`);
  expect(settled.items).toMatchObject([
    {
      transaction: named,
      rule: 'number',
      byPerson: false,
      allocations: [{ item: sure, amount: '1000.00', number: 'A-2026-1', open: '0.00' }],
    },
  ]);
  expect(settled.items[0].evidence).toContainEqual({ kind: 'number', text: 'A-2026-1', span: [5, 13] });
  expect((await accountant('GET', '/reconciliation')).body).toMatchObject({ lines: 2, settled: 1, suggested: 1, rules: [{ count: 1 }] });
  const { body: suggestions } = await accountant('GET', '/suggestions');
  expect(suggestions.items).toMatchObject([
    { transaction: { id: unnamed }, candidates: [{ rule: 'name', allocations: [{ item: asked }] }] },
  ]);
  expect((await accountant('GET', `/transactions/${unnamed}/why-not?item=${asked}`)).body.reasons).toMatchObject([
    { because: 'no-identifier' },
  ]);
  expect((await accountant('GET', '/open-items?status=late')).body.items).toMatchObject([{ id: asked, open: '2000.00', status: 'late' }]);
  expect((await accountant('GET', '/open-items/aging')).body.items).toMatchObject([
    { partnerName: 'Vevő Bt.', total: '2000.00', count: 1 },
  ]);

  expect((await accountant('POST', '/suggestions/confirm', { rule: 'name', count: 1 })).body).toMatchObject({
    settlements: [{ transaction: unnamed }],
    skipped: [],
  });
  expect((await accountant('GET', '/open-items')).body.items).toEqual([]);
  expect((await accountant('DELETE', `/settlements/${settled.items[0].id}`)).status).toBe(204);
  expect((await accountant('GET', '/refusals')).body.items).toMatchObject([{ transaction: named, item: sure, number: 'A-2026-1' }]);
  await runMatch(db, businessId);
  expect((await accountant('GET', '/open-items')).body.items).toMatchObject([{ id: sure, open: '1000.00' }]);
  expect((await accountant('GET', '/suggestions')).body.items).toEqual([]);

  expect((await accountant('PUT', `/transactions/${named}/nothing-fits`, { nothingFits: true })).status).toBe(204);
  expect((await accountant('GET', '/transactions?match=nothing-fits')).body.items).toMatchObject([{ id: named }]);
  const [refusal] = (await accountant('GET', '/refusals')).body.items;
  expect((await accountant('DELETE', `/refusals/${refusal.id}`)).status).toBe(204);
  expect((await accountant('PUT', `/transactions/${named}/nothing-fits`, { nothingFits: false })).status).toBe(204);
  await runMatch(db, businessId);
  expect((await accountant('GET', '/open-items')).body.items).toEqual([]);
});

test('B-062 B-063 B-064 the export holds exactly the filtered list, and no cell of it is a formula', async ({ db, databaseUrl }) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, businessId } = office;
  const attack = '=HYPERLINK("http://x")';
  await bankLines(
    db,
    { businessId, actor },
    aLine(1_234_567n, { memo: attack, counterpartyName: '-1+2', bookedOn: '2026-11-01' }),
    aLine(-500n, { memo: 'kimenő' }),
    ...Array.from({ length: 1_500 }, (_, at) => aLine(BigInt(at + 1) * 100n, { bookedOn: '2026-10-01', memo: `sor & <${at}>` })),
  );
  const csv: string = (await accountant('GET', '/transactions/export?format=csv&from=2026-11-01&direction=in')).body;
  expect(csv.split('\r\n')[1]).toBe(
    `${ownAccount},2026-11-01,,12345.67,HUF,'-1+2,,"'=HYPERLINK(""http://x"")",,,0.00,párosítatlan,feltöltött`,
  );
  expect(csv.trimEnd().split('\r\n')).toHaveLength(2);

  const book = read(Buffer.from(await accountant.bytes('/transactions/export?to=2026-11-01')), { type: 'buffer' });
  const sheet = book.Sheets['Tranzakciók']!;
  const cells = utils.sheet_to_json<string[]>(sheet, { header: 1 });
  expect(cells).toHaveLength(1 + 1_501);
  expect(cells[1]?.slice(0, 8)).toEqual([ownAccount, '2026-11-01', undefined, 12345.67, 'HUF', '-1+2', undefined, attack]);
  expect(cells.some((row) => row[7] === 'sor & <7>')).toBe(true);
  expect(Object.values(sheet).some((cell) => typeof cell === 'object' && 'f' in cell)).toBe(false);
});

test('H-P05 H-103 H-104 H-105 H-146 without any package an outside service gets thirteen data and the file, with both consents, when a person asks', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { owner, accountant, businessId } = office;
  await anItem(db, businessId, { gross: 100_000n, number: 'A-2026-1' });
  const text = otp(otpLine('20261101', 1000, 'Vevő Bt.', 'A-1', 1000));
  const { documentId } = (await accountant('POST', '/bank-statements', formOf('otp.csv', text, { mayAddAccount: 'true' }))).body;
  const ask = () => accountant('POST', '/outside-matching/handovers', { documentId });
  expect(await ask()).toMatchObject({ status: 409, body: { facts: { missing: 'business, accountant' } } });
  expect((await accountant('PUT', '/outside-matching/consent', { side: 'business', mayHandOver: true })).status).toBe(403);
  expect((await accountant('PUT', '/outside-matching/consent', { side: 'accountant' })).status).toBe(204);
  expect((await ask()).status).toBe(409);
  expect((await owner('PUT', '/outside-matching/consent', { side: 'business' })).status).toBe(400);
  expect((await owner('PUT', '/outside-matching/consent', { side: 'business', mayHandOver: true })).status).toBe(204);
  expect((await owner('GET', '/outside-matching')).body).toMatchObject({
    mayStart: true,
    consents: [{ side: 'accountant' }, { side: 'business' }],
  });

  const zip = new ZipReader(new Uint8ArrayReader(new Uint8Array(await accountant.bytes('/outside-matching/handovers', { documentId }))));
  const entries = (await zip.getEntries()).filter((entry) => !entry.directory);
  expect(entries.map(({ filename }) => filename)).toEqual(['tetelek.json', 'bank/otp.csv']);
  const [items, file] = await Promise.all(entries.map((entry) => entry.getData(new TextWriter())));
  expect(file).toBe(text);
  expect(Object.keys(JSON.parse(items!)[0])).toHaveLength(13);
  expect(JSON.parse(items!)).toMatchObject([
    { invoiceNumber: 'A-2026-1', total: '1000.00', remaining: '1000.00', remainingHuf: '1000.00' },
  ]);

  // B-037: what the business keeps to itself goes nowhere by its accountant's hand.
  const { items: lines } = (await owner('GET', '/transactions')).body as { items: { id: string }[] };
  await owner('PUT', `/transactions/${lines[0]!.id}/private`, { isPrivate: true });
  expect(await ask()).toMatchObject({ status: 403, body: { type: '/problems/private-lines' } });
  await owner('PUT', `/transactions/${lines[0]!.id}/private`, { isPrivate: false });
  expect((await owner('DELETE', '/outside-matching/consent?side=business')).status).toBe(204);
  expect((await ask()).status).toBe(409);
});

test('B-073 B-074 a file that is none is refused with its row and reason, and nothing of it is kept', async ({ db, databaseUrl }) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, businessId } = office;
  const good = otpLine('20261101', 1000, 'Vevő Bt.', 'A-1', 1000);
  const cases: [name: string, text: string, problem: string, row: number | undefined][] = [
    ['renamed.csv', '%PDF-1.7\n1 0 obj', 'not-a-statement', undefined],
    ['empty.csv', '', 'empty-file', undefined],
    ['letter.csv', 'Tisztelt Ügyfelünk!\nÜdvözlettel', 'not-a-statement', undefined],
    ['day.csv', otp(good, good.replaceAll('20261101', '20261341')), 'statement-unreadable', 2],
    ['amount.csv', otp(good, good.replace(';1000;', ';ezer;')), 'statement-unreadable', 2],
    ['cut.csv', otp(good, good.slice(0, 60)), 'statement-unreadable', 2],
  ];
  for (const [name, text, problem, row] of cases) {
    const answer = await accountant('POST', '/bank-statements', formOf(name, text, { mayAddAccount: 'true' }));
    expect([name, answer.body.type, answer.body.facts?.row]).toEqual([name, `/problems/${problem}`, row]);
  }
  for (const fields of [{ mapping: '{' }, { mapping: '{"columns":{"nonsense":[1]}}' }, { mayAddAccount: 'perhaps' }])
    expect((await accountant('POST', '/bank-statements', formOf('a.csv', good, fields))).body.type).toBe('/problems/invalid-request');
  for (const table of ['bank_accounts', 'bank_statements', 'bank_transactions', 'documents'])
    expect([table, await rows(db, `select 1 from ${table} where business_id = $1`, businessId)]).toEqual([table, []]);
});
