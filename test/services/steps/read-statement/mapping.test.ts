import { expect, test } from 'vitest';
import { readStatement } from '#services/steps/read-statement/read-statement.ts';

const bytesOf = (...lines: string[]) => Buffer.from(lines.join('\n'));

test('an unknown file is shown with its first rows, headings and a guess', async () => {
  const { guess, format, statements } = await readStatement(
    bytesOf(
      'Valami Bank',
      'Dátum;Mozgás;Név;Összeg;Egyenleg',
      '2024.01.02;átutalás;Kék Gomb Kft.;100,00;600,00',
      '2024.01.03;átutalás;Minta Bt.;-50,50;549,50',
    ),
  );
  expect(format).toBe('unknown-csv');
  expect(guess).toMatchObject({
    headingRow: 2,
    balances: true,
    mapping: {
      headings: ['Dátum', 'Mozgás', 'Név', 'Összeg', 'Egyenleg'],
      columns: { bookedOn: [0], counterpartyName: [2], amount: [3], balance: [4] },
    },
  });
  expect(guess?.firstRows[1]).toEqual(['Dátum', 'Mozgás', 'Név', 'Összeg', 'Egyenleg']);
  expect(statements[0]).toMatchObject({ openingBalance: 50_000n, closingBalance: 54_950n, balances: true });
});

test('a guess that the balances speak against is not taken', async () => {
  const { refused, guess } = await readStatement(
    bytesOf('Dátum;Összeg;Leírás;Egyenleg', '2024.01.02;100,00;a;600,00', '2024.01.03;-50,50;b;999,00'),
  );
  expect(refused?.code).toBe('not-a-statement');
  expect(guess?.balances).toBe(false);
});

test('a mapping is data: it reads the next file of the bank, also when columns have moved', async () => {
  const first = await readStatement(bytesOf('Mikor;Mennyi;Kinek', '2024.01.02;100,00;Kék Gomb Kft.', '2024.01.03;-20,00;Minta Bt.'));
  expect(first.refused?.code).toBe('not-a-statement');
  const mapping = JSON.parse(
    JSON.stringify({
      ...first.guess!.mapping,
      headings: ['Mikor', 'Mennyi', 'Kinek'],
      columns: { bookedOn: [0], amount: [1], counterpartyName: [2] },
      account: null,
      currency: 'EUR',
    }),
  );
  const moved = await readStatement(bytesOf('Kinek;Mikor;Mennyi', 'Ősz Űrhajó Zrt.;2024.02.01;12,34', 'Minta Bt.;2024.02.02;-1,00'), {
    mapping,
  });
  expect(moved.format).toBe('mapped');
  expect(moved.statements[0]).toMatchObject({
    currency: 'EUR',
    transactions: [{ bookedOn: '2024-02-01', amount: 1234n, counterpartyName: 'Ősz Űrhajó Zrt.' }, { amount: -100n }],
  });
  expect((await readStatement(bytesOf('Egészen;Más;Fejléc', 'a;b;c'), { mapping })).refused?.code).toBe('not-a-statement');
});

test('thousands or decimals that the file does not tell apart are asked, not guessed', async () => {
  const { refused } = await readStatement(bytesOf('Date;Amount;Currency;Description', '2024-01-02;1.234;EUR;a', '2024-01-03;5.678;EUR;b'));
  expect(refused).toMatchObject({ code: 'statement-unreadable', row: 2 });
});

test('a file that names no currency is of the currency that its account is known to be kept in, else taken for forints and said so', async () => {
  const list = 'Tranz. szám;Dátum;Összeg;Ellenpartner;Ellenszámla;Közlemény\n1;2026.04.01.;-12,30;Minta Kft.;;A\n';
  const currencies = [
    { account: '999000090000000300000007', currency: 'EUR' },
    { account: '999000090000000400000006', currency: 'USD' },
  ];
  const read = async (name: string, account?: string, text = list) => {
    const { statements, warnings } = await readStatement(Buffer.from(text), { name, account, currencies });
    return [statements[0]?.currency, warnings.some(({ code }) => code === 'currency-assumed')];
  };
  expect(await read('lista.csv')).toEqual(['HUF', true]);
  expect(await read('99900009-00000003-00000007_lista.csv')).toEqual(['EUR', false]);
  expect(await read('lista.csv', '99900009-00000004-00000006')).toEqual(['USD', false]);
  expect(await read('lista.csv', undefined, `Számlaszám;99900009-00000003-00000007\n\n${list}`)).toEqual(['EUR', false]);
});
