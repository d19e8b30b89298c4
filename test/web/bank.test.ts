import { read, utils } from '@e965/xlsx';
import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { expect, vi } from 'vitest';
import { runMatch } from '#services/actions/bank/run-match.ts';
import { rows } from '#storage/sql.ts';
import { openApp } from '#test/support/app.ts';
import { aLine, anItem, aPartner, bankLines, ownAccount } from '#test/support/bank.ts';
import { test } from '#test/support/database.ts';
import { aBusiness, aFirm, cookieFor, houseOn } from '#test/support/office.ts';

const actor = { kind: 'hub', id: null } as const;

/** An office with one client, its web, and a caller for each side. */
async function anOffice(db: Parameters<typeof houseOn>[0], databaseUrl: string) {
  const house = houseOn(db);
  const app = await openApp(house, databaseUrl);
  const firm = await aFirm(house);
  const business = await aBusiness(house, firm.accountantId);
  const root = `${app.url}/api/v1/businesses/${business.businessId}`;
  const ask = (cookie: string) => async (method: string, path: string, body?: unknown) => {
    const isForm = body instanceof FormData;
    const response = await fetch(`${root}${path}`, {
      method,
      headers: { cookie, ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text };
  };
  const as = (cookie: string) =>
    Object.assign(ask(cookie), {
      bytes: async (path: string, body?: unknown) =>
        (
          await fetch(`${root}${path}`, {
            headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
            ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
          })
        ).arrayBuffer(),
    });
  const cookies = { owner: await cookieFor(house, business.email), accountant: await cookieFor(house, firm.email) };
  return {
    businessId: business.businessId,
    root,
    cookies,
    owner: as(cookies.owner),
    accountant: as(cookies.accountant),
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

/** What a screen hears of a business, as it comes. */
async function events(office: Awaited<ReturnType<typeof anOffice>>, side: 'owner' | 'accountant') {
  const stop = new AbortController();
  const response = await fetch(`${office.root}/events`, { headers: { cookie: office.cookies[side] }, signal: stop.signal });
  const seen: string[] = [];
  const reading = (async () => {
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream()))
      for (const [, id] of piece.matchAll(/"id":"([^"]+)"/g)) seen.push(id!);
  })().catch(() => undefined);
  return {
    seen,
    until: (id: string) => vi.waitUntil(() => seen.includes(id), { timeout: 10_000 }),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await reading;
    },
  };
}

const formOf = (name: string, text: string, fields: Record<string, string> = {}): FormData => {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  form.set('file', new Blob([text]), name);
  return form;
};

/** An OTPdirekt CSV of our own account. */
const otp = (...lines: string[]): string => lines.join('\r\n');
const otpLine = (day: string, amount: number, name: string, memo: string, balance: number): string =>
  `"${ownAccount}";"${amount < 0 ? 'T' : 'J'}";${amount};"HUF";"${day}";"${day}";${balance};"117000240000000200000000";"${name}";"${memo}";"";"";"NAPKÖZBENI ÁTUTALÁS";"";""`;

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

/** A SimplePay report: date of fulfilment, merchant's order number, commission and gross in forint. */
const simplePay = (...sold: (readonly [day: string, order: string, commission: number, gross: number])[]): string =>
  [
    '\ufeffTranzakció státusz;Fizetés típusa;SimplePay tranzakció ID;Kereskedői tranzakció ID;Tranzakció dátuma;Teljesítés dátuma;Devizanem;Tranzakciós jutalék;Bankközi díj / Kedvezményalap díj;Kártyatársasági díj és ONUS tranzakció feldolgozási díj / Rendszerhasználati díj;Kereskedői díj;Tranzakció összege;Jutalékkal csökkentett összeg;Partner;Fiók név;Fiók URL;Vásárló;E-mail cím;',
    ...sold.map(
      ([day, order, commission, gross], at) =>
        `Sikeres;Vásárlás;90000000${at};111737061T${order};${day} 10:00:00;${day} 00:00:00;HUF;${commission},00;0,00;0,00;${commission},00;${gross},00;${gross - commission},00;Minta;Minta bolt;https://minta.example;Vevő Vera;vera@example.com;`,
    ),
  ].join('\r\n');

test.for(['report first', 'bank first'])(
  'class batch: a payout is taken apart by its settlement report, %s',
  async (order, { db, databaseUrl }) => {
    await using office = await anOffice(db, databaseUrl);
    const { accountant, businessId } = office;
    const items = [
      await anItem(db, businessId, { gross: 1_270_000n, number: 'W-2026-1', orderNumber: '628506' }),
      await anItem(db, businessId, { gross: 500_000n, number: 'W-2026-2', orderNumber: '628507' }),
    ];
    const report = simplePay(['2026-11-02', '628506', 127, 12_700], ['2026-11-03', '628507', 73, 5_000]);
    const bank = otp(otpLine('20261105', 17_500, 'Kártyaelszámoló Zrt.', 'elszámolás 2026. 44. hét', 17_500));
    const upload = async (name: string, text: string) =>
      expect((await accountant('POST', '/bank-statements', formOf(name, text, { mayAddAccount: 'true' }))).status).toBe(201);
    const files = [['report.csv', report] as const, ['otp.csv', bank] as const];
    for (const [name, text] of order === 'report first' ? files : files.toReversed()) {
      await upload(name, text);
      await runMatch(db, businessId);
    }
    const { body } = await accountant('GET', '/settlements');
    expect(body.items).toMatchObject([
      {
        rule: 'report',
        difference: 'fee',
        byPerson: false,
        evidence: [
          { kind: 'report', text: 'Minta bolt, 2026-11-02 – 2026-11-03' },
          { kind: 'report-lines', text: '2/2' },
          { kind: 'amount' },
          { kind: 'commission', text: '200.00' },
        ],
      },
    ]);
    expect(body.items[0].allocations.map(({ item }: { item: string }) => item).sort()).toEqual(items.toSorted());
    expect((await accountant('GET', '/open-items')).body.items).toEqual([]);
    // The report's own lines wait for nobody; the payout is gone in full.
    expect((await accountant('GET', '/reconciliation')).body).toMatchObject({ lines: 1, settled: 1, unmatched: 0 });
    expect((await accountant('GET', '/transactions?match=unmatched')).body.items).toEqual([]);

    expect((await accountant('DELETE', `/settlements/${body.items[0].id}`)).status).toBe(204);
    await runMatch(db, businessId);
    expect((await accountant('GET', '/settlements')).body.items).toEqual([]);
    expect((await accountant('GET', '/open-items')).body.items).toHaveLength(2);
  },
);

test('class batch: what a report names and nobody knows is asked, and confirmed in part; a courier’s own file counts when a person says so', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, businessId } = office;
  const item = await anItem(db, businessId, { gross: 1_000_000n, number: 'W-2026-1', orderNumber: '628506' });
  const courier = otp(
    `"999000020000000200000000";"J";10000;"HUF";"20261102";"20261102";10000;"";"Vevő Vera";"utánvét 628506";"";"";"";"";""`,
    `"999000020000000200000000";"J";5000;"HUF";"20261103";"20261103";15000;"";"Vevő Lajos";"utánvét 999111";"";"";"";"";""`,
    `"999000020000000200000000";"T";-1500;"HUF";"20261103";"20261103";13500;"";"";"utánvét díja";"";"";"";"";""`,
  );
  await accountant('POST', '/bank-statements', formOf('futar.csv', courier, { mayAddAccount: 'true' }));
  const bank = otp(otpLine('20261105', 13_500, 'Futár Kft.', 'utánvét', 13_500));
  await accountant('POST', '/bank-statements', formOf('otp.csv', bank, { mayAddAccount: 'true' }));
  const { items: accounts } = (await accountant('GET', '/bank-accounts')).body as { items: { id: string; account: string }[] };
  const { id } = accounts.find(({ account }) => account !== ownAccount)!;
  expect((await accountant('PUT', `/bank-accounts/${id}/collector`, { isCollector: true })).status).toBe(204);
  await runMatch(db, businessId);
  const { body: asked } = await accountant('GET', '/suggestions');
  expect(asked.items).toMatchObject([
    {
      transaction: { amount: '13500.00', inReport: false },
      candidates: [{ rule: 'report', allocations: [{ item, amount: '10000.00', taken: '9000.00' }] }],
    },
  ]);
  const { body: confirmed } = await accountant('POST', '/suggestions/confirm', { transactions: [asked.items[0].transaction.id] });
  expect(confirmed).toMatchObject({ settlements: [{}], skipped: [] });
  expect((await accountant('GET', `/transactions/${asked.items[0].transaction.id}`)).body).toMatchObject({ settled: '9000.00' });
  // Whose goods the courier sold is not who the courier is.
  expect(await rows(db, 'select 1 from match_memory where business_id = $1', businessId)).toEqual([]);
});

test('B-059 money with a cancelled invoice’s number is kept and owed back, and what is paid back settles that; a person decides both', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, businessId } = office;
  const partnerId = await aPartner(businessId, 'Vevő Bt.');
  const cancelled = await anItem(db, businessId, { gross: 100_000n, number: 'E-2026-90', partnerId });
  const cancelling = await anItem(db, businessId, {
    gross: -100_000n,
    number: 'E-2026-91',
    partnerId,
    kind: 'cancelling',
    originalNumber: 'E-2026-90',
  });
  const open = async () =>
    ((await accountant('GET', '/open-items')).body.items as { id: string; open: string }[]).map((each) => [each.id, each.open]);
  expect(await open()).toEqual([]);
  const where = { businessId, actor };
  await bankLines(db, where, aLine(100_000n, { memo: 'E-2026-90', bookedOn: '2026-11-20' }));
  await runMatch(db, businessId);
  const asked = async () => (await accountant('GET', '/suggestions')).body.items;
  const [paid] = await asked();
  expect(paid.candidates[0]).toMatchObject({
    rule: 'refund',
    allocations: [{ item: cancelled, amount: '1000.00', open: '1000.00' }],
    evidence: [{ kind: 'number' }, { kind: 'cancelled' }, { kind: 'amount' }],
  });
  expect((await accountant('POST', '/suggestions/confirm', { transactions: [paid.transaction.id] })).body.settlements).toHaveLength(1);
  expect(await open()).toEqual([[cancelling, '-1000.00']]);

  await bankLines(db, where, aLine(-100_000n, { memo: 'visszautalás E-2026-90', bookedOn: '2026-11-23' }));
  await runMatch(db, businessId);
  expect((await accountant('GET', '/settlements?by=machine')).body.items).toEqual([]);
  const [back] = await asked();
  expect(back.candidates[0]).toMatchObject({ rule: 'refund', allocations: [{ item: cancelling, amount: '-1000.00' }] });
  expect((await accountant('POST', '/suggestions/confirm', { transactions: [back.transaction.id] })).body.settlements).toHaveLength(1);
  expect(await open()).toEqual([]);
  expect((await accountant('GET', '/reconciliation')).body).toMatchObject({ lines: 2, settled: 2 });
});

test('H-106 what the same partner owes and is owed in equal amounts is offered to be set off, and undone', async ({ db, databaseUrl }) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, businessId } = office;
  const partnerId = await aPartner(businessId, 'Mindkét Irány Kft.');
  const sold = await anItem(db, businessId, { gross: 50_000n, number: 'E-2026-1', partnerId });
  const bought = await anItem(db, businessId, { gross: 50_000n, number: 'S/77', direction: 'payable', partnerId });
  // Of nobody known, of another amount, doubtful: no pairs.
  await anItem(db, businessId, { gross: 50_000n, number: 'S/78', direction: 'payable' });
  await anItem(db, businessId, { gross: 60_000n, number: 'E-2026-2', partnerId });
  await anItem(db, businessId, { gross: 60_000n, number: 'S/79', direction: 'payable', partnerId, state: 'needs-review' });
  const offered = async () => (await accountant('GET', '/open-items/offsetting')).body.items;
  const pairs = await offered();
  expect(pairs).toMatchObject([{ incoming: { id: sold, open: '500.00' }, outgoing: { id: bought, open: '500.00' } }]);
  expect(pairs).toHaveLength(1);
  await runMatch(db, businessId);
  expect((await accountant('GET', '/settlements')).body.items).toEqual([]);
  const made = await accountant('POST', '/settlements', {
    source: 'set-off',
    paidOn: '2026-11-25',
    allocations: [
      { item: sold, amount: '500.00' },
      { item: bought, amount: '500.00' },
    ],
  });
  expect(made.status).toBe(201);
  expect(await offered()).toEqual([]);
  expect((await accountant('DELETE', `/settlements/${made.body.id}`)).status).toBe(204);
  expect(await offered()).toHaveLength(1);
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

test('H-103 H-104 H-105 an outside service gets thirteen data and the file, with both consents, when a person asks', async ({
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
