import { expect } from 'vitest';
import { runMatch } from '#services/actions/bank/run-match.ts';
import { rows } from '#storage/sql.ts';
import { anItem, ownAccount } from '#test/support/bank.ts';
import { anOffice, formOf, otp, otpLine } from '#test/support/bank-office.ts';
import { test } from '#test/support/database.ts';

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

test('class batch: a courier’s report of a layout nobody knows is mapped once, with its commission, and the next comes in by itself', async ({
  db,
  databaseUrl,
}) => {
  await using office = await anOffice(db, databaseUrl);
  const { accountant, businessId } = office;
  const first = await anItem(db, businessId, { gross: 1_000_000n, number: 'W-2026-1', orderNumber: '628506' });
  const second = await anItem(db, businessId, { gross: 550_000n, number: 'W-2026-2', orderNumber: '628507' });
  const report = (...rows: string[]) =>
    [
      'Utánvét elszámolás;;;;;',
      'Csomagszám;Kézbesítés dátuma;Címzett;Utánvét hivatkozás;Utánvét összege;Kezelési díj',
      ...rows,
      'Összesen;;;;;',
    ].join('\r\n');
  const courier = report('7001;2026.11.02;Vevő Vera;628506;10 000 Ft;190 Ft', '7002;2026.11.03;Vevő Lajos;628507;5 500 Ft;-110 Ft');
  const { body: seen } = await accountant('POST', '/bank-statements/preview', formOf('utanvet.csv', courier));
  expect(seen.guess.mapping.columns).toMatchObject({ bookedOn: [1], memo: [3], amount: [4], bankReference: [0] });
  const mapping = { ...seen.guess.mapping, columns: { ...seen.guess.mapping.columns, fee: [5] } };
  const said = { mapping: JSON.stringify(mapping), account: 'GLS utánvét', mayAddAccount: 'true' };
  expect((await accountant('POST', '/bank-statements', formOf('utanvet.csv', courier, said))).status).toBe(201);
  expect((await accountant('GET', '/bank-accounts')).body.items).toMatchObject([{ account: 'GLS utánvét', isCollector: true }]);
  const bank = otp(otpLine('20261105', 15_200, 'Futár Kft.', 'utánvét', 15_200));
  await accountant('POST', '/bank-statements', formOf('otp.csv', bank, { mayAddAccount: 'true' }));
  await runMatch(db, businessId);
  const settlements = async () => (await accountant('GET', '/settlements')).body.items;
  const [settled] = await settlements();
  expect(settled).toMatchObject({ rule: 'report', difference: 'fee' });
  expect(settled.evidence).toContainEqual({ kind: 'commission', text: '300.00', span: null });
  // The gross amounts settle the items, the line is gone in full: what lies between is the commission, to the last unit.
  const given = settled.allocations.reduce((sum: number, { amount }: { amount: string }) => sum + Number(amount), 0);
  const { body: line } = await accountant('GET', `/transactions/${settled.transaction}`);
  expect([given, line.settled, settled.fee]).toEqual([15_500, '15200.00', '300.00']);
  expect(settled.allocations.map(({ item }: { item: string }) => item).sort()).toEqual([first, second].toSorted());

  // The next file of the courier needs nothing said: neither columns nor account.
  const next = await accountant('POST', '/bank-statements', formOf('kov.csv', report('7003;2026.11.09;Vevő Vera;628999;2 000 Ft;')));
  expect(next).toMatchObject({ status: 201, body: { format: 'mapped', statements: [{ account: 'GLS utánvét', lines: 1, added: 1 }] } });
});
